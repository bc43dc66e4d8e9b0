import { type FormEvent, useState } from 'react';
import type { IncidentItem } from '../../../shared/incident.ts';
import { whenOf } from '../../format/instant.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useZone } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { addDays, inputMs, instantText, localDate, localInput } from '../shell/zoned.ts';

const MINUTE = 60_000;
/** The longest that the server takes (SUP15). */
const LONGEST_MS = 7 * 24 * 60 * MINUTE;

/** Until when to close incidents and keep their keys quiet, and why. */
export function ShelveDialog({
  items,
  onClose,
  onDecide,
}: {
  readonly items: readonly IncidentItem[];
  readonly onClose: () => void;
  readonly onDecide: (until: string, note: string) => void;
}) {
  const { t, locale } = useText();
  const zone = useZone();
  const [first] = items;
  const now = useServerNow(MINUTE) ?? Date.parse(first?.lastEventAt ?? '');
  const [note, setNote] = useState('');
  const [custom, setCustom] = useState(() => localInput(now + 2 * 60 * MINUTE, zone));
  const tomorrow = inputMs(`${addDays(localDate(now, zone), 1)}T09:00`, zone) ?? now + 12 * 60 * MINUTE;
  const until = (ms: number) => onDecide(instantText(ms), note.trim());
  const customMs = inputMs(custom, zone);
  const isValid = customMs !== null && customMs > now && customMs <= now + LONGEST_MS;
  return (
    <Dialog
      title={
        items.length === 1 && first !== undefined
          ? t('shelve.title', { number: first.number })
          : t('shelve.many', { count: items.length })
      }
      onClose={onClose}
    >
      {items.length === 1 && first !== undefined ? <p className="c-quote">{first.summary}</p> : null}
      <p className="c-note">{t('shelve.what')}</p>
      <form
        className="c-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (isValid) until(customMs);
        }}
      >
        <label>
          <span>{t('shelve.note')}</span>
          <input value={note} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
        </label>
        <div className="c-buttons">
          {[60, 240, 480].map((minutes) => (
            <button key={minutes} type="button" onClick={() => until(now + minutes * MINUTE)}>
              {t(`shelve.for${minutes}`)}
            </button>
          ))}
          <button type="button" onClick={() => until(tomorrow)}>
            {t('snooze.until', { time: whenOf(tomorrow, now, zone, locale) })}
          </button>
        </div>
        <label>
          <span>{t('snooze.custom', { zone })}</span>
          <input type="datetime-local" value={custom} onChange={(event) => setCustom(event.target.value)} />
        </label>
        {isValid ? null : <p className="c-note">{t('snooze.range')}</p>}
        <button type="submit" className="c-primary" disabled={!isValid}>
          {t('act.shelve')}
        </button>
      </form>
    </Dialog>
  );
}
