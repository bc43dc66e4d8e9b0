import { useEffect, useState } from 'react';
import { type Preview, previewSchema } from '../../../../shared/api/preview.ts';
import { api, type Problem } from '../../../session/api.ts';

export interface Previewed {
  /** The newest answer; stays while a newer one is on its way. */
  readonly preview: Preview | null;
  readonly problem: Problem | null;
}

/** Time without a keystroke before the server is asked. */
const PAUSE_MS = 350;

/** Asks the server how `text` would be read, a moment after the last change; nothing is asked of an empty text. */
export function usePreview(asked: Readonly<Record<string, unknown>>, text: string): Previewed {
  const [state, setState] = useState<Previewed>({ preview: null, problem: null });
  const question = text.trim() === '' ? null : JSON.stringify({ ...asked, text });
  useEffect(() => {
    if (question === null) {
      setState({ preview: null, problem: null });
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void api('/api/v1/integrations/preview', {
        method: 'POST',
        body: JSON.parse(question) as unknown,
        schema: previewSchema,
        signal: abort.signal,
      }).then((result) => {
        if (abort.signal.aborted) return;
        setState((before) =>
          result.ok
            ? { preview: result.value, problem: null }
            : { preview: before.preview, problem: result.problem },
        );
      });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [question]);
  return state;
}
