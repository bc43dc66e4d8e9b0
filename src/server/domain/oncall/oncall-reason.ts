import { type Reason, reason } from '../../../shared/reason.ts';
import { assertNever } from '../../../shared/words.ts';
import type { LayerSpan, ShiftSpan, VacantSpan } from './layer-spans.ts';
import type { Stretch } from './layer-stretches.ts';

/** Why each holder of a layer is on, in their order, or the one reason why there is none. */
export function explainHolders(
  schedule: string,
  layer: string,
  active: readonly LayerSpan[],
  holders: Pick<Stretch, 'users' | 'empty'>,
): readonly Reason[] {
  const place = { schedule, layer };
  if (holders.empty === null) {
    return holders.users.map((user) =>
      explainShift(
        active.find((span): span is ShiftSpan => span.kind === 'shift' && span.user === user)!,
        place,
      ),
    );
  }
  // A gap is explained by what made it one, whatever else is empty beside it.
  const vacant = active.filter((span) => span.kind === 'vacant');
  const cause = vacant.find((span) => span.why !== 'intended') ?? vacant[0];
  return [explainVacancy(cause, place)];
}

interface Place {
  readonly [param: string]: string;
  readonly schedule: string;
  readonly layer: string;
}

function explainShift(span: ShiftSpan, place: Place): Reason {
  const { user, override, absence } = span;
  if (absence !== null) {
    const params = { ...place, user, absence, override };
    return reason('ROT9', `${user} stands in, on layer ${place.layer} of schedule ${place.schedule}`, params);
  }
  if (override !== null) {
    const params = { ...place, user, override };
    return reason(
      'ROT7',
      `override ${override} puts ${user} on layer ${place.layer} of ${place.schedule}`,
      params,
    );
  }
  return reason('ROT1', `${user} has the turn on layer ${place.layer} of schedule ${place.schedule}`, {
    ...place,
    user,
  });
}

function explainVacancy(span: VacantSpan | undefined, place: Place): Reason {
  const where = `layer ${place.layer} of schedule ${place.schedule}`;
  if (span === undefined) return reason('ROT11', `${where} is off by its restrictions`, place);
  switch (span.why) {
    case 'not-started':
      return reason('ROT4', `the rotation of ${where} has not started`, place);
    case 'intended':
      return reason('ROT6', `${where} has nobody on purpose`, { ...place, cause: 'intended' });
    case 'empty-team':
      return reason('ROT6', `the team that has the turn on ${where} has no members`, {
        ...place,
        cause: 'empty-team',
      });
    case 'away':
      return reason(
        span.override === null ? 'ROT9' : 'ROT8',
        `${span.user} is away and nobody stands in on ${where}`,
        { ...place, user: span.user, absence: span.absence, override: span.override, cause: 'away' },
      );
    default:
      return assertNever(span.why);
  }
}
