import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The renderer's tests import its components; nothing else has JSX.
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Browser tests and long runs have commands of their own.
    exclude: ['test/e2e/**', 'test/long/**', '**/node_modules/**'],
    environment: 'node',
    // A style sheet read as text is content; others are left out of tests.
    css: { include: [/\?raw$/] },
    globalSetup: ['test/support/build-workers.ts'],
    setupFiles: ['test/support/no-console.ts'],
    restoreMocks: true,
    unstubGlobals: true,
    // Loopback servers and fsyncs share two cores in CI.
    testTimeout: 15_000,
    hookTimeout: 20_000,
  },
});
