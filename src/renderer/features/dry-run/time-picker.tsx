import { useServerNow } from '../../live/live-hooks.ts';
import { useText } from '../shell/use-text.ts';
import { ZoneSelect } from '../shell/zone-select.tsx';
import { beforeClockChange, comingHour, isRepeated, localInput } from '../shell/zoned.ts';
import type { Draft } from './draft.ts';

/** Hour of the quick choice "tonight": when rooms are thinnest. */
const NIGHT = 3;

/** A wall-clock time in a zone, with the times people ask about first. */
export function TimePicker({
  draft,
  onChange,
}: {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}) {
  const { t } = useText();
  const now = useServerNow(60_000) ?? 0;
  const { wall, zone, occurrence } = draft;
  const change = beforeClockChange(now, zone);
  const set = (text: string) => onChange({ wall: text, occurrence: 'first' });
  return (
    <fieldset className="c-plain-set">
      <legend>{t('dryRun.when')}</legend>
      <div className="c-buttons">
        <label className="c-field">
          <span>{t('dryRun.wall')}</span>
          <input type="datetime-local" value={wall} onChange={(event) => set(event.target.value)} />
        </label>
        <ZoneSelect zone={zone} onZone={(next) => onChange({ zone: next, occurrence: 'first' })} />
        {isRepeated(wall, zone) ? (
          <label className="c-field">
            <span>{t('dryRun.twice')}</span>
            <select
              value={occurrence}
              onChange={(event) => onChange({ occurrence: event.target.value as Draft['occurrence'] })}
            >
              <option value="first">{t('dryRun.first')}</option>
              <option value="second">{t('dryRun.second')}</option>
            </select>
          </label>
        ) : null}
      </div>
      <div className="c-buttons">
        <button type="button" className="c-chip" onClick={() => set(localInput(now, zone))}>
          {t('dryRun.now')}
        </button>
        <button type="button" className="c-chip" onClick={() => set(comingHour(now, NIGHT, zone))}>
          {t('dryRun.tonight')}
        </button>
        <button
          type="button"
          className="c-chip"
          disabled={change === null}
          title={change === null ? t('dryRun.noChange') : undefined}
          onClick={() => change !== null && set(change)}
        >
          {t('dryRun.clockChange')}
        </button>
      </div>
    </fieldset>
  );
}
