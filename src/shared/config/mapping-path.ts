/** Longest path, in characters. */
export const MAX_PATH = 200;

const PATH =
  /^(?:[^.[\]{}\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+|\[\d{1,6}\])(?:\.[^.[\]{}\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+|\[\d{1,6}\])*$/u;

/** Whether a text names a place in a body: `alert.labels.host`, `items[0].name`, `[0].id`. */
export const isPath = (text: string): boolean => text.length <= MAX_PATH && PATH.test(text);

/** `root.` in front of a path means the whole body, where the body holds a list of events. */
export const ROOT_PREFIX = 'root.';

/** A piece of a template: text as it stands, or a place in the body. */
export type TemplatePart = string | { readonly path: string };

/** The pieces of `{{host}} is {{state}}`; null where something between braces is no path. */
export function splitTemplate(template: string): readonly TemplatePart[] | null {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const found of template.matchAll(/\{\{([^{}]*)\}\}/g)) {
    const path = (found[1] ?? '').trim();
    if (!isPath(path)) return null;
    if (found.index > end) parts.push(template.slice(end, found.index));
    parts.push({ path });
    end = found.index + found[0].length;
  }
  if (end < template.length) parts.push(template.slice(end));
  return parts.some((part) => typeof part === 'string' && (part.includes('{{') || part.includes('}}')))
    ? null
    : parts;
}
