import { useState } from 'react';
import { type QuietItem, quietListSchema } from '../../../shared/api/quiet.ts';
import { whenOf } from '../../format/instant.ts';
import { count } from '../../format/number.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { api } from '../../session/api.ts';
import { UrgencyMark } from '../../ui/urgency-mark.tsx';
import { Link } from '../shell/link.tsx';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { Empty, LoadedView } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useMay, useNames, useZone } from '../shell/use-floor.ts';
import { useQueryState } from '../shell/use-query-state.ts';
import { useReasonText } from '../shell/use-reason-text.ts';
import { useText } from '../shell/use-text.ts';
import { countKinds, kindsOf, QUIET_KINDS, toggleKind } from './register.ts';
import { useQuietChanges } from './use-quiet-changes.ts';

const DEFAULTS = { kind: '' };
/** Rows drawn at once; the rest on demand. */
const STEP = 200;

/** The register: everything that fires and tells nobody now, why, by whom, until when (product rule 15). */
export function QuietPage() {
  const { t, locale } = useText();
  const loaded = useApi('/api/v1/quiet', quietListSchema);
  useQuietChanges(loaded.reload);
  const [{ kind }, change] = useQueryState(DEFAULTS);
  const [shown, setShown] = useState(STEP);
  const kinds = kindsOf(kind);
  return (
    <div className="c-page">
      <header className="c-page-head">
        <h1>{t('quiet.title')}</h1>
        <span className="c-page-sub">{t('quiet.sub')}</span>
        <Link to={{ page: 'maintenance' }}>{t('quiet.toMaintenance')}</Link>
      </header>
      <LoadedView loaded={loaded}>
        {({ items, total }) => {
          const counts = countKinds(items);
          const rows = items.filter((item) => kinds.has(item.kind));
          return (
            <>
              <fieldset className="c-segments" aria-label={t('quiet.filter')}>
                {QUIET_KINDS.map((each) => (
                  <button
                    key={each}
                    type="button"
                    className="c-chip"
                    title={t(`quiet.what-${each}`)}
                    aria-pressed={kind !== '' && kinds.has(each)}
                    onClick={() => change({ kind: toggleKind(kind, each) })}
                  >
                    {t(`quiet.kind-${each}`)} {count(counts.get(each) ?? 0, locale)}
                  </button>
                ))}
                {kind === '' ? null : (
                  <button type="button" className="c-quiet" onClick={() => change({ kind: '' })}>
                    {t('filter.clear')}
                  </button>
                )}
              </fieldset>
              {total > items.length ? (
                <p className="c-warn-text">
                  {t('quiet.cut', { shown: count(items.length, locale), total: count(total, locale) })}
                </p>
              ) : null}
              {rows.length === 0 ? (
                <Empty title={t(items.length === 0 ? 'quiet.none' : 'quiet.noneOfKind')}>
                  <span>{t('quiet.noneWhat')}</span>
                </Empty>
              ) : (
                <Rows items={rows.slice(0, shown)} onChanged={loaded.reload} />
              )}
              {rows.length > shown ? (
                <button type="button" onClick={() => setShown(shown + STEP)}>
                  {t('quiet.more', { count: count(rows.length - shown, locale) })}
                </button>
              ) : null}
            </>
          );
        }}
      </LoadedView>
    </div>
  );
}

function Rows({
  items,
  onChanged,
}: {
  readonly items: readonly QuietItem[];
  readonly onChanged: () => void;
}) {
  const { t } = useText();
  return (
    <div className="c-scroll-x">
      <table className="c-data c-register">
        <thead>
          <tr>
            {(['kind', 'service', 'summary', 'why', 'by', 'since', 'until', 'events'] as const).map(
              (name) => (
                <th key={name} scope="col" className={name === 'events' ? 'c-num' : undefined}>
                  {t(`quiet.${name}`)}
                </th>
              ),
            )}
            <th aria-label={t('quiet.act')} />
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <RegisterRow key={`${item.kind} ${item.id}`} item={item} onChanged={onChanged} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RegisterRow({ item, onChanged }: { readonly item: QuietItem; readonly onChanged: () => void }) {
  const { t, locale } = useText();
  const reasonText = useReasonText();
  const names = useNames(locale);
  const zone = useZone();
  const mayAct = useMay('responder');
  const now = useServerNow(60_000);
  const [isBusy, setBusy] = useState(false);
  const when = (at: string) => whenOf(at, now ?? at, zone, locale);
  const unshelve = async () => {
    setBusy(true);
    const result = await api(`/api/v1/shelves/${encodeURIComponent(item.id)}`, { method: 'DELETE' });
    setBusy(false);
    if (result.ok) showToast('done', t('quiet.unshelved'));
    else showToast('failed', problemText(t, result.problem));
    onChanged();
  };
  // Of an inhibition the incident is the one it stands behind, not the one it is.
  const isBehind = item.kind === 'inhibition';
  return (
    <tr data-kind={item.kind}>
      <td>
        <b className="c-mark">{t(`quiet.kind-${item.kind}`)}</b>
      </td>
      <td title={names.service(item.service)}>
        <span className="c-register-cut">{names.service(item.service)}</span>
      </td>
      <td className="c-register-wide">
        <UrgencyMark urgency={item.urgency} isSolid={false} />{' '}
        {item.incident === null || isBehind ? (
          <span>{item.summary}</span>
        ) : (
          <Link to={{ page: 'incident', id: item.incident }}>
            {item.number === null ? '' : `#${item.number} `}
            {item.summary}
          </Link>
        )}
      </td>
      <td className="c-register-wide">
        {reasonText(item.reason)}
        {isBehind && item.incident !== null ? (
          <>
            {' '}
            <Link to={{ page: 'incident', id: item.incident }}>#{item.number}</Link>
          </>
        ) : null}
      </td>
      <td>{item.by === null ? '—' : names.person(item.by)}</td>
      <td>
        <time dateTime={item.since}>{when(item.since)}</time>
      </td>
      <td>{item.until === null ? t('quiet.open') : <time dateTime={item.until}>{when(item.until)}</time>}</td>
      <td className="c-num">{count(item.events, locale)}</td>
      <td>
        {item.kind === 'shelf' && mayAct ? (
          <button type="button" disabled={isBusy} onClick={() => void unshelve()}>
            {t('quiet.unshelve')}
          </button>
        ) : null}
      </td>
    </tr>
  );
}
