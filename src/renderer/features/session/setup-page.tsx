import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { z } from 'zod';
import { setupChoiceSchema, signedInSchema } from '../../../shared/api/session.ts';
import { api, type Problem } from '../../session/api.ts';
import { forgetSetup, writeToken } from '../../session/token.ts';
import { navigate } from '../shell/navigation-store.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useText } from '../shell/use-text.ts';

type Choice = z.infer<typeof setupChoiceSchema>;
const isSpent = (problem: Problem) => [401, 403, 404, 410].includes(problem.status);

/** First start, first question: who are you. The link makes the first admin, or signs in one of the config's, once. */
export function SetupPage({ setup }: { readonly setup: string }) {
  const { t } = useText();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const init = { method: 'POST', body: { setup }, token: null, signal: abort.signal } as const;
    void api('/api/v1/setup/look', { ...init, schema: setupChoiceSchema }).then((result) => {
      if (abort.signal.aborted) return;
      if (result.ok) setChoice(result.value);
      else setProblem(result.problem);
    });
    return () => abort.abort();
  }, [setup]);

  const use = async (who: { readonly name: string } | { readonly user: string }) => {
    setBusy(true);
    setProblem(null);
    const init = { method: 'POST', body: { setup, ...who }, token: null } as const;
    const result = await api('/api/v1/setup', { ...init, schema: signedInSchema });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    forgetSetup();
    navigate('user' in who ? { page: 'incidents' } : { page: 'welcome' });
    writeToken(result.value.token);
  };
  const trouble = problem === null ? null : isSpent(problem) ? <Spent /> : <ProblemNote problem={problem} />;
  return (
    <main className="c-door">
      <h1>Watchfloor</h1>
      {choice === null ? (
        <div className="c-form">{trouble ?? <p role="status">{t('loading')}</p>}</div>
      ) : choice.admins.length > 0 ? (
        <ChooseAdmin choice={choice} isBusy={isBusy} onUse={(user) => void use({ user })}>
          {trouble}
        </ChooseAdmin>
      ) : choice.mayCreate ? (
        <MakeAdmin isBusy={isBusy} onUse={(name) => void use({ name })}>
          {trouble}
        </MakeAdmin>
      ) : (
        <div className="c-form">
          <h2>{t('setup.noAdmin')}</h2>
          <p>{t('setup.noAdminHow')}</p>
        </div>
      )}
    </main>
  );
}

interface FormProps {
  readonly isBusy: boolean;
  readonly onUse: (who: string) => void;
  readonly children: ReactNode;
}

/** The config has admins, but nobody can sign in as one: whoever is at this machine says which of them they are. */
function ChooseAdmin({ choice, isBusy, onUse, children }: FormProps & { readonly choice: Choice }) {
  const { t } = useText();
  return (
    <div className="c-form">
      <h2>{t('setup.choose')}</h2>
      <p>{t('setup.chooseHow')}</p>
      <ul className="c-rows-plain">
        {choice.admins.map((admin) => (
          <li key={admin.id}>
            <span>
              <b>{admin.name}</b> <span className="c-id">{admin.id}</span>
            </span>
            <button type="button" disabled={isBusy} onClick={() => onUse(admin.id)}>
              {t('setup.thatIsMe')}
            </button>
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}

function MakeAdmin({ isBusy, onUse, children }: FormProps) {
  const { t } = useText();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onUse(name.trim());
  };
  return (
    <form onSubmit={submit} className="c-form">
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
      {children}
      <button type="submit" className="c-primary" disabled={isBusy || name.trim() === ''}>
        {t('continue')}
      </button>
    </form>
  );
}

function Spent() {
  const { t } = useText();
  return (
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
  );
}
