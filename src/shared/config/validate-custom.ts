import type { Integration } from './integration.ts';

/**
 * What is wrong with the mapping of an integration as a whole: its parts are checked by their schema (ING102).
 * @param path where the integration stands
 */
export function customProblems(
  { type, mapping, preset }: Pick<Integration, 'type' | 'mapping' | 'preset'>,
  path: string,
): readonly { readonly path: string; readonly message: string }[] {
  if (type !== 'custom')
    return Object.entries({ mapping, preset }).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [{ path: `${path}.${name}`, message: 'expected only on an integration of the type custom' }],
    );
  if (preset !== undefined) return [];
  if (mapping === undefined)
    return [{ path: `${path}.mapping`, message: 'expected a mapping, or a preset beside it' }];
  return mapping.summary === undefined
    ? [{ path: `${path}.mapping.summary`, message: 'expected where the summary stands' }]
    : [];
}
