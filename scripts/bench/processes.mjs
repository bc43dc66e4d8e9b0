import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** Everything started here that still runs: ended when the bench ends, however it ends. */
const running = new Set();
const folders = new Set();

export const ADMIN_TOKEN = 'bench-admin-token-0123456789abcdef';

/** A folder of its own on the disk under test; `WATCHFLOOR_BENCH_DIR` chooses another disk. */
export function makeFolder(name) {
  const folder = mkdtempSync(join(process.env.WATCHFLOOR_BENCH_DIR ?? tmpdir(), `watchfloor-bench-${name}-`));
  folders.add(folder);
  return folder;
}

export function dropFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  child.tail = '';
  child.stderr?.on('data', (chunk) => {
    child.tail = (child.tail + chunk).slice(-4000);
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

export async function stop(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await closed;
  clearTimeout(late);
}

export async function stopAll() {
  await Promise.all([...running].map((child) => stop(child, 'SIGKILL')));
  for (const folder of folders) dropFolder(folder);
}

/** First line of stdout that `parse` makes something of; throws with what the program said when it ends before. */
export async function firstLine(child, parse, limitMs = 30_000) {
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${child.spawnargs[0]} ${why}\n${child.tail}`));
    const limit = setTimeout(() => fail(`was not ready within ${limitMs / 1000} s`), limitMs);
    child.once('close', (code) => fail(`ended with code ${code}`));
    lines.on('line', (line) => {
      const found = parse(line);
      if (found === null || found === undefined) return;
      clearTimeout(limit);
      resolve(found);
    });
  });
}

/** Waits until a URL answers 200. */
export async function untilOk(url, limitMs = 15_000) {
  const until = Date.now() + limitMs;
  for (;;) {
    try {
      const answer = await fetch(url);
      await answer.arrayBuffer();
      if (answer.status === 200) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > until) throw new Error(`${url} did not answer 200 within ${limitMs / 1000} s`);
    await sleep(50);
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export function writeJson(path, value) {
  writeFileSync(path, JSON.stringify(value));
}
