import { type FormEvent, useState } from 'react';
import { maintenanceItemSchema } from '../../../shared/api/quiet.ts';
import { useLiveLink, useServerNow } from '../../live/live-hooks.ts';
import { api, type Problem } from '../../session/api.ts';
import { showToast } from '../shell/notices-store.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useNames, useZone } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import {
  draftBody,
  draftProblems,
  type FieldProblems,
  newDraft,
  QUICK_MINUTES,
  quickBody,
  refusedFields,
} from './maintenance-draft.ts';
import { MaintenanceMore } from './maintenance-more.tsx';
import { ServicePicker } from './service-picker.tsx';

/** Starts a maintenance: a service, a length, done; whatever else it may be stands under "more". */
export function MaintenanceForm({
  services,
  onDone,
}: {
  readonly services: readonly string[];
  readonly onDone: () => void;
}) {
  const { t, locale } = useText();
  const zone = useZone();
  const names = useNames(locale);
  const { store } = useLiveLink();
  const now = useServerNow(1000) ?? 0;
  const [draft, setDraft] = useState(() => newDraft(services, zone));
  const [isMore, setMore] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const mine = isMore ? draftProblems(draft, now) : {};
  const hasProblems = Object.keys(mine).length > 0;
  const wrong: FieldProblems = {
    ...(problem === null ? {} : refusedFields(problem)),
    ...Object.fromEntries(Object.entries(mine).map(([field, key]) => [field, t(`maint.wrong.${key}`)])),
  };
  const change = (part: Partial<typeof draft>) => {
    setProblem(null);
    setDraft({ ...draft, ...part });
  };
  const send = async (body: ReturnType<typeof quickBody>) => {
    setBusy(true);
    const result = await api('/api/v1/maintenance', { method: 'POST', body, schema: maintenanceItemSchema });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    const [first = '', ...rest] = draft.services.map(names.service);
    const name = rest.length === 0 ? first : `${first} +${rest.length}`;
    const { state } = result.value;
    if (state === 'over') showToast('failed', t('maint.never', { name }));
    else showToast('done', t(state === 'active' ? 'maint.started' : 'maint.planned', { name }));
    setDraft(newDraft([], zone));
    setMore(false);
    onDone();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isMore && !hasProblems) void send(draftBody(draft, store.serverNow() ?? now));
  };
  return (
    <form className="c-form c-maint-form" onSubmit={submit}>
      <ServicePicker chosen={draft.services} onChange={(chosen) => change({ services: chosen })} />
      {wrong.services === undefined || (draft.services.length === 0 && problem === null) ? null : (
        <p className="c-wrong" role="alert">
          {wrong.services}
        </p>
      )}
      {isMore ? (
        <MaintenanceMore draft={draft} now={now} wrong={wrong} onChange={change} />
      ) : (
        <fieldset className="c-buttons c-plain-set">
          <legend>{t('maint.howLong')}</legend>
          {QUICK_MINUTES.map((minutes) => (
            <button
              key={minutes}
              type="button"
              className="c-primary"
              disabled={isBusy || draft.services.length === 0}
              onClick={() => void send(quickBody(draft.services, minutes))}
            >
              {t('maint.minutes', { n: minutes })}
            </button>
          ))}
          <button type="button" onClick={() => setMore(true)}>
            {t('maint.more')}
          </button>
        </fieldset>
      )}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {isMore ? (
        <div className="c-buttons">
          <button type="submit" className="c-primary" disabled={isBusy || hasProblems}>
            {t(draft.from === '' ? 'maint.go' : 'maint.plan')}
          </button>
          <button type="button" onClick={() => setMore(false)}>
            {t('maint.less')}
          </button>
        </div>
      ) : (
        <p className="c-note">{t('maint.what')}</p>
      )}
    </form>
  );
}
