import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { Me } from '../../../shared/stream.ts';
import type { Principal } from '../floor.ts';

/** Who is signed in, as consoles show it. */
export function meOf(principal: Exclude<Principal, { kind: 'display' }>, document: ConfigDocument): Me {
  const user =
    principal.kind === 'user' ? document.users.find((each) => each.id === principal.id) : undefined;
  return {
    kind: principal.kind,
    id: principal.id,
    name: user?.name ?? principal.id,
    role: principal.role,
    locale: user?.locale ?? null,
  };
}
