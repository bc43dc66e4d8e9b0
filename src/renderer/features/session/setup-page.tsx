import { type FormEvent, useState } from 'react';
import { signedInSchema } from '../../../shared/api/session.ts';
import { api, type Problem } from '../../session/api.ts';
import { forgetSetup, writeToken } from '../../session/token.ts';
import { navigate } from '../shell/navigation-store.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useText } from '../shell/use-text.ts';

/** First start, first question: who are you. The setup link makes the first admin, once. */
export function SetupPage({ setup }: { readonly setup: string }) {
  const { t } = useText();
  const [name, setName] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const result = await api('/api/v1/setup', {
      method: 'POST',
      body: { setup, name: name.trim() },
      schema: signedInSchema,
      token: null,
    });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    forgetSetup();
    navigate({ page: 'welcome' });
    writeToken(result.value.token);
  };
  const isSpent = problem !== null && [401, 403, 404, 409, 410].includes(problem.status);
  return (
    <main className="c-door">
      <h1>Watchfloor</h1>
      <form onSubmit={(event) => void submit(event)} className="c-form">
        <p className="c-step-count">{t('start.step', { step: 1, steps: 4 })}</p>
        <h2>{t('start.who')}</h2>
        <p>{t('start.whoHow')}</p>
        <label>
          <span>{t('start.name')}</span>
          <input
            value={name}
            autoComplete="name"
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
            // biome-ignore lint/a11y/noAutofocus: the only thing to do on this page
            autoFocus
          />
        </label>
        {problem === null ? null : isSpent ? (
          <div className="c-problem" role="alert">
            <span>{t('start.linkSpent')}</span>
            <button
              type="button"
              onClick={() => {
                forgetSetup();
                location.reload();
              }}
            >
              {t('signIn.title')}
            </button>
          </div>
        ) : (
          <ProblemNote problem={problem} />
        )}
        <button type="submit" className="c-primary" disabled={isBusy || name.trim() === ''}>
          {t('continue')}
        </button>
      </form>
    </main>
  );
}
