// Runs on Node 24, in a process of its own: electron-vite into the folder named by the first argument.
import { build } from 'electron-vite';
import { ROOT } from './root.mjs';

const outDir = process.argv[2];
try {
  await build({ root: ROOT, logLevel: 'warn', build: { outDir } });
} catch (error) {
  // The bundler's message names file and line; its own stack helps nobody.
  console.error(error.message);
  process.exit(1);
}
