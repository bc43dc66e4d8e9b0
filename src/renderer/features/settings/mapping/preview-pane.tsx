import type { Preview } from '../../../../shared/api/preview.ts';
import { dateTime } from '../../../format/instant.ts';
import { ProblemList } from '../../shell/states.tsx';
import { useZone } from '../../shell/use-floor.ts';
import { useReasonText } from '../../shell/use-reason-text.ts';
import { useText } from '../../shell/use-text.ts';
import type { Previewed } from './use-preview.ts';

type PreviewedEvent = Preview['events'][number];

/** What would become of the pasted body. */
export function PreviewPane({ previewed: { preview, problem } }: { readonly previewed: Previewed }) {
  const { t } = useText();
  const reasonText = useReasonText();
  return (
    <section className="c-card m-preview" aria-labelledby="m-preview-title" aria-live="polite">
      <h2 id="m-preview-title">{t('mapping.preview')}</h2>
      {problem === null ? null : <ProblemList problem={problem} />}
      {preview === null ? (
        problem === null ? (
          <p className="c-note">{t('mapping.previewEmpty')}</p>
        ) : null
      ) : (
        <>
          {preview.warnings.length === 0 ? null : (
            <ul className="c-warn-box m-warnings">
              {preview.warnings.map((warning) => (
                <li key={warning.text}>{reasonText(warning)}</li>
              ))}
            </ul>
          )}
          <p className="c-note">{t('mapping.events', { count: preview.total })}</p>
          <ol className="m-events">
            {preview.events.map((each, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the body
              <li key={index} data-outcome={each.outcome}>
                <OneEvent each={each} />
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function OneEvent({ each: { outcome, event, reason } }: { readonly each: PreviewedEvent }) {
  const { t, locale } = useText();
  const zone = useZone();
  const reasonText = useReasonText();
  if (event === null)
    return (
      <>
        <b className="c-warn-text">{t('mapping.outcome-refused')}</b>
        <p>{reason === null ? null : reasonText(reason)}</p>
        <p className="c-id">{reason?.text}</p>
      </>
    );
  const facts: readonly (readonly [string, string | null])[] = [
    ['key', event.dedupKey],
    ['urgency', event.urgency === null ? event.urgencyWord : t(`common:urgency.${event.urgency}`)],
    ['eventAt', event.eventAt === null ? null : dateTime(event.eventAt, zone, locale)],
    ['resource', event.resource],
    ['metricName', event.metricName],
    ['metricValue', event.metricValue],
    ['threshold', event.threshold],
    ['eventType', event.eventType],
  ];
  return (
    <>
      <p>
        <b>
          {outcome === 'set-aside' ? t('mapping.outcome-set-aside') : t(`mapping.status-${event.status}`)}
        </b>{' '}
        {event.summary}
      </p>
      {reason === null ? null : <p className="c-note">{reasonText(reason)}</p>}
      <dl className="c-facts">
        {facts.map(([field, value]) =>
          value === null ? null : (
            <div key={field}>
              <dt>{t(`mapping.field-${field}`)}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
        {event.links.length === 0 ? null : (
          <div>
            <dt>{t('mapping.links')}</dt>
            <dd>
              {event.links.map(({ text, url }) => (
                <span key={url} className="m-link" title={url}>
                  {text}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}
