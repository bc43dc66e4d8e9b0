import { type Reason, reason } from '../../shared/reason.ts';
import type { Refusal } from '../sources/source.ts';
import { UndoneError } from './runner.ts';

/** Words for a job that was not done. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof UndoneError)) throw error;
  const why = (code: string, text: string): Reason => reason(code, text, {});
  switch (error.undone) {
    case 'overload':
    case 'stopping':
      return { kind: 'overload', reason: why('ING41', error.message) };
    case 'storage':
      return { kind: 'storage', reason: why('STO50', error.message) };
    case 'internal':
      return { kind: 'storage', reason: why('ING42', error.message) };
  }
}
