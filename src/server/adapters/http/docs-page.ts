import type { openApiDocument } from './openapi.ts';

type Document = ReturnType<typeof openApiDocument>;
interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly 'x-scope'?: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean; description?: string }[];
  readonly requestBody?: { content: Record<string, { schema?: unknown }> };
  readonly responses?: Record<
    string,
    { description?: string; content?: Record<string, { schema?: unknown }> }
  >;
}

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const schemaBlock = (title: string, schema: unknown): string =>
  `<details><summary>${escapeHtml(title)}</summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>`;

function operationHtml(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? [])
    .map(
      (each) =>
        `<tr><td><code>${escapeHtml(each.name)}</code></td><td>${each.in}${each.required ? ', required' : ''}</td><td>${escapeHtml(each.description ?? '')}</td></tr>`,
    )
    .join('');
  const body = Object.values(operation.requestBody?.content ?? {})[0];
  const answers = Object.entries(operation.responses ?? {}).map(([status, answer]) => {
    const schema = Object.values(answer.content ?? {})[0]?.schema;
    const title = `${status} ${answer.description ?? ''}`;
    return schema === undefined ? `<p class="answer">${escapeHtml(title)}</p>` : schemaBlock(title, schema);
  });
  return `<article><h3><b>${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(operation.summary ?? '')} <small>${escapeHtml(operation['x-scope'] ?? '')}</small></p>
${parameters === '' ? '' : `<table>${parameters}</table>`}${body === undefined ? '' : schemaBlock('Body', body.schema)}${answers.join('')}</article>`;
}

/** The document as a page: plain HTML, no script, nothing fetched from elsewhere (STR51). */
export function docsPage(document: Document): string {
  const byTag = new Map<string, string[]>();
  for (const [path, item] of Object.entries(document.paths ?? {}))
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      const tag = operation.tags?.[0] ?? 'Other';
      const list = byTag.get(tag) ?? [];
      list.push(operationHtml(method, path, operation));
      byTag.set(tag, list);
    }
  const tags = [...byTag];
  const links = tags.map(([tag]) => `<a href="#${encodeURIComponent(tag)}">${escapeHtml(tag)}</a>`).join(' ');
  const sections = tags.map(
    ([tag, items]) =>
      `<section id="${escapeHtml(encodeURIComponent(tag))}"><h2>${escapeHtml(tag)}</h2>${items.join('')}</section>`,
  );
  const shapes = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `<div id="${escapeHtml(name)}">${schemaBlock(name, schema)}</div>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Watchfloor API</title><link rel="stylesheet" href="/api/v1/docs/style.css"></head>
<body><header><h1>Watchfloor API</h1><p>${escapeHtml(document.info.description ?? '')}
<a href="/api/v1/openapi.json">OpenAPI document</a></p><nav>${links} <a href="#shapes">Shapes</a></nav></header>
<main>${sections.join('')}<section id="shapes"><h2>Shapes</h2>${shapes.join('')}</section></main></body></html>`;
}

export const docsStyle = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem 1.5rem}
nav a{margin-right:1rem}article{border-top:1px solid #8884;padding:.25rem 0 1rem}
h3{font-size:1rem;margin:.75rem 0 .25rem}h3 b{display:inline-block;min-width:4.5rem}
small{border:1px solid #8888;border-radius:.25rem;padding:0 .35rem}
pre{overflow:auto;max-height:30rem;background:#8881;padding:.75rem}
table{border-collapse:collapse}td{padding:.1rem .75rem .1rem 0;vertical-align:top}.answer{margin:.25rem 0}
`;
