import { bundleMessage } from '../domain/notify/bundle.ts';
import type { Turn } from './turn.ts';

/** [NTF10] A bundle that waits names only what is not answered; one without any is obsolete. */
export function shrinkBundle(turn: Turn, id: string): void {
  const row = turn.waitingRow(id);
  if (row?.message.to !== 'person') return;
  const members = (row.message.members ?? [])
    .map((member) => turn.waitingRow(member)?.message)
    .filter((message) => message?.to === 'person');
  const message = bundleMessage(members, id);
  turn.outbox.set(id, message ? { ...row, message } : { ...row, state: 'obsolete', nextAttemptAt: null });
}
