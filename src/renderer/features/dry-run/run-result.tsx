import { useTranslation } from 'react-i18next';
import type { DryRunResult } from '../../../shared/api/dry-run.ts';
import { dateTime } from '../../format/instant.ts';
import { useNames } from '../shell/use-floor.ts';
import { useReasonText } from '../shell/use-reason-text.ts';
import { useText } from '../shell/use-text.ts';
import { PeopleTimeline } from './people-timeline.tsx';
import { TraceList } from './trace-list.tsx';

/** What would come of it: outcome, people, trace, and the event as it was read. */
export function RunResult({ result, zone }: { readonly result: DryRunResult; readonly zone: string }) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const names = useNames(locale);
  const reasonText = useReasonText();
  const { outcomes, events, trace, end } = result;
  return (
    <>
      <section className="c-card" aria-labelledby="c-dry-outcome">
        <h2 id="c-dry-outcome">
          {t('dryRun.outcome')}{' '}
          <small className="c-note">
            {dateTime(result.at, zone, locale)} · {zone}
          </small>
        </h2>
        <ul className="c-rows-plain">
          {outcomes.map(({ at, event, outcome, reason, service, urgency }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: outcomes have no other identity
            <li key={index}>
              <span>
                <b>{t(`dryRun.outcome-${outcome}`)}</b>
                {service === null ? null : ` → ${names.service(service)}`}
                {urgency === null ? null : ` · ${common(`urgency.${urgency}`)}`}
              </span>
              <span>{reasonText(reason)}</span>
              {outcomes.length === 1 ? null : (
                <span className="c-note">
                  {t('dryRun.eventN', { n: event + 1 })} · {dateTime(at, zone, locale)}
                </span>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section className="c-card" aria-labelledby="c-dry-people">
        <h2 id="c-dry-people">{t('dryRun.people')}</h2>
        <PeopleTimeline result={result} zone={zone} />
        <p className="c-note">
          {t('dryRun.end')} {reasonText(end.reason)}. {t('dryRun.assumes')}
        </p>
      </section>
      <section className="c-card" aria-labelledby="c-dry-trace">
        <h2 id="c-dry-trace">{t('dryRun.trace')}</h2>
        <TraceList trace={trace} />
      </section>
      <section className="c-card" aria-labelledby="c-dry-event">
        <h2 id="c-dry-event">{t('dryRun.event')}</h2>
        {events.map(({ event, refusal, setAside }, index) =>
          event === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: events have no other identity
            <p key={index} className="c-warn-text">
              {refusal === null ? '' : reasonText(refusal)}
            </p>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: events have no other identity
            <dl key={index} className="c-facts">
              {Object.entries(event)
                .filter(
                  ([, value]) =>
                    value !== null && JSON.stringify(value) !== '{}' && JSON.stringify(value) !== '[]',
                )
                .map(([name, value]) => (
                  <div key={name}>
                    <dt className="c-id">{name}</dt>
                    <dd className="c-id">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
                  </div>
                ))}
              {setAside === null ? null : (
                <div>
                  <dt>{t('dryRun.setAside')}</dt>
                  <dd>{reasonText(setAside)}</dd>
                </div>
              )}
            </dl>
          ),
        )}
      </section>
    </>
  );
}
