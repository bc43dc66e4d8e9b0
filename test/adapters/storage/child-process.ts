import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';

const STORAGE = new URL('../../../src/server/adapters/storage/', import.meta.url).href;

/** A Node process that runs `source`, in which `load(file)` imports a storage module and `args` are its arguments. */
export function childScript(source: string, ...args: readonly string[]): ChildProcess {
  const script = `const load = (file) => import(${JSON.stringify(STORAGE)} + file); const args = process.argv.slice(1);
    ${source}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Waits until the child says `word` on a line of its own. */
export async function said(child: ChildProcess, word: string): Promise<void> {
  let text = '';
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.split('\n').includes(word)) return;
  }
  throw new Error(`the child ended without saying ${word}: ${text}`);
}

/** Waits for the child's end, which must be by SIGKILL. */
export async function killedAt(child: ChildProcess): Promise<void> {
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}
