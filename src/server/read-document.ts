import { readFileSync } from 'node:fs';
import { StartRefused } from './start-refused.ts';

/** A config document named by a setting; throws `StartRefused` when it cannot be read or is no JSON. */
export function readDocument(path: string | null): { path: string; document: unknown } | null {
  if (path === null) return null;
  const refuse = (message: string): never => {
    throw new StartRefused(path, [{ path: '(file)', message }]);
  };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(`cannot be read: ${(error as Error).message}`);
  }
  try {
    return { path, document: JSON.parse(text) };
  } catch (error) {
    return refuse(`is not JSON: ${(error as Error).message}`);
  }
}
