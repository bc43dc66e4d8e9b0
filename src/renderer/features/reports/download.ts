import { type Problem, problemOf } from '../../session/api.ts';
import { readToken } from '../../session/token.ts';

/** Saves what `path` answers as a file: a link cannot carry the token. Gives the refusal, or null when it was saved. */
export async function download(path: string, name: string): Promise<Problem | null> {
  try {
    const response = await fetch(path, {
      headers: { authorization: `Bearer ${readToken() ?? ''}` },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(60_000),
    });
    if (!response.ok) {
      const text = await response.text();
      let body: unknown = null;
      try {
        body = JSON.parse(text);
      } catch {
        // Not a problem document: the status says what there is to say.
      }
      return problemOf(response.status, response.statusText, body);
    }
    const url = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return null;
  } catch (error) {
    return { status: 0, code: 'offline', title: 'offline', detail: String(error), problems: [] };
  }
}
