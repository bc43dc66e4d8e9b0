import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { eventFullSchema } from '../../../../shared/api/integrations.ts';
import { dateTime } from '../../../format/instant.ts';
import { CopyBlock } from '../../shell/copy-button.tsx';
import { Dialog } from '../../shell/dialog.tsx';
import { Link } from '../../shell/link.tsx';
import { LoadedView } from '../../shell/states.tsx';
import { useApi } from '../../shell/use-api.ts';
import { useZone } from '../../shell/use-floor.ts';
import { useReasonText } from '../../shell/use-reason-text.ts';
import { useText } from '../../shell/use-text.ts';
import { prettyJson } from './pretty-json.ts';

type EventFull = z.infer<typeof eventFullSchema>;

/** Fields of a source's event that are one line each, in the order shown. */
export const LINE_FIELDS = [
  'resource',
  'metricName',
  'metricValue',
  'threshold',
  'eventType',
  'unknownUrgency',
] as const;

/** One event: what became of it and why, what was read out of it, and the body as it came. */
export function EventDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useText();
  const event = useApi(`/api/v1/events/${encodeURIComponent(id)}`, eventFullSchema);
  return (
    <Dialog title={t('integrations.event')} wide onClose={onClose}>
      <LoadedView loaded={event}>
        {(full) => (
          <>
            <Facts event={full} />
            <RawBodies event={full} />
          </>
        )}
      </LoadedView>
    </Dialog>
  );
}

function Facts({ event }: { readonly event: EventFull }) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const zone = useZone();
  const reasonText = useReasonText();
  const { fields } = event;
  const rows: [string, string | null][] = [
    [t('integrations.field.outcome'), common(`outcome.${event.outcome}`)],
    [t('integrations.why'), `${reasonText(event.reason)} · ${t('rule', { code: event.reason.code })}`],
    [t('integrations.field.received'), dateTime(event.receivedAt, zone, locale)],
    [t('integrations.field.eventAt'), event.eventAt === null ? null : dateTime(event.eventAt, zone, locale)],
    [t('integrations.field.count'), event.count > 1 ? String(event.count) : null],
    [t('integrations.field.summary'), event.summary],
    [t('integrations.field.status'), event.status],
    [t('integrations.field.urgency'), event.urgency === null ? null : common(`urgency.${event.urgency}`)],
    [t('integrations.field.key'), event.dedupKey],
    ...LINE_FIELDS.map((name): [string, string | null] => [
      t(`integrations.field.${name}`),
      typeof fields[name] === 'string' ? fields[name] : null,
    ]),
  ];
  const { details } = fields;
  const hasDetails = typeof details === 'object' && details !== null && Object.keys(details).length > 0;
  return (
    <>
      <dl className="c-facts">
        {rows
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {event.incident === null ? null : (
        <p>
          <Link to={{ page: 'incident', id: event.incident }}>{t('integrations.toIncident')}</Link>
        </p>
      )}
      {hasDetails ? (
        <>
          <h3>{t('integrations.field.details')}</h3>
          <CopyBlock text={JSON.stringify(details, null, 2)} />
        </>
      ) : null}
    </>
  );
}

function RawBodies({ event }: { readonly event: EventFull }) {
  const { t, locale } = useText();
  const zone = useZone();
  return (
    <>
      <h3>{t('integrations.raw')}</h3>
      {event.raw.length === 0 ? (
        <p className="c-note">{t(event.mayReadRaw ? 'integrations.rawSampled' : 'incident.rawRole')}</p>
      ) : (
        event.raw.map(({ at, body }) => (
          <div key={`${at}${body}`} className="c-raw">
            {event.raw.length > 1 ? <small>{dateTime(at, zone, locale)}</small> : null}
            <CopyBlock text={prettyJson(body)} />
          </div>
        ))
      )}
    </>
  );
}
