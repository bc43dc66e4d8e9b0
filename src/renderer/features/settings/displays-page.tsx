import { useEffect, useState } from 'react';
import { displayListSchema } from '../../../shared/api/config.ts';
import { pairingListSchema } from '../../../shared/api/session.ts';
import { ago } from '../../format/relative.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { api } from '../../session/api.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { Link } from '../shell/link.tsx';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { Empty, LoadedView } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useMay } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';

/** Walls of the config, and screens that wait to become one. */
export function DisplaysPage() {
  const { t } = useText();
  const displays = useApi('/api/v1/displays', displayListSchema);
  const isAdmin = useMay('admin');
  const ids = displays.value?.items.map((display) => display.id) ?? [];
  return (
    <>
      <Pairings displays={ids} />
      <section className="c-card" aria-labelledby="c-displays">
        <h2 id="c-displays">{t('displays.title')}</h2>
        <LoadedView loaded={displays}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('displays.none')}>
                {isAdmin ? <Link to={{ page: 'welcome' }}>{t('displays.first')}</Link> : t('empty.askAdmin')}
              </Empty>
            ) : (
              <ul className="c-rows-plain">
                {items.map((display) => {
                  const address = `${location.origin}/wall/${encodeURIComponent(display.id)}`;
                  return (
                    <li key={display.id}>
                      <span>
                        <b>{display.name ?? display.id}</b> <span className="c-id">{display.id}</span>
                      </span>
                      <span>
                        {display.views.map((view) => t(`displays.view-${view}`)).join(' · ')} ·{' '}
                        {t('displays.distance', { metres: display.distance })}
                      </span>
                      <a href={address} target="_blank" rel="noreferrer">
                        {t('displays.open')}
                      </a>
                      <CopyButton text={address} label={t('displays.copy')} />
                    </li>
                  );
                })}
              </ul>
            )
          }
        </LoadedView>
        <p className="c-note">{t('displays.how')}</p>
      </section>
    </>
  );
}

const POLL_MS = 3000;

/** Screens that show a code and wait: whoever reads the code off the screen lets it in. */
export function Pairings({ displays }: { readonly displays: readonly string[] }) {
  const { t, locale } = useText();
  const pairings = useApi('/api/v1/pairings', pairingListSchema);
  const now = useServerNow(1000) ?? 0;
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const { reload } = pairings;
  useEffect(() => {
    const timer = setInterval(reload, POLL_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const approve = async (id: string, display: string) => {
    const result = await api(`/api/v1/pairings/${encodeURIComponent(id)}/approve`, {
      method: 'POST',
      body: { display },
    });
    if (result.ok) showToast('done', t('displays.approved', { display }));
    else showToast('failed', problemText(t, result.problem));
    reload();
  };
  return (
    <section className="c-card" aria-labelledby="c-pairings">
      <h2 id="c-pairings">{t('displays.waiting')}</h2>
      <LoadedView loaded={pairings}>
        {({ items }) => (
          <ul className="c-rows-plain">
            {items.map((pairing) => {
              const wanted =
                pairing.display !== null && displays.includes(pairing.display)
                  ? pairing.display
                  : displays[0];
              const display = chosen[pairing.id] ?? wanted ?? '';
              return (
                <li key={pairing.id}>
                  <b className="c-code">{pairing.code}</b>
                  <span>{ago(pairing.createdAt, now, locale)}</span>
                  <label className="c-field">
                    <span>{t('displays.as')}</span>
                    <select
                      value={display}
                      onChange={(event) => setChosen({ ...chosen, [pairing.id]: event.target.value })}
                    >
                      {displays.map((id) => (
                        <option key={id} value={id}>
                          {id}
                        </option>
                      ))}
                    </select>
                  </label>
                  <button
                    type="button"
                    className="c-primary"
                    disabled={display === ''}
                    onClick={() => void approve(pairing.id, display)}
                  >
                    {t('displays.approve')}
                  </button>
                </li>
              );
            })}
            {items.length === 0 ? <li className="c-note">{t('displays.noneWaiting')}</li> : null}
          </ul>
        )}
      </LoadedView>
    </section>
  );
}
