import { type ColumnDef, columnVisibilityFeature, tableFeatures } from '@tanstack/react-table';
import type { IncidentItem } from '../../../shared/incident.ts';
import { clockDuration } from '../../format/duration.ts';
import { msOf, whenOf } from '../../format/instant.ts';
import { count } from '../../format/number.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { Countdown, UNKNOWN } from '../../ui/running-time.tsx';
import { StatusWord } from '../../ui/status-word.tsx';
import { UrgencyMark } from '../../ui/urgency-mark.tsx';
import type { SortKey } from './incident-filter.ts';
import { useRowWords } from './row-words.ts';

/** Only what the incident table uses: sorting and filtering are the list's own, over ten thousand rows. */
export const features = tableFeatures({ columnVisibilityFeature });
export type IncidentColumn = ColumnDef<typeof features, IncidentItem>;

export const COLUMN_IDS = [
  'number',
  'urgency',
  'status',
  'severity',
  'summary',
  'service',
  'integration',
  'assignee',
  'next',
  'count',
  'lastEvent',
  'created',
  'age',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

/** Shown until somebody chooses. */
export const DEFAULT_COLUMNS: readonly ColumnId[] = [
  'urgency',
  'summary',
  'service',
  'assignee',
  'count',
  'age',
];

/** Columns a click on the head sorts by. */
export const SORT_OF: Partial<Record<ColumnId, SortKey>> = {
  number: 'number',
  urgency: 'urgency',
  summary: 'summary',
  service: 'service',
  assignee: 'assignee',
  count: 'count',
  lastEvent: 'lastEventAt',
  created: 'createdAt',
  age: 'createdAt',
};

/** Width of each column: at least so many rem, and how much of what is left it takes. */
const WIDTHS: Readonly<Record<ColumnId, readonly [rem: number, share: number]>> = {
  number: [5, 0],
  urgency: [7.25, 0],
  status: [5, 0],
  severity: [4, 0],
  summary: [12, 3],
  service: [6, 1],
  integration: [6, 0.8],
  assignee: [9.5, 1],
  next: [7.5, 0],
  count: [3.75, 0],
  lastEvent: [8.5, 0],
  created: [8.5, 0],
  age: [4.75, 0],
};

/** Tracks of the grid and its least width, so that head and rows line up and scroll together. */
export function gridOf(shown: readonly ColumnId[]): { readonly tracks: string; readonly minWidth: string } {
  const ids = COLUMN_IDS.filter((id) => shown.includes(id));
  const track = (id: ColumnId) => {
    const [rem, share] = WIDTHS[id];
    return share === 0 ? `${rem}rem` : `minmax(${rem}rem, ${share}fr)`;
  };
  const least = ids.reduce((sum, id) => sum + WIDTHS[id][0], SELECT_REM + ids.length * GAP_REM + 1);
  return { tracks: [`${SELECT_REM}rem`, ...ids.map(track)].join(' '), minWidth: `${least}rem` };
}
const SELECT_REM = 1.5;
const GAP_REM = 0.75;

function Urgency({ item }: { readonly item: IncidentItem }) {
  const { common } = useRowWords();
  return (
    <span className={`urgency-label urgency-${item.urgency}`}>
      <UrgencyMark urgency={item.urgency} isSolid={item.status === 'open'} isDecorative />{' '}
      {common(`urgency.${item.urgency}`)}
    </span>
  );
}

function ServiceName({ id }: { readonly id: string }) {
  const { directory } = useRowWords();
  return <span className="c-cut">{directory.services[id]?.name ?? id}</span>;
}

function IntegrationName({ id }: { readonly id: string | null }) {
  const { t, directory } = useRowWords();
  const name = id === null ? t('raisedByHand') : (directory.integrations[id]?.name ?? id);
  return <span className="c-cut">{name}</span>;
}

/** Who has it, or what the server is doing about nobody having it. */
function Holder({ item }: { readonly item: IncidentItem }) {
  const { t, directory } = useRowWords();
  const nameOf = (id: string) => directory.users[id]?.name ?? id;
  if (item.handedTo !== null)
    return (
      <span className="c-holder-handed">
        <span className="c-cut">{t('holder.handed', { name: nameOf(item.handedTo.user) })}</span>
        <Countdown to={item.handedTo.until} />
      </span>
    );
  if (item.assignee !== null) return <span className="c-holder c-cut">{nameOf(item.assignee)}</span>;
  if (item.band === 'nobody') return <span className="c-holder-nobody">{t('holder.nobody')}</span>;
  if (item.status !== 'open') return <span className="c-faint">—</span>;
  if (item.maintenance !== null) return <Paused until={item.maintenance.until} />;
  const key = item.snoozedUntil !== null ? 'snoozed' : item.band === 'muted' ? 'muted' : 'telling';
  return <span className="c-faint">— {t(`holder.${key}`)}</span>;
}

/** A maintenance waits with it: until when. */
function Paused({ until }: { readonly until: string }) {
  const { t, zone, locale } = useRowWords();
  const now = useServerNow(60_000);
  return (
    <span className="c-faint c-cut">
      — {t('holder.maintenance', { time: whenOf(until, now ?? until, zone, locale) })}
    </span>
  );
}

function Next({ item }: { readonly item: IncidentItem }) {
  const { t } = useRowWords();
  if (item.next === null) return <span className="c-faint">—</span>;
  const word = t(`nextShort.${item.next.kind}`);
  return (
    <span className="c-cut">
      {item.next.at === null ? null : <Countdown to={item.next.at} />} {word}
    </span>
  );
}

function When({ at }: { readonly at: string }) {
  const { zone, locale } = useRowWords();
  const now = useServerNow(60_000);
  return <time dateTime={at}>{whenOf(at, now ?? at, zone, locale)}</time>;
}

function Count({ n }: { readonly n: number }) {
  const { locale } = useRowWords();
  return <span>×{count(n, locale)}</span>;
}

/** Marks of an incident as small words: re-alarmed, still firing, reached nobody … */
function Marks({ item }: { readonly item: IncidentItem }) {
  const { t, common } = useRowWords();
  const shown = [...new Set(item.marks.map((mark) => mark.mark))];
  return (
    <>
      {item.severity === null ? null : <b className="c-mark c-mark-severity">{item.severity}</b>}
      {item.cleared ? <b className="c-mark">{t('cleared')}</b> : null}
      {item.unseen ? <b className="c-mark c-mark-unseen">{common('band.recovered')}</b> : null}
      {item.keys > 1 ? (
        <b className="c-mark">{t('keys.some', { keys: item.keys, firing: item.firing })}</b>
      ) : null}
      {shown.map((mark) => (
        <b key={mark} className="c-mark">
          {common(`mark.${mark}`, { defaultValue: mark })}
        </b>
      ))}
    </>
  );
}

/** How long it has lasted: up to now, or up to its close. A time of day here would read as a duration. */
function Lasted({ item }: { readonly item: IncidentItem }) {
  const { common } = useRowWords();
  if (item.closedAt === null) return <RunningAge since={item.createdAt} />;
  return <span>{clockDuration(msOf(item.closedAt) - msOf(item.createdAt), common('unit.day'))}</span>;
}

function RunningAge({ since }: { readonly since: string }) {
  const { common } = useRowWords();
  const now = useServerNow(1000);
  return (
    <time dateTime={since}>
      {now === null ? UNKNOWN : clockDuration(now - msOf(since), common('unit.day'))}
    </time>
  );
}

export const columns: readonly IncidentColumn[] = [
  { id: 'number', cell: ({ row }) => <span className="c-faint">#{row.original.number}</span> },
  { id: 'urgency', cell: ({ row }) => <Urgency item={row.original} /> },
  { id: 'status', cell: ({ row }) => <StatusWord status={row.original.status} /> },
  { id: 'severity', cell: ({ row }) => row.original.severity ?? '' },
  {
    id: 'summary',
    cell: ({ row }) => (
      <span className="c-summary">
        <span className="c-cut">{row.original.summary}</span> <Marks item={row.original} />
      </span>
    ),
  },
  { id: 'service', cell: ({ row }) => <ServiceName id={row.original.service} /> },
  { id: 'integration', cell: ({ row }) => <IntegrationName id={row.original.integration} /> },
  { id: 'assignee', cell: ({ row }) => <Holder item={row.original} /> },
  { id: 'next', cell: ({ row }) => <Next item={row.original} /> },
  { id: 'count', cell: ({ row }) => <Count n={row.original.count} /> },
  { id: 'lastEvent', cell: ({ row }) => <When at={row.original.lastEventAt} /> },
  { id: 'created', cell: ({ row }) => <When at={row.original.createdAt} /> },
  { id: 'age', cell: ({ row }) => <Lasted item={row.original} /> },
];
