import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { atEndSchema } from '../../../shared/config/maintenance.ts';
import { daySchema, URGENCIES } from '../../../shared/words.ts';
import { UrgencyLabel } from '../../ui/urgency-mark.tsx';
import { useText } from '../shell/use-text.ts';
import { ZoneSelect } from '../shell/zone-select.tsx';
import { localInput } from '../shell/zoned.ts';
import {
  type Field,
  type FieldProblems,
  type MaintenanceDraft,
  PERIODS,
  UNITS,
} from './maintenance-draft.ts';

const HOUR = 3_600_000;
const toggled = <T,>(list: readonly T[], value: T): T[] =>
  list.includes(value) ? list.filter((each) => each !== value) : [...list, value];

interface Props {
  readonly draft: MaintenanceDraft;
  readonly now: number;
  readonly wrong: FieldProblems;
  readonly onChange: (part: Partial<MaintenanceDraft>) => void;
}

/** When exactly, again when, what is told all the same, and what becomes of the rest. */
export function MaintenanceMore({ draft, now, wrong, onChange }: Props) {
  const { t } = useText();
  return (
    <>
      <div className="c-maint-grid">
        <fieldset className="c-plain-set">
          <legend>{t('maint.begins')}</legend>
          <div className="c-segments">
            <Choice isOn={draft.from === ''} label={t('maint.now')} onClick={() => onChange({ from: '' })} />
            <Choice
              isOn={draft.from !== ''}
              label={t('maint.at')}
              onClick={() => draft.from === '' && onChange({ from: localInput(now + HOUR, draft.zone) })}
            />
          </div>
          {draft.from === '' ? null : (
            <input
              type="datetime-local"
              aria-label={t('maint.begins')}
              value={draft.from}
              onChange={(event) => onChange({ from: event.target.value })}
            />
          )}
          <Wrong wrong={wrong} field="from" />
        </fieldset>
        <fieldset className="c-plain-set">
          <legend>{t('maint.ends')}</legend>
          <div className="c-segments">
            <Choice
              isOn={draft.ends === 'after'}
              label={t('maint.after')}
              onClick={() => onChange({ ends: 'after' })}
            />
            <Choice
              isOn={draft.ends === 'at'}
              label={t('maint.at')}
              onClick={() =>
                onChange({
                  ends: 'at',
                  to: draft.to === '' ? localInput(now + 3 * HOUR, draft.zone) : draft.to,
                })
              }
            />
          </div>
          {draft.ends === 'at' ? (
            <input
              type="datetime-local"
              aria-label={t('maint.ends')}
              value={draft.to}
              onChange={(event) => onChange({ to: event.target.value })}
            />
          ) : (
            <div className="c-buttons">
              <input
                type="number"
                min={1}
                className="c-number"
                aria-label={t('maint.length')}
                value={draft.length}
                onChange={(event) => onChange({ length: event.target.value })}
              />
              <select
                aria-label={t('maint.unit')}
                value={draft.unit}
                onChange={(event) => onChange({ unit: event.target.value as MaintenanceDraft['unit'] })}
              >
                {Object.keys(UNITS).map((unit) => (
                  <option key={unit} value={unit}>
                    {t(`maint.unit-${unit}`)}
                  </option>
                ))}
              </select>
            </div>
          )}
          <Wrong wrong={wrong} field={draft.ends === 'at' ? 'to' : 'for'} />
        </fieldset>
        <ZoneSelect zone={draft.zone} onZone={(zone) => onChange({ zone })} />
        <fieldset className="c-plain-set">
          <legend>{t('maint.again')}</legend>
          <div className="c-segments">
            <Choice
              isOn={draft.every === null}
              label={t('maint.every-once')}
              onClick={() => onChange({ every: null })}
            />
            {(Object.keys(PERIODS) as (keyof typeof PERIODS)[]).map((every) => (
              <Choice
                key={every}
                isOn={draft.every === every}
                label={t(`maint.every-${every}`)}
                onClick={() => onChange({ every })}
              />
            ))}
          </div>
          <Wrong wrong={wrong} field="repeat" />
        </fieldset>
      </div>
      {draft.every === null ? null : <Again draft={draft} wrong={wrong} onChange={onChange} />}
      <fieldset className="c-plain-set">
        <legend>{t('maint.breakThrough')}</legend>
        <div className="c-buttons">
          {URGENCIES.map((urgency) => (
            <label key={urgency} className="c-check">
              <input
                type="checkbox"
                checked={draft.breakThrough.includes(urgency)}
                onChange={() => onChange({ breakThrough: toggled(draft.breakThrough, urgency) })}
              />
              <UrgencyLabel urgency={urgency} />
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset className="c-plain-set">
        <legend>{t('maint.atEnd')}</legend>
        {atEndSchema.options.map((atEnd) => (
          <label key={atEnd} className="c-check">
            <input
              type="radio"
              name="maint-at-end"
              checked={draft.atEnd === atEnd}
              onChange={() => onChange({ atEnd })}
            />
            <span>{t(`maint.atEnd-${atEnd}`)}</span>
          </label>
        ))}
      </fieldset>
      <label>
        <span>{t('maint.note')}</span>
        <input
          value={draft.note}
          maxLength={2000}
          onChange={(event) => onChange({ note: event.target.value })}
        />
        <Wrong wrong={wrong} field="note" />
      </label>
      <Wrong wrong={wrong} field="other" />
    </>
  );
}

/** On which days it comes again, and until when. */
function Again({ draft, wrong, onChange }: Omit<Props, 'now'>) {
  const { t } = useText();
  const { t: common } = useTranslation('common');
  return (
    <div className="c-maint-grid">
      <fieldset className="c-plain-set">
        <legend>{t('maint.days')}</legend>
        <div className="c-segments">
          {daySchema.options.map((day) => (
            <Choice
              key={day}
              isOn={draft.days.includes(day)}
              label={common(`weekday.${day}`)}
              onClick={() => onChange({ days: toggled(draft.days, day) })}
            />
          ))}
        </div>
      </fieldset>
      <label className="c-field">
        <span>{t('maint.until')}</span>
        <input
          type="datetime-local"
          value={draft.until}
          onChange={(event) => onChange({ until: event.target.value })}
        />
        <Wrong wrong={wrong} field="until" />
      </label>
    </div>
  );
}

function Choice({
  isOn,
  label,
  onClick,
}: {
  readonly isOn: boolean;
  readonly label: ReactNode;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className="c-chip" aria-pressed={isOn} onClick={onClick}>
      {label}
    </button>
  );
}

function Wrong({ wrong, field }: { readonly wrong: FieldProblems; readonly field: Field }) {
  const text = wrong[field];
  return text === undefined ? null : (
    <small className="c-wrong" role="alert">
      {text}
    </small>
  );
}
