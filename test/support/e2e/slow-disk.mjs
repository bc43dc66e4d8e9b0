// A fault that a test preloads into a server (`NODE_OPTIONS=--import`): while the file exists, each commit takes so
// many milliseconds as it says, with the event loop waiting, as it does for a disk that is slow.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const file = process.env.TEST_SLOW_DISK;
const { fdatasyncSync } = fs;

function delayMs() {
  try {
    return Number(fs.readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

fs.fdatasyncSync = function slowSync(handle) {
  const wait = file === undefined ? 0 : delayMs();
  if (wait > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
  return fdatasyncSync(handle);
};
syncBuiltinESMExports();
