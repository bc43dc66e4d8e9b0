import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './server.ts';

type Words = Readonly<Record<string, unknown>>;

/** What the console says, by the key of its catalogue. */
export function wordsOf(locale: 'en' | 'ko') {
  const path = join(ROOT, `src/renderer/i18n/${locale}/console.json`);
  const words = JSON.parse(readFileSync(path, 'utf8')) as Words;
  return (key: string, params: Readonly<Record<string, string | number>> = {}): string => {
    const found = key.split('.').reduce<unknown>((at, part) => (at as Words | undefined)?.[part], words);
    if (typeof found !== 'string') throw new Error(`no such word: ${key}`);
    return found.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
  };
}
