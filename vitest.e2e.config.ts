import { defineConfig } from 'vitest/config';

/** Browser tests (`npm run test:e2e`) and long runs (`npm run test:long`): real programs, one file at a time. */
export default defineConfig({
  test: {
    include: ['test/{e2e,long}/**/*.spec.ts'],
    environment: 'node',
    globalSetup: ['test/support/build-workers.ts'],
    setupFiles: ['test/support/no-console.ts'],
    restoreMocks: true,
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
