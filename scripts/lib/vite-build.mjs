// Runs on Node 24, in a process of its own: electron-vite into the folder named by the first argument.
import { build } from 'electron-vite';
import { ROOT } from './root.mjs';

const outDir = process.argv[2];
await build({ root: ROOT, logLevel: 'warn', build: { outDir } });
