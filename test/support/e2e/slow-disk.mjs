// A fault that a test preloads into a server (`NODE_OPTIONS=--import`): while the file exists, each commit takes so
// many milliseconds as it says, with the event loop waiting, as it does for a disk that is slow.
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const file = process.env.TEST_SLOW_DISK;
const { exec } = DatabaseSync.prototype;

function delayMs() {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

DatabaseSync.prototype.exec = function slowExec(sql) {
  const wait = file !== undefined && sql === 'COMMIT' ? delayMs() : 0;
  if (wait > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
  return exec.call(this, sql);
};
