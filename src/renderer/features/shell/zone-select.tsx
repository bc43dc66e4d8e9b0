import { useZone } from './use-floor.ts';
import { useText } from './use-text.ts';

/** The zones worth offering: the floor's, this machine's, UTC, and the one chosen. */
export function zoneChoices(floorZone: string, chosen: string): readonly string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([floorZone, own, 'UTC', chosen])];
}

/** True for a zone this browser knows. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export function ZoneSelect({
  zone,
  onZone,
}: {
  readonly zone: string;
  readonly onZone: (zone: string) => void;
}) {
  const { t } = useText();
  const floorZone = useZone();
  const all = Intl.supportedValuesOf('timeZone');
  const near = zoneChoices(floorZone, zone);
  return (
    <label className="c-field">
      <span>{t('zone')}</span>
      <select value={zone} onChange={(event) => onZone(event.target.value)}>
        <optgroup label={t('zoneNear')}>
          {near.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </optgroup>
        <optgroup label={t('zoneAll')}>
          {all
            .filter((each) => !near.includes(each))
            .map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
        </optgroup>
      </select>
    </label>
  );
}
