import { type FormEvent, useState } from 'react';
import type { IncidentItem } from '../../../shared/incident.ts';
import type { Command } from '../../../shared/stream.ts';
import { whenOf } from '../../format/instant.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useZone } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { addDays, inputMs, instantText, localDate, localInput } from '../shell/zoned.ts';

const MINUTE = 60_000;
const LONGEST_MS = 7 * 24 * 60 * MINUTE;

/** Until when to keep quiet: common spans, or any time within seven days. */
export function SnoozeDialog({
  item,
  onClose,
  send,
}: {
  readonly item: IncidentItem;
  readonly onClose: () => void;
  readonly send: (command: Command) => Promise<boolean>;
}) {
  const { t, locale } = useText();
  const zone = useZone();
  const now = useServerNow(MINUTE) ?? Date.parse(item.lastEventAt);
  const [custom, setCustom] = useState(() => localInput(now + 2 * 60 * MINUTE, zone));
  const tomorrow = inputMs(`${addDays(localDate(now, zone), 1)}T09:00`, zone) ?? now + 12 * 60 * MINUTE;
  const until = async (ms: number) => {
    if (await send({ type: 'snooze', incident: item.id, version: item.version, until: instantText(ms) }))
      onClose();
  };
  const customMs = inputMs(custom, zone);
  const isValid = customMs !== null && customMs > now && customMs <= now + LONGEST_MS;
  return (
    <Dialog title={t('snooze.title', { number: item.number })} onClose={onClose}>
      <p className="c-quote">{item.summary}</p>
      <div className="c-buttons">
        {[15, 60, 240].map((minutes) => (
          <button key={minutes} type="button" onClick={() => void until(now + minutes * MINUTE)}>
            {t(`snooze.for${minutes}`)}
          </button>
        ))}
        <button type="button" onClick={() => void until(tomorrow)}>
          {t('snooze.until', { time: whenOf(tomorrow, now, zone, locale) })}
        </button>
      </div>
      <form
        className="c-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (isValid) void until(customMs);
        }}
      >
        <label>
          <span>{t('snooze.custom', { zone })}</span>
          <input type="datetime-local" value={custom} onChange={(event) => setCustom(event.target.value)} />
        </label>
        {isValid ? null : <p className="c-note">{t('snooze.range')}</p>}
        <button type="submit" className="c-primary" disabled={!isValid}>
          {t('act.snooze')}
        </button>
      </form>
      <p className="c-note">{t('snooze.what')}</p>
    </Dialog>
  );
}
