import { useTranslation } from 'react-i18next';
import type { NotificationRule } from '../../../shared/config/user.ts';
import { durationMs } from '../../../shared/duration.ts';
import { URGENCIES } from '../../../shared/words.ts';
import { clockDuration } from '../../format/duration.ts';
import { useDirectory } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { Checks } from './checks.tsx';
import { type Draft, isLong, minutes, newRule, replaced, toggled, withWhen } from './profile-draft.ts';

const DELAYS = [0, 1, 2, 3, 5, 10, 15, 30, 60];

/** By which contact, for what, how long after: every rule that fits counts; where none does, all contacts do. */
export function RuleList({
  draft,
  onDraft,
}: {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}) {
  const { t } = useText();
  const rules = draft.notificationRules;
  const set = (index: number, rule: NotificationRule | null) =>
    onDraft({ ...draft, notificationRules: replaced(rules, index, rule) });
  return (
    <section className="c-card" aria-labelledby="c-rules">
      <header className="c-page-head">
        <h2 id="c-rules">{t('mine.rules')}</h2>
        <button
          type="button"
          disabled={draft.contacts.length === 0}
          onClick={() => onDraft({ ...draft, notificationRules: [...rules, newRule(draft)] })}
        >
          {t('mine.addRule')}
        </button>
      </header>
      <p className="c-note">{t('mine.rulesHow')}</p>
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no id; their place is what people call them by
        <Rule key={index} number={index + 1} rule={rule} draft={draft} onRule={(next) => set(index, next)} />
      ))}
    </section>
  );
}

function Rule({
  number,
  rule,
  draft,
  onRule,
}: {
  readonly number: number;
  readonly rule: NotificationRule;
  readonly draft: Draft;
  readonly onRule: (rule: NotificationRule | null) => void;
}) {
  const { t } = useText();
  const { t: common } = useTranslation('common');
  const { services } = useDirectory();
  const { when } = rule;
  const contacts = draft.contacts.map((contact) => contact.id);
  const known = Object.keys(services);
  return (
    <fieldset className="c-plain-set">
      <legend>{t('mine.rule', { number })}</legend>
      {isLong(when) ? (
        <>
          <p className="c-note">{t('mine.longRule')}</p>
          <pre className="c-id">{JSON.stringify(when)}</pre>
        </>
      ) : (
        <>
          <Checks
            label={t('mine.urgencies')}
            all={URGENCIES.map((urgency) => ({ id: urgency, name: common(`urgency.${urgency}`) }))}
            chosen={when.urgency ?? []}
            onChosen={(id, isOn) =>
              onRule(
                withWhen(
                  rule,
                  'urgency',
                  URGENCIES.filter((one) => (one === id ? isOn : when.urgency?.includes(one))),
                ),
              )
            }
          />
          <Checks
            label={t('mine.services')}
            all={known.map((id) => ({ id, name: services[id]?.name ?? id }))}
            chosen={when.service ?? []}
            onChosen={(id, isOn) =>
              onRule(withWhen(rule, 'service', toggled(known, when.service ?? [], id, isOn)))
            }
          />
        </>
      )}
      <Checks
        label={t('mine.notify')}
        all={contacts.map((id) => ({ id, name: id }))}
        chosen={rule.notify}
        onChosen={(id, isOn) => onRule({ ...rule, notify: toggled(contacts, rule.notify, id, isOn) })}
      />
      <div className="c-buttons">
        <Delay after={rule.after} onAfter={(after) => onRule({ ...rule, after })} />
        <button type="button" onClick={() => onRule(null)}>
          {t('remove')}
        </button>
      </div>
    </fieldset>
  );
}

/** The wait before a contact is used; one the list does not have is kept as it is. */
function Delay({ after, onAfter }: { readonly after: string; readonly onAfter: (after: string) => void }) {
  const { t } = useText();
  const ms = durationMs(after);
  const isOther = !DELAYS.some((count) => count * 60_000 === ms);
  return (
    <label className="c-field">
      <span>{t('mine.after')}</span>
      <select
        value={isOther ? after : minutes(ms / 60_000)}
        onChange={(event) => onAfter(event.target.value)}
      >
        {isOther ? <option value={after}>{clockDuration(ms)}</option> : null}
        {DELAYS.map((count) => (
          <option key={count} value={minutes(count)}>
            {count === 0 ? t('mine.atOnce') : t('mine.minutes', { count })}
          </option>
        ))}
      </select>
    </label>
  );
}
