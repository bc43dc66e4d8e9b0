import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while holding a lock folder, so that two commands started together build once.
 * A lock whose owner is dead is taken over; a living one is waited for, `timeoutMs` at most.
 */
export async function withLock(path, work, timeoutMs = 180_000) {
  mkdirSync(dirname(path), { recursive: true });
  const until = Date.now() + timeoutMs;
  while (!tryLock(path)) {
    if (!ownerLives(path)) rmSync(path, { recursive: true, force: true });
    else if (Date.now() > until)
      throw new Error(`another build holds ${path} for more than ${timeoutMs / 1000} s`);
    else await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function tryLock(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(path, 'pid'), String(process.pid));
  return true;
}

function ownerLives(path) {
  let pid;
  try {
    pid = Number(readFileSync(join(path, 'pid'), 'utf8'));
  } catch {
    // Made this very moment: its owner has not written yet.
    return true;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
