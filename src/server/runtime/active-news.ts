import { isMoreUrgent } from '../../shared/words.ts';
import type { SourceEvent } from '../domain/event.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { lateOpenReason } from '../domain/incident/receive.ts';
import type { DecisionContext } from '../domain/incident/roster.ts';
import { applyUrgencyTable, judgeUrgency } from '../domain/matching/judge-urgency.ts';
import { eventSubject } from '../domain/matching/subject.ts';
import type { CompiledIntegration } from './catalog.ts';
import type { IngestDeps } from './ingest-job.ts';
import type { Turn } from './turn.ts';

/**
 * [ING162] Whether an alert that a tool has active would change anything here: it opens, fires again, or is more urgent.
 * What is known, kept quiet or held is none; nor is what a person closed while it fired (ING165).
 */
export function isNews(
  deps: IngestDeps,
  turn: Turn,
  compiled: CompiledIntegration,
  event: SourceEvent,
  key: string,
  context: DecisionContext,
): boolean {
  const { domain } = compiled;
  const own = turn.findOpen(domain, key);
  if (own) {
    if (own.group) return own.group.firstOver;
    return own.cleared || own.flap?.over === true || isRising(deps, compiled, event, own, context.now);
  }
  const member = deps.noise.get(turn, 'member', domain, key);
  const shared = member && turn.get(member.incident);
  if (member && shared && shared.status !== 'closed') return member.over;
  if (turn.sharing(domain, key).length > 0) return false;
  const muted = deps.noise.get(turn, 'muted', domain, key);
  // What keeps it quiet may let a more urgent one through.
  if (muted)
    return isRising(
      deps,
      compiled,
      event,
      { service: muted.service, latestUrgency: muted.urgency },
      context.now,
    );
  if (deps.noise.get(turn, 'held', domain, key)) return false;
  const closed = deps.findLatestClosed(turn, domain, key);
  return !isAnswered(event, closed) && lateOpenReason(event, closed, context.now) === null;
}

/** A person closed it knowing that it fires: only the tool's own notices bring it back. */
function isAnswered({ eventAt }: SourceEvent, closed: Incident | null): boolean {
  if (closed === null || closed.closedBy !== 'person' || closed.closedAt === null) return false;
  if (closed.cleared || closed.closeEventAt !== null) return false;
  return eventAt === null || eventAt <= closed.closedAt;
}

function isRising(
  deps: IngestDeps,
  { integration, urgencies }: CompiledIntegration,
  event: SourceEvent,
  known: Pick<Incident, 'service' | 'latestUrgency'>,
  now: number,
): boolean {
  const mapped = applyUrgencyTable(event, urgencies);
  const service = deps.catalog().services.get(known.service);
  const subject = () =>
    eventSubject(mapped, {
      integration: integration.id,
      urgency: mapped.urgency ?? mapped.urgencyUnset ?? null,
    });
  const rules = service?.urgencyRules ?? null;
  const { urgency } = judgeUrgency(mapped, service?.service, rules, subject, now);
  return isMoreUrgent(urgency, known.latestUrgency);
}
