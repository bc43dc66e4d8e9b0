import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { URGENCIES, type Urgency } from '../../../shared/words.ts';
import { api, type Problem } from '../../session/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { showToast } from '../shell/notices-store.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useDirectory } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';

/** An incident by hand, for what no tool has seen. */
export function RaiseDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  const { t: common } = useTranslation('common');
  const { services } = useDirectory();
  const list = Object.entries(services).sort(([, a], [, b]) => a.name.localeCompare(b.name));
  const [service, setService] = useState(list[0]?.[0] ?? '');
  const [summary, setSummary] = useState('');
  const [urgency, setUrgency] = useState<Urgency>('high');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const result = await api('/api/v1/incidents', {
      method: 'POST',
      body: { service, summary: summary.trim(), urgency },
    });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    showToast('done', t('raise.done'));
    onClose();
  };
  return (
    <Dialog title={t('raise.title')} onClose={onClose}>
      <form className="c-form" onSubmit={(event) => void submit(event)}>
        <label>
          <span>{t('raise.summary')}</span>
          <input
            value={summary}
            maxLength={1000}
            onChange={(event) => setSummary(event.target.value)}
            autoFocus
          />
        </label>
        <label>
          <span>{t('col.service')}</span>
          <select value={service} onChange={(event) => setService(event.target.value)}>
            {list.map(([id, each]) => (
              <option key={id} value={id}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t('col.urgency')}</span>
          <select value={urgency} onChange={(event) => setUrgency(event.target.value as Urgency)}>
            {URGENCIES.map((each) => (
              <option key={each} value={each}>
                {common(`urgency.${each}`)}
              </option>
            ))}
          </select>
        </label>
        {problem === null ? null : <ProblemNote problem={problem} />}
        <button
          type="submit"
          className="c-primary"
          disabled={isBusy || service === '' || summary.trim() === ''}
        >
          {t('raise.go')}
        </button>
        <p className="c-note">{t('raise.what')}</p>
      </form>
    </Dialog>
  );
}
