import { useState } from 'react';
import { type SavedDryRun, savedDryRunListSchema } from '../../../shared/api/dry-run.ts';
import { api } from '../../session/api.ts';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { LoadedView } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useFloor, useMay } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { Differences } from './differences.tsx';

/** Saved dry runs with what they say now. `round` counts what was saved beside. */
export function SavedList({
  round,
  onOpen,
}: {
  readonly round: number;
  readonly onOpen: (saved: SavedDryRun) => void;
}) {
  const { t } = useText();
  const [changes, setChanges] = useState(0);
  // A change of the config says so in the notices: the list is read again then.
  const differing = useFloor(
    (floor) => floor.notices.find(({ kind }) => kind === 'dry-runs-differ')?.from ?? '',
  );
  const list = useApi(`/api/v1/dry-runs#${round} ${changes} ${differing}`, savedDryRunListSchema);
  const change = async (method: 'POST' | 'DELETE', path: string, done: string) => {
    const result = await api(`/api/v1/dry-runs/${path}`, { method });
    if (result.ok) showToast('done', t(done));
    else showToast('failed', problemText(t, result.problem));
    setChanges((n) => n + 1);
  };
  return (
    <section className="c-card" aria-labelledby="c-dry-saved">
      <h2 id="c-dry-saved">{t('dryRun.saved')}</h2>
      <p className="c-note">{t('dryRun.savedWhat')}</p>
      <LoadedView loaded={list}>
        {({ items }) => (
          <ul className="c-rows-plain">
            {items.map((one) => (
              <Saved
                key={one.id}
                one={one}
                onOpen={() => onOpen(one)}
                onAccept={() =>
                  void change('POST', `${encodeURIComponent(one.id)}/accept`, 'dryRun.accepted')
                }
                onRemove={() => void change('DELETE', encodeURIComponent(one.id), 'dryRun.removed')}
              />
            ))}
          </ul>
        )}
      </LoadedView>
    </section>
  );
}

function Saved({
  one,
  onOpen,
  onAccept,
  onRemove,
}: {
  readonly one: SavedDryRun;
  readonly onOpen: () => void;
  readonly onAccept: () => void;
  readonly onRemove: () => void;
}) {
  const { t } = useText();
  const mayChange = useMay('lead');
  const { name, input, state } = one;
  const { wall, zone, occurrence } = input.time;
  return (
    <li>
      <span>
        <b>{name}</b>{' '}
        <small className="c-note">
          {wall.replace('T', ' ')} · {zone}
          {occurrence === 'second' ? ` · ${t('dryRun.second')}` : ''}
        </small>
      </span>
      <b className={`c-mark c-dry-state-${state.state}`}>{t(`dryRun.state-${state.state}`)}</b>
      <span className="c-buttons">
        <button type="button" onClick={onOpen}>
          {t('dryRun.fill')}
        </button>
        {mayChange && state.state !== 'same' ? (
          <button type="button" onClick={onAccept} disabled={state.state === 'broken'}>
            {t('dryRun.accept')}
          </button>
        ) : null}
        {mayChange ? (
          <button type="button" onClick={onRemove}>
            {t('remove')}
          </button>
        ) : null}
      </span>
      {state.problem === null ? null : <p className="c-warn-text c-dry-wide">{state.problem}</p>}
      {state.diff.length === 0 ? null : (
        <div className="c-dry-wide">
          <Differences diff={state.diff} />
        </div>
      )}
    </li>
  );
}
