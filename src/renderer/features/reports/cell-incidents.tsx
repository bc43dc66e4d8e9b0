import { useEffect, useMemo, useState } from 'react';
import { incidentPageSchema } from '../../../shared/api/incidents.ts';
import type { IncidentItem } from '../../../shared/incident.ts';
import { dateTime, weekdayNames } from '../../format/instant.ts';
import { api, type Problem } from '../../session/api.ts';
import { StatusWord } from '../../ui/status-word.tsx';
import { UrgencyLabel } from '../../ui/urgency-mark.tsx';
import { Link } from '../shell/link.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { queryOf } from '../shell/use-api.ts';
import { useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { instantText } from '../shell/zoned.ts';
import { occurrences } from './occurrences.ts';
import type { ReportSpan } from './report-query.ts';

/** Most incidents listed of one hour of one day: a flood is worked through in the incident list. */
const PER_HOUR = 100;

/** The incidents of one cell: its hour on each of its days, read one by one, newest first. */
export function CellIncidents({
  span,
  weekday,
  hour,
  service,
  urgency,
  onClose,
}: {
  readonly span: ReportSpan;
  readonly weekday: number;
  readonly hour: number;
  readonly service: string;
  readonly urgency: string;
  readonly onClose: () => void;
}) {
  const { t, locale } = useText();
  const names = useNames(locale);
  const hours = useMemo(
    () => occurrences(span.from, span.to, weekday, hour, span.zone),
    [span, weekday, hour],
  );
  const [items, setItems] = useState<readonly IncidentItem[]>([]);
  const [read, setRead] = useState(0);
  const [hasMore, setMore] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isStopped, setStopped] = useState(false);
  const [round, setRound] = useState(0);
  const key = JSON.stringify([hours, service, urgency, round]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds all that is asked
  useEffect(() => {
    if (isStopped) return;
    const abort = new AbortController();
    setItems([]);
    setRead(0);
    setProblem(null);
    void (async () => {
      for (const occurrence of hours) {
        const path = `/api/v1/incidents${queryOf({
          from: instantText(occurrence.from),
          to: instantText(occurrence.to),
          service,
          urgency,
          limit: PER_HOUR,
        })}`;
        const result = await api(path, { schema: incidentPageSchema, signal: abort.signal });
        if (abort.signal.aborted) return;
        if (!result.ok) {
          setProblem(result.problem);
          return;
        }
        setItems((before) => [...before, ...result.value.items]);
        if (result.value.nextCursor !== null) setMore(true);
        setRead((n) => n + 1);
      }
    })();
    return () => abort.abort();
  }, [key, isStopped]);
  const isDone = read >= hours.length;
  return (
    <section className="c-card" aria-labelledby="c-cell-title">
      <header className="c-page-head">
        <h2 id="c-cell-title">
          {t('heat.cell', { day: weekdayNames(locale, 'long')[weekday], hour, count: items.length })}
        </h2>
        {isDone || isStopped || problem !== null ? null : (
          <>
            <progress value={read} max={hours.length} aria-label={t('loading')} />
            <button type="button" onClick={() => setStopped(true)}>
              {t('batch.stop')}
            </button>
          </>
        )}
        <button type="button" className="c-quiet" onClick={onClose} aria-label={t('dismiss')}>
          ×
        </button>
      </header>
      {problem === null ? null : <ProblemNote problem={problem} retry={() => setRound((n) => n + 1)} />}
      {isDone && items.length === 0 ? <p className="c-note">{t('heat.cellEmpty')}</p> : null}
      <ul className="c-rows-plain c-rows-incidents">
        {items.map((item) => (
          <li key={item.id}>
            <UrgencyLabel urgency={item.urgency} isSolid={item.status === 'open'} />
            <Link to={{ page: 'incident', id: item.id }}>
              #{item.number} {item.summary}
            </Link>
            <span>{names.service(item.service)}</span>
            <StatusWord status={item.status} />
            <time dateTime={item.createdAt}>{dateTime(item.createdAt, span.zone, locale)}</time>
          </li>
        ))}
      </ul>
      {hasMore ? <p className="c-note">{t('heat.cellMore', { count: PER_HOUR })}</p> : null}
    </section>
  );
}
