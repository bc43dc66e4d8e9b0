import { once } from 'node:events';
import { expect, it } from 'vitest';
import { lockDataDir } from '../../../src/server/adapters/storage/data-dir-lock.ts';
import { DataDirInUseError } from '../../../src/server/adapters/storage/storage-errors.ts';
import { childScript, said } from './child-process.ts';
import { dataDir } from './storage-dir.ts';

const HOLD = `(await load('data-dir-lock.ts')).lockDataDir(args[0]); console.log('locked'); setInterval(() => {}, 1000);`;

it('[STO33] one process holds a data folder; a second is refused until it lets go', () => {
  const dir = dataDir();
  const lock = lockDataDir(dir);
  expect(() => lockDataDir(dir)).toThrow(DataDirInUseError);
  expect(() => lockDataDir(dir)).toThrow(dir);
  lock.release();
  lock.release();
  lockDataDir(dir).release();
});

it('[STO33] another process is refused, and a kill -9 releases the folder at once', async () => {
  const dir = dataDir();
  const holder = childScript(HOLD, dir);
  await said(holder, 'locked');
  expect(() => lockDataDir(dir)).toThrow(DataDirInUseError);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  lockDataDir(dir).release();
});
