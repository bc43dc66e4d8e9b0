import type { Actor } from '../../../shared/reason.ts';
import type { Role } from '../../../shared/words.ts';
import type { IntegrationPrincipal, Principal } from '../floor.ts';

/** Who a change is put down to. */
export function actorOf(principal: Principal | IntegrationPrincipal): Actor {
  if (principal.kind === 'automation' && principal.onBehalfOf !== undefined)
    return { kind: 'automation', id: principal.id, onBehalfOf: principal.onBehalfOf };
  return { kind: principal.kind, id: principal.id };
}

/** Role of whoever may act, null for a display: it only watches (product rule 14). */
export const roleOf = (principal: Principal): Role | null =>
  principal.kind === 'display' ? null : principal.role;
