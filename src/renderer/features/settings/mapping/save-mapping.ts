import type { Problem } from '../../../session/api.ts';
import { readConfig, writeConfig } from '../config-api.ts';
import { type Edited, editedOf, integrationIn, isSame, withEdited } from './mapping-draft.ts';

export type Saved =
  | { readonly kind: 'saved' }
  /** Somebody else changed this mapping since it was read. */
  | { readonly kind: 'conflict'; readonly theirs: Edited }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly problem: Problem };

const TRIES = 3;

/**
 * Writes the mapping of one integration into the config as it is now. Whatever others changed elsewhere meanwhile is
 * kept; nothing is written over another change of the same mapping.
 * @param base what was read when the editing began
 */
export async function saveMapping(id: string, edited: Edited, base: Edited): Promise<Saved> {
  for (let tries = 1; ; tries++) {
    const read = await readConfig();
    if (!read.ok) return { kind: 'refused', problem: read.problem };
    const { document, etag } = read.value;
    const integration = integrationIn(document, id);
    if (integration === null) return { kind: 'gone' };
    const theirs = editedOf(integration);
    if (!isSame(theirs, base)) return { kind: 'conflict', theirs };
    const problem = await writeConfig(withEdited(document, id, edited), etag);
    if (problem === null) return { kind: 'saved' };
    if (problem.status !== 412 || tries === TRIES) return { kind: 'refused', problem };
  }
}
