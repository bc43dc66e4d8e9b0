import { useTranslation } from 'react-i18next';
import type { QuietHours } from '../../../shared/config/user.ts';
import { type Day, URGENCIES, WEEKDAYS } from '../../../shared/words.ts';
import { weekdayNames } from '../../format/instant.ts';
import { useText } from '../shell/use-text.ts';
import { Checks } from './checks.tsx';
import { type Draft, NEW_QUIET, replaced, toggled } from './profile-draft.ts';

/** Hours in which messages wait; an end that is not after the beginning is the next day's. */
export function QuietList({
  draft,
  onDraft,
}: {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}) {
  const { t } = useText();
  const all = draft.quietHours;
  return (
    <section className="c-card" aria-labelledby="c-quiet">
      <header className="c-page-head">
        <h2 id="c-quiet">{t('mine.quiet')}</h2>
        <button type="button" onClick={() => onDraft({ ...draft, quietHours: [...all, NEW_QUIET] })}>
          {t('mine.addQuiet')}
        </button>
      </header>
      <p className="c-note">{t('mine.quietHow')}</p>
      {all.map((quiet, index) => (
        <Quiet
          // biome-ignore lint/suspicious/noArrayIndexKey: quiet hours have no id
          key={index}
          number={index + 1}
          quiet={quiet}
          onQuiet={(next) => onDraft({ ...draft, quietHours: replaced(all, index, next) })}
        />
      ))}
    </section>
  );
}

function Quiet({
  number,
  quiet,
  onQuiet,
}: {
  readonly number: number;
  readonly quiet: QuietHours;
  readonly onQuiet: (quiet: QuietHours | null) => void;
}) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const names = weekdayNames(locale);
  const days: readonly { readonly id: Day; readonly name: string }[] = [
    ...WEEKDAYS.map((id, index) => ({ id, name: names[index] ?? id })),
    { id: 'holiday', name: t('mine.holiday') },
  ];
  const setDays = (day: Day, isOn: boolean) => {
    const { days: before, ...rest } = quiet;
    const next = toggled(
      days.map(({ id }) => id),
      before ?? [],
      day,
      isOn,
    );
    onQuiet(next.length === 0 ? rest : { ...rest, days: next });
  };
  return (
    <fieldset className="c-plain-set">
      <legend>{t('mine.quietNumber', { number })}</legend>
      <div className="c-buttons">
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className="c-field">
            <span>{t(`filter.${end}`)}</span>
            <input
              type="time"
              value={quiet[end]}
              required
              onChange={(event) => onQuiet({ ...quiet, [end]: event.target.value })}
            />
          </label>
        ))}
        <button type="button" onClick={() => onQuiet(null)}>
          {t('remove')}
        </button>
      </div>
      <Checks label={t('mine.days')} all={days} chosen={quiet.days ?? []} onChosen={setDays} />
      <Checks
        label={t('mine.except')}
        all={URGENCIES.map((id) => ({ id, name: common(`urgency.${id}`) }))}
        chosen={quiet.exceptUrgency}
        onChosen={(id, isOn) =>
          onQuiet({ ...quiet, exceptUrgency: toggled(URGENCIES, quiet.exceptUrgency, id, isOn) })
        }
      />
    </fieldset>
  );
}
