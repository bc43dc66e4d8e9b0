import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { claimedPairingSchema, openedPairingSchema } from '../../../shared/api/session.ts';
import { api } from '../../session/api.ts';
import { writeToken } from '../../session/token.ts';

const ASK_EVERY_MS = 2000;
const RETRY_MS = 5000;

type State =
  | { readonly kind: 'opening' }
  | { readonly kind: 'waiting'; readonly code: string }
  /** The server was not reached or refused; it is tried again. */
  | { readonly kind: 'trouble'; readonly status: number };

/** Shows a code for somebody at a console to approve; the display's token comes as soon as they did. */
export function PairingScreen({
  display,
  wasDenied,
}: {
  readonly display: string;
  readonly wasDenied: boolean;
}): ReactElement {
  const { t } = useTranslation('wall');
  const state = usePairing(display);
  return (
    <main className="pairing">
      <h1>{t('pairing.title', { display })}</h1>
      {wasDenied && <p className="pairing__denied">{t('pairing.denied')}</p>}
      {state.kind === 'waiting' && (
        <>
          <p className="pairing__code" role="status" aria-label={[...state.code].join(' ')}>
            {state.code}
          </p>
          <p>{t('pairing.how')}</p>
        </>
      )}
      {state.kind === 'opening' && <p>{t('pairing.opening')}</p>}
      {state.kind === 'trouble' && (
        <p role="alert">
          {t(state.status === 0 ? 'pairing.offline' : 'pairing.refused', { status: state.status })}
        </p>
      )}
    </main>
  );
}

/** Opens a pairing, asks for its token until it is approved, and opens another when it has expired. */
function usePairing(display: string): State {
  const [state, setState] = useState<State>({ kind: 'opening' });
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const run = async () => {
      while (!signal.aborted) {
        const opened = await api('/api/v1/pairings', {
          method: 'POST',
          body: { display },
          schema: openedPairingSchema,
          token: null,
          signal,
        });
        if (signal.aborted) return;
        if (!opened.ok) {
          setState({ kind: 'trouble', status: opened.problem.status });
          await pause(RETRY_MS, signal);
          continue;
        }
        setState({ kind: 'waiting', code: opened.value.code });
        if (await claim(opened.value.secret, signal)) return;
        setState({ kind: 'opening' });
      }
    };
    void run();
    return () => stop.abort();
  }, [display]);
  return state;
}

/** True once the token was taken; false when this pairing is over and another is needed. */
async function claim(secret: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    await pause(ASK_EVERY_MS, signal);
    const answer = await api('/api/v1/pairings/claim', {
      method: 'POST',
      body: { secret },
      token: null,
      signal,
    });
    if (signal.aborted) return false;
    if (answer.ok && answer.status === 200) {
      const claimed = claimedPairingSchema.safeParse(answer.value);
      if (!claimed.success) return false;
      writeToken(claimed.data.token);
      return true;
    }
    // Unreachable or busy is worth waiting for; anything else means the code is gone.
    if (
      !answer.ok &&
      answer.problem.status !== 0 &&
      answer.problem.status !== 429 &&
      answer.problem.status < 500
    )
      return false;
  }
  return false;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
