import { type ColumnDef, columnVisibilityFeature, tableFeatures } from '@tanstack/react-table';
import { useTranslation } from 'react-i18next';
import type { IncidentItem } from '../../../shared/incident.ts';
import { whenOf } from '../../format/instant.ts';
import { count } from '../../format/number.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { Age, Countdown } from '../../ui/running-time.tsx';
import { StatusWord } from '../../ui/status-word.tsx';
import { UrgencyLabel } from '../../ui/urgency-mark.tsx';
import { useFloor, useZone } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import type { SortKey } from './incident-filter.ts';

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
  assignee: [7, 0.9],
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

function ServiceName({ id }: { readonly id: string }) {
  return <span className="c-cut">{useFloor((floor) => floor.directory.services[id]?.name ?? id)}</span>;
}
function IntegrationName({ id }: { readonly id: string | null }) {
  const { t } = useText();
  const name = useFloor((floor) => (id === null ? null : (floor.directory.integrations[id]?.name ?? id)));
  return <span className="c-cut">{name ?? t('raisedByHand')}</span>;
}

/** Who has it, or what the server is doing about nobody having it. */
function Holder({ item }: { readonly item: IncidentItem }) {
  const { t } = useText();
  const id = item.handedTo?.user ?? item.assignee;
  const name = useFloor((floor) => (id === null ? null : (floor.directory.users[id]?.name ?? id)));
  if (item.handedTo !== null)
    return (
      <span className="c-holder-handed c-cut">
        {t('holder.handed', { name: name ?? '' })} <Countdown to={item.handedTo.until} />
      </span>
    );
  if (name !== null) return <span className="c-holder c-cut">{name}</span>;
  if (item.band === 'nobody') return <span className="c-holder-nobody">{t('holder.nobody')}</span>;
  if (item.status !== 'open') return <span className="c-faint">—</span>;
  const key = item.snoozedUntil !== null ? 'snoozed' : item.band === 'muted' ? 'muted' : 'telling';
  return <span className="c-faint">— {t(`holder.${key}`)}</span>;
}

function Next({ item }: { readonly item: IncidentItem }) {
  const { t } = useText();
  if (item.next === null) return <span className="c-faint">—</span>;
  return (
    <span className="c-cut">
      <Countdown to={item.next.at} /> {t(`nextShort.${item.next.kind}`)}
    </span>
  );
}

function When({ at }: { readonly at: string }) {
  const { locale } = useText();
  const zone = useZone();
  const now = useServerNow(60_000);
  return <time dateTime={at}>{whenOf(at, now ?? at, zone, locale)}</time>;
}

function Count({ n }: { readonly n: number }) {
  const { locale } = useText();
  return <span>×{count(n, locale)}</span>;
}

/** Marks of an incident as small words: re-alarmed, still firing, reached nobody … */
function Marks({ item }: { readonly item: IncidentItem }) {
  const { t } = useTranslation('common');
  const { t: words } = useText();
  const shown = [...new Set(item.marks.map((mark) => mark.mark))];
  return (
    <>
      {item.severity === null ? null : <b className="c-mark c-mark-severity">{item.severity}</b>}
      {item.cleared ? <b className="c-mark">{words('cleared')}</b> : null}
      {item.unseen ? <b className="c-mark c-mark-unseen">{t('band.recovered')}</b> : null}
      {shown.map((mark) => (
        <b key={mark} className="c-mark">
          {t(`mark.${mark}`, { defaultValue: mark })}
        </b>
      ))}
    </>
  );
}

/** How long it has lasted: up to now, or up to its close. */
function Lasted({ item }: { readonly item: IncidentItem }) {
  return item.closedAt === null ? <Age since={item.createdAt} /> : <When at={item.closedAt} />;
}

export const columns: readonly IncidentColumn[] = [
  { id: 'number', cell: ({ row }) => <span className="c-faint">#{row.original.number}</span> },
  {
    id: 'urgency',
    cell: ({ row }) => (
      <UrgencyLabel urgency={row.original.urgency} isSolid={row.original.status === 'open'} />
    ),
  },
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
