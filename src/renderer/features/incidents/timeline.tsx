import { useTranslation } from 'react-i18next';
import type { TimelineEntry } from '../../../shared/incident.ts';
import { clockTime, dateTime, dayOf, whenOf } from '../../format/instant.ts';
import { useNames, useZone } from '../shell/use-floor.ts';
import { useReasonText } from '../shell/use-reason-text.ts';
import { useText } from '../shell/use-text.ts';
import { actorText, entryText, toneOf } from './entry-text.ts';

/** Every fact of an incident with its reason, newest first. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const reasonText = useReasonText();
  const names = useNames(locale);
  const zone = useZone();
  const newestFirst = [...entries].reverse();
  const words = {
    urgency: (urgency: string) => common(`urgency.${urgency}`, { defaultValue: urgency }),
    when: (at: string | number) => whenOf(at, newestFirst[0]?.at ?? at, zone, locale),
  };
  let day = '';
  return (
    <ol className="c-timeline">
      {newestFirst.map((entry) => {
        const entryDay = dayOf(entry.at, zone, locale);
        const isNewDay = entryDay !== day;
        day = entryDay;
        const why = reasonText(entry.reason);
        const who = actorText(entry, names, t);
        const isPerson = entry.actor.kind === 'user' || entry.actor.kind === 'automation';
        return (
          <li key={entry.seq} className={`c-entry c-entry-${toneOf(entry.kind)}`}>
            {isNewDay ? <p className="c-entry-day">{entryDay}</p> : null}
            <p className="c-entry-head">
              <time dateTime={entry.at} title={dateTime(entry.at, zone, locale)}>
                {clockTime(entry.at, zone)}
              </time>{' '}
              <b>{entryText(entry, names, t, words)}</b>
            </p>
            <p className="c-entry-why">
              {t('rule', { code: entry.reason.code })} · {why}
              {isPerson && !why.includes(who) ? ` · ${who}` : ''}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
