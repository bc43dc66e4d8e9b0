// Builds server, desktop shell and pages into out/, if their sources changed. `--force` builds anyway.
import { ensureBuilt } from './lib/ensure-built.mjs';

process.exit((await ensureBuilt({ force: process.argv.includes('--force'), say: true })) ? 0 : 1);
