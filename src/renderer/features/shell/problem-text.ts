import type { CommandResult } from '../../../shared/stream.ts';
import type { Problem } from '../../session/api.ts';
import type { Text } from './use-text.ts';

const KNOWN = new Set([
  'offline',
  'unreadable',
  'not-live',
  'no-answer',
  'managed-by-file',
  'overload',
  'storage',
  'locked',
  'wrong-pin',
  'not-confirmed',
]);

const STATUS: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'moved-on',
  412: 'stale',
  429: 'too-many',
  503: 'overload',
};

/** What happened, that nothing was lost, and what to try; with the server's own words after it. */
function sentence(t: Text, status: number, code: string, said: string): string {
  const key = KNOWN.has(code) ? code : (STATUS[status] ?? (status >= 500 ? 'server' : 'refused'));
  const text = t(`problem.${key}`);
  const repeats = said === '' || said === code || key === 'offline' || key === 'not-live';
  return repeats ? text : `${text} (${said})`;
}

export const problemText = (t: Text, problem: Problem): string =>
  sentence(t, problem.status, problem.code, problem.detail || problem.title);

type Refusal = Extract<CommandResult, { ok: false }>['error'];
/** As `problemText`, for an answer to a command. */
export const refusalText = (
  t: Text,
  error: Pick<Refusal, 'code' | 'message'> & { readonly status: number },
): string => sentence(t, error.status, error.code, error.message);
