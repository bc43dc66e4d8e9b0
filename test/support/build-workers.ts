import { build } from 'vite';
import { WORKER_ENTRIES, WORKER_FOLDER } from './workers.ts';

/**
 * Bundles the threads that tests start, as a build does for the product. Node would strip the types of each of their
 * files in every thread, with a WebAssembly module of its own per thread; ending such threads under load now and then
 * ends the whole process in V8 (`Check failed: jit_page.has_value()`; nodejs/node#64500 tells of the same check).
 */
export default async function buildWorkers(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node24',
      outDir: WORKER_FOLDER,
      // Another run beside this one may be reading them.
      emptyOutDir: false,
      rolldownOptions: {
        input: WORKER_ENTRIES,
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
    ssr: { noExternal: true },
  });
}
