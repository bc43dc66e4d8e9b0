import { useTranslation } from 'react-i18next';
import type { IncidentDetail, IncidentItem } from '../../../shared/incident.ts';
import { dateTime, whenOf } from '../../format/instant.ts';
import { count } from '../../format/number.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { StatusWord } from '../../ui/status-word.tsx';
import { UrgencyLabel } from '../../ui/urgency-mark.tsx';
import { Link } from '../shell/link.tsx';
import { Empty, ProblemNote } from '../shell/states.tsx';
import { useMay, useNames, useZone } from '../shell/use-floor.ts';
import { useReasonText } from '../shell/use-reason-text.ts';
import { useText } from '../shell/use-text.ts';
import { ArchivedNote } from './archived-note.tsx';
import { CommentBox } from './comment-box.tsx';
import { Deliveries } from './deliveries.tsx';
import { IncidentActions } from './incident-actions.tsx';
import { NextCard } from './next-card.tsx';
import { ServiceNotes } from './service-notes.tsx';
import { Timeline } from './timeline.tsx';
import { useIncident } from './use-incident.ts';

/** Everything about one incident: beside the list, or as a page of its own. */
export function IncidentPanel({
  id,
  isOwnPage,
  onClose,
}: {
  readonly id: string;
  readonly isOwnPage: boolean;
  readonly onClose?: () => void;
}) {
  const { t } = useText();
  const { item, detail } = useIncident(id);
  return (
    <article
      className={isOwnPage ? 'c-incident c-incident-page' : 'c-incident'}
      aria-label={t('incident.label')}
    >
      {item === null ? (
        detail.problem === null ? (
          <p className="c-loading">{t('loading')}</p>
        ) : detail.problem.status === 404 ? (
          <Empty title={t('incident.unknown')}>
            <Link to={{ page: 'incidents' }}>{t('shell.toIncidents')}</Link>
          </Empty>
        ) : (
          <ProblemNote problem={detail.problem} retry={detail.reload} />
        )
      ) : (
        <>
          <Head item={item} isOwnPage={isOwnPage} onClose={onClose} />
          <IncidentActions item={item} />
          <NextCard item={item} />
          {detail.problem === null ? null : <ProblemNote problem={detail.problem} retry={detail.reload} />}
          {detail.value === null ? null : <Body item={item} detail={detail.value} />}
        </>
      )}
    </article>
  );
}

function Head({
  item,
  isOwnPage,
  onClose,
}: {
  readonly item: IncidentItem;
  readonly isOwnPage: boolean;
  readonly onClose?: (() => void) | undefined;
}) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const reasonText = useReasonText();
  const mayAct = useMay('responder');
  const names = useNames(locale);
  const zone = useZone();
  const now = useServerNow(60_000);
  const until = (at: string) => whenOf(at, now ?? at, zone, locale);
  return (
    <header className="c-incident-head">
      <p className="c-incident-meta">
        {mayAct && item.status !== 'closed' ? (
          <span className="c-drag-handle" data-id={item.id} title={t('drag.handle')} aria-hidden="true">
            ⠿
          </span>
        ) : null}
        <span>#{item.number}</span>
        <span>{item.integration === null ? t('raisedByHand') : names.integration(item.integration)}</span>
        <span>{names.service(item.service)}</span>
        <UrgencyLabel urgency={item.urgency} isSolid={item.status === 'open'} />
        <StatusWord status={item.status} />
        {item.severity === null ? null : <b>{item.severity}</b>}
      </p>
      <div className="c-incident-tools">
        {mayAct && item.integration !== null ? (
          <Link to={`/dry-run?incident=${encodeURIComponent(item.id)}`}>{t('dryRun.try')}</Link>
        ) : null}
        {isOwnPage ? null : <Link to={{ page: 'incident', id: item.id }}>{t('incident.ownPage')}</Link>}
        {onClose === undefined ? null : (
          <button type="button" className="c-quiet" onClick={onClose} aria-label={t('dismiss')}>
            ×
          </button>
        )}
      </div>
      <h1>{item.summary}</h1>
      {item.maintenance === null ? null : (
        <p className="c-incident-mark">
          <b className="c-mark">{t('maint.mark', { time: until(item.maintenance.until) })}</b>{' '}
          <Link to={{ page: 'maintenance' }}>{t('maint.markWhy')}</Link>
        </p>
      )}
      {item.keys > 1 ? (
        <p className="c-incident-mark">
          <b className="c-mark">{t('keys.some', { keys: item.keys, firing: item.firing })}</b> {t('keys.why')}
        </p>
      ) : null}
      {item.marks.map((mark) => (
        <p key={mark.mark} className="c-incident-mark">
          <b className="c-mark">{common(`mark.${mark.mark}`, { defaultValue: mark.mark })}</b>{' '}
          {reasonText(mark.reason)}
        </p>
      ))}
    </header>
  );
}

function Body({ item, detail }: { readonly item: IncidentItem; readonly detail: IncidentDetail }) {
  const { t, locale } = useText();
  const zone = useZone();
  const names = useNames(locale);
  const mayReadRaw = useMay('responder');
  const { metric } = detail;
  const facts: [string, string | null][] = [
    [t('col.assignee'), item.assignee === null ? null : names.person(item.assignee)],
    [t('incident.told'), item.responders.length === 0 ? null : names.people(item.responders)],
    [t('col.created'), dateTime(item.createdAt, zone, locale)],
    [t('incident.ackedAt'), item.ackedAt === null ? null : dateTime(item.ackedAt, zone, locale)],
    [t('incident.closedAt'), item.closedAt === null ? null : dateTime(item.closedAt, zone, locale)],
    [t('col.lastEvent'), dateTime(item.lastEventAt, zone, locale)],
    [t('col.count'), `×${count(item.count, locale)}`],
    [t('incident.key'), item.dedupKey],
    [t('incident.resource'), detail.resource],
    [
      t('incident.metric'),
      [
        metric.name,
        metric.value,
        metric.threshold === null ? null : t('incident.threshold', { value: metric.threshold }),
      ]
        .filter((part) => part !== null)
        .join(' · ') || null,
    ],
  ];
  const details = Object.entries(detail.details);
  // Nothing may be said to be missing that only its archive file is.
  const { archived } = detail;
  const isCut = archived !== null && [archived, ...archived.earlier].some(({ available }) => !available);
  return (
    <>
      <ArchivedNote archived={detail.archived} />
      <section aria-labelledby="c-timeline-title">
        <h2 id="c-timeline-title">{t('incident.timeline')}</h2>
        <CommentBox item={item} />
        <Timeline entries={detail.timeline} />
      </section>
      <section aria-labelledby="c-deliveries-title">
        <h2 id="c-deliveries-title">{t('deliveries.title')}</h2>
        {isCut && detail.deliveries.length === 0 ? (
          <p className="c-note">{t('incident.notHere')}</p>
        ) : (
          <Deliveries deliveries={detail.deliveries} />
        )}
      </section>
      <section aria-labelledby="c-service-title">
        <h2 id="c-service-title">{t('notes.title')}</h2>
        <ServiceNotes service={item.service} notes={detail.serviceNotes} links={detail.links} />
      </section>
      <section aria-labelledby="c-facts-title">
        <h2 id="c-facts-title">{t('incident.facts')}</h2>
        <dl className="c-facts">
          {facts.map(([name, value]) =>
            value === null ? null : (
              <div key={name}>
                <dt>{name}</dt>
                <dd className={name === t('incident.key') ? 'c-id' : undefined}>{value}</dd>
              </div>
            ),
          )}
          {details.map(([name, value]) => (
            <div key={`details-${name}`}>
              <dt className="c-id">{name}</dt>
              <dd className="c-id">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="c-raw-title">
        <h2 id="c-raw-title">{t('incident.raw')}</h2>
        {mayReadRaw ? (
          detail.raw.length === 0 ? (
            <p className="c-note">{t(isCut ? 'incident.notHere' : 'incident.noRaw')}</p>
          ) : (
            detail.raw.map((raw) => (
              <details key={raw.at}>
                <summary>{dateTime(raw.at, zone, locale)}</summary>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling block must be reachable by keyboard */}
                <pre tabIndex={0}>{pretty(raw.body)}</pre>
              </details>
            ))
          )
        ) : (
          <p className="c-note">{t('incident.rawRole')}</p>
        )}
      </section>
    </>
  );
}

/** JSON with line breaks; anything else as it came. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
