import { type FormEvent, useState } from 'react';
import { type MaintenanceItem, maintenanceItemSchema } from '../../../shared/api/quiet.ts';
import { whenOf } from '../../format/instant.ts';
import { count } from '../../format/number.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { api, type Problem } from '../../session/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { showToast } from '../shell/notices-store.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useNames, useZone } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { inputMs, instantText, localInput } from '../shell/zoned.ts';
import { refusedFields } from './maintenance-draft.ts';

export type Changing = 'extend' | 'end' | 'remove';

const MINUTE = 60_000;
const LATER = [15, 30, 60] as const;

/** Asks before a maintenance is extended, ended or taken back, and says what comes of it. */
export function ChangeDialog({
  what,
  item,
  onClose,
  onDone,
}: {
  readonly what: Changing;
  readonly item: MaintenanceItem;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t, locale } = useText();
  const zone = useZone();
  const names = useNames(locale);
  const now = useServerNow(1000) ?? Date.parse(item.from);
  const end = Date.parse(item.to);
  const [to, setTo] = useState(() => localInput(end + LATER[0] * MINUTE, zone));
  const [chosen, setChosen] = useState<number | null>(LATER[0]);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const toMs = chosen === null ? inputMs(to, zone) : end + chosen * MINUTE;
  const wrong = problem === null ? {} : refusedFields(problem);
  const canSend = !isBusy && (what !== 'extend' || (toMs !== null && toMs > now && toMs !== end));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!canSend) return;
    const path = `/api/v1/maintenance/${encodeURIComponent(item.id)}`;
    setBusy(true);
    const result =
      what === 'remove'
        ? await api(path, { method: 'DELETE' })
        : what === 'end'
          ? await api(`${path}/end`, { method: 'POST', body: {}, schema: maintenanceItemSchema })
          : await api(`${path}/end`, {
              method: 'PUT',
              body: { to: instantText(toMs ?? end) },
              schema: maintenanceItemSchema,
            });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    const time = toMs === null ? '' : whenOf(toMs, now, zone, locale);
    showToast('done', t(`maint.did-${what}`, { time }));
    onDone();
  };
  const [first = '', ...rest] = item.services.map(names.service);
  return (
    <Dialog title={t(`maint.ask-${what}`)} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <p className="c-quote">
          {first}
          {rest.length === 0 ? '' : ` +${rest.length}`} — {whenOf(item.from, now, zone, locale)} –{' '}
          {whenOf(item.to, now, zone, locale)}
        </p>
        {what === 'extend' ? (
          <>
            <div className="c-segments">
              {LATER.map((minutes) => (
                <button
                  key={minutes}
                  type="button"
                  className="c-chip"
                  aria-pressed={chosen === minutes}
                  onClick={() => setChosen(minutes)}
                >
                  {t('maint.plus', { n: minutes })}
                </button>
              ))}
            </div>
            <label>
              <span>{t('maint.toTime', { zone })}</span>
              <input
                type="datetime-local"
                value={chosen === null ? to : localInput(end + chosen * MINUTE, zone)}
                onChange={(event) => {
                  setChosen(null);
                  setTo(event.target.value);
                }}
              />
            </label>
            {toMs === null || toMs <= now ? <p className="c-wrong">{t('maint.wrong.past')}</p> : null}
            {toMs !== null && toMs > now && toMs < end ? (
              <p className="c-note">{t('maint.shortens')}</p>
            ) : null}
            {wrong.to === undefined ? null : (
              <p className="c-wrong" role="alert">
                {wrong.to}
              </p>
            )}
          </>
        ) : null}
        {what === 'end' || (what === 'remove' && item.state === 'active') ? (
          <p>
            {item.hidden.keys > 0
              ? t(`maint.endWhat-${item.atEnd}`, { keys: count(item.hidden.keys, locale) })
              : t('maint.endNothing')}
            {item.paused > 0 ? ` ${t('maint.endPaused', { paused: count(item.paused, locale) })}` : ''}
          </p>
        ) : null}
        {what === 'remove' && item.repeat !== null ? <p>{t('maint.removeAll')}</p> : null}
        {what === 'end' && item.repeat !== null ? <p className="c-note">{t('maint.endOnce')}</p> : null}
        {problem === null ? null : <ProblemNote problem={problem} />}
        <div className="c-buttons">
          <button type="submit" className="c-primary" disabled={!canSend}>
            {what === 'extend'
              ? t('maint.extendTo', { time: toMs === null ? '—' : whenOf(toMs, now, zone, locale) })
              : t(`maint.${what}`)}
          </button>
          <button type="button" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
