import { MAX_FIELD, toLine, toText } from './bounded.ts';
import { copyDetails, setOwn } from './details.ts';
import { isObject, type JsonObject, optionalLine, textOf } from './fields.ts';

/** Opsgenie's own limits: what is longer is cut, not refused. */
const MAX_TAGS = 20;
const MAX_TAG = 50;
const MAX_ACTIONS = 10;
const MAX_RESPONDERS = 50;
export const MAX_DESCRIPTION = 15_000;
export const MAX_NOTE = 20_000;

/** Fields of an alert's body that stand in the event's details under their own name. */
const OWN = [
  'description',
  'entity',
  'source',
  'user',
  'note',
  'tags',
  'actions',
  'responders',
  'visibleTo',
] as const;
/** Where custom details stand whose names are taken by a field of the body. */
const REST = 'details';
const TAKEN: ReadonlySet<string> = new Set([...OWN, REST]);

/** Who an alert was meant for, as its sender wrote it. */
export interface AlertResponder {
  readonly type: string;
  readonly id?: string;
  readonly name?: string;
  readonly username?: string;
}

/** What a sender said of its alert beside message, alias and priority. */
export interface AlertBody {
  readonly description: string;
  readonly entity: string;
  readonly source: string;
  readonly user: string;
  readonly note: string;
  readonly tags: readonly string[];
  readonly actions: readonly string[];
  readonly responders: readonly AlertResponder[];
  readonly details: Readonly<Record<string, string>>;
}

/** Several lines, cut; empty where it is no single value. */
const textUpTo = (value: unknown, max: number): string => toText(textOf(value) ?? '', max).trim();

/** A list of short texts, each once; a single text is a list by commas, as query parameters have it. */
export function listOf(value: unknown, most: number, longest: number): readonly string[] {
  const items = Array.isArray(value) ? value : (textOf(value) ?? '').split(',');
  const lines = new Set<string>();
  for (const item of items) {
    if (lines.size >= most) break;
    const line = optionalLine(item, longest);
    if (line !== null) lines.add(line);
  }
  return [...lines];
}
export const tagsOf = (value: unknown): readonly string[] => listOf(value, MAX_TAGS, MAX_TAG);

/** Custom details as Opsgenie shows them: one text a name. */
export function textDetails(value: unknown): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, one] of Object.entries(copyDetails(isObject(value) ? value : null)))
    setOwn(texts, name, textOf(one) ?? JSON.stringify(one));
  return texts;
}

function respondersOf(value: unknown): readonly AlertResponder[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, MAX_RESPONDERS)
    .filter(isObject)
    .map((each) => ({
      type: optionalLine(each.type) ?? 'user',
      ...named('id', each.id),
      ...named('name', each.name),
      ...named('username', each.username),
    }));
}

function named<N extends string>(name: N, value: unknown): { [K in N]?: string } {
  const line = optionalLine(value);
  return line === null ? {} : ({ [name]: line } as { [K in N]?: string });
}

/**
 * The details of an alert's event (ING111): custom details by their own names, and the body's other fields beside them,
 * so that rules may ask `details.tags` as well as `details.datacenter`.
 */
export function packDetails(body: JsonObject): Record<string, unknown> {
  const packed: Record<string, unknown> = {};
  const put = (name: (typeof OWN)[number], value: string | readonly unknown[]) => {
    if (value.length > 0) packed[name] = value;
  };
  put('description', textUpTo(body.description, MAX_DESCRIPTION));
  put('entity', optionalLine(body.entity) ?? '');
  put('source', optionalLine(body.source) ?? '');
  put('user', optionalLine(body.user) ?? '');
  put('note', textUpTo(body.note, MAX_NOTE));
  put('tags', tagsOf(body.tags ?? []));
  put('actions', listOf(body.actions ?? [], MAX_ACTIONS, MAX_FIELD));
  put('responders', respondersOf(body.responders ?? body.teams));
  put('visibleTo', respondersOf(body.visibleTo));
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(copyDetails(isObject(body.details) ? body.details : null)))
    setOwn(TAKEN.has(name) ? rest : packed, name, value);
  if (Object.keys(rest).length > 0) packed[REST] = rest;
  return packed;
}

/** What `packDetails` put together, taken apart again; reads anything, since it may have been redacted. */
export function unpackDetails(details: unknown): AlertBody {
  const kept = isObject(details) ? details : {};
  const own: JsonObject = Object.fromEntries(Object.entries(kept).filter(([name]) => !TAKEN.has(name)));
  const line = (value: unknown) => toLine(textOf(value) ?? '', MAX_FIELD);
  return {
    description: textUpTo(kept.description, MAX_DESCRIPTION),
    entity: line(kept.entity),
    source: line(kept.source),
    user: line(kept.user),
    note: textUpTo(kept.note, MAX_NOTE),
    tags: tagsOf(kept.tags ?? []),
    actions: listOf(kept.actions ?? [], MAX_ACTIONS, MAX_FIELD),
    responders: respondersOf(kept.responders),
    details: { ...textDetails(own), ...textDetails(kept[REST]) },
  };
}
