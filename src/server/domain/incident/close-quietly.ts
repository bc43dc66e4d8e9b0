import type { Reason } from '../../../shared/reason.ts';
import { closeIncident } from './close.ts';
import { createIncident, type NewIncident } from './create.ts';
import type { Decision } from './decision.ts';
import { finishDraft, startDraft } from './draft.ts';
import type { DecisionContext } from './roster.ts';

/** [SUP12] An incident for the record: created and closed in one decision, told to nobody. */
export function closeQuietly(input: NewIncident, context: DecisionContext, why: Reason): Decision {
  const created = createIncident(input, context);
  const draft = startDraft({ ...created.incident, toldContacts: [], responders: [] }, context);
  closeIncident(draft, { by: 'maintenance', why });
  const closed = finishDraft(draft);
  return {
    ...closed,
    entries: [...created.entries.slice(0, 1), ...closed.entries],
    messages: [],
    annunciations: [],
  };
}
