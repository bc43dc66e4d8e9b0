import type { ParsedEvent } from '../../domain/event.ts';
import { parseBatch } from '../batch.ts';
import { refuseField } from '../fields.ts';
import type { Source, SourceRequest } from '../source.ts';
import { webhookSource } from '../webhook-source.ts';
import { compiledMapping, elementsOf } from './compile-mapping.ts';
import { readElement } from './read-element.ts';

/**
 * Any tool that sends JSON, a form or a query: where its fields stand is configured on the integration, or comes with
 * a preset (ING98–ING101).
 */
export const customSource: Source = webhookSource({
  type: 'custom',
  methods: ['POST', 'PUT', 'GET'],
  parse: parseCustom,
});

function parseCustom({ body, query, receivedAt, integration }: SourceRequest): readonly ParsedEvent[] {
  if (integration?.mapping === undefined && integration?.preset === undefined)
    return [refuseField('ING98', 'integration', 'expected a mapping or a preset, found neither')];
  const mapping = compiledMapping(integration);
  const root = body ?? query;
  const elements = elementsOf(mapping, root);
  if (!elements.ok) return [elements.refusal];
  return parseBatch(elements.list, (item) => readElement(mapping, { item, root }, receivedAt).parsed);
}
