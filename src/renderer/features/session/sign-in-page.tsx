import { type FormEvent, useEffect, useState } from 'react';
import { signedInSchema } from '../../../shared/api/session.ts';
import { chooseLocale } from '../../i18n/setup.ts';
import { api, type Problem } from '../../session/api.ts';
import { forgetSetup, writeToken } from '../../session/token.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useText } from '../shell/use-text.ts';

/** A one-time code that came in the fragment (`/#code=…`), taken out of the address bar. */
function takeCode(): string {
  const code = new URLSearchParams(location.hash.replace(/^#/, '')).get('code') ?? '';
  if (code !== '') history.replaceState(history.state, '', location.pathname + location.search);
  return code;
}

/** Sign-in by the one-time code an admin gave out. */
export function SignInPage() {
  const { t, locale } = useText();
  const [code, setCode] = useState(takeCode);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const signIn = async (typed: string) => {
    setBusy(true);
    const result = await api('/api/v1/sign-in', {
      method: 'POST',
      body: { code: typed.trim() },
      schema: signedInSchema,
      token: null,
    });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    forgetSetup();
    writeToken(result.value.token);
  };
  // A link that was opened signs in by itself; a typed code waits for the button.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the page was opened with
  useEffect(() => {
    if (code !== '') void signIn(code);
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== '') void signIn(code);
  };
  return (
    <main className="c-door">
      <h1>Watchfloor</h1>
      <form onSubmit={submit} className="c-form">
        <h2>{t('signIn.title')}</h2>
        <p>{t('signIn.how')}</p>
        <label>
          <span>{t('signIn.code')}</span>
          <input
            value={code}
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            onChange={(event) => setCode(event.target.value)}
            // biome-ignore lint/a11y/noAutofocus: the only thing to do on this page
            autoFocus
          />
        </label>
        {problem === null ? null : problem.status === 401 ? (
          <div className="c-problem" role="alert">
            {t('signIn.wrongCode')}
          </div>
        ) : (
          <ProblemNote problem={problem} />
        )}
        <button type="submit" className="c-primary" disabled={isBusy || code.trim() === ''}>
          {t(isBusy ? 'signIn.busy' : 'signIn.go')}
        </button>
        <p className="c-note">{t('signIn.noCode')}</p>
      </form>
      <button
        type="button"
        className="c-quiet"
        lang={locale === 'ko' ? 'en' : 'ko'}
        onClick={() => chooseLocale(locale === 'ko' ? 'en' : 'ko')}
      >
        {t('nav.otherLanguage')}
      </button>
    </main>
  );
}
