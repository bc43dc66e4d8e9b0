import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

/**
 * The server's dependencies are bundled: one file to read starts several times faster than a tree of packages.
 * node-notifier stays outside because it finds its helper programs beside its own sources.
 */
const EXTERNAL = ['node-notifier'];

/**
 * Walls are reached at `/wall/{display}`, so their files need absolute addresses. electron-vite forces a relative
 * base for file:// pages, which this app never loads; a later config hook puts it back.
 */
const absoluteBase = {
  name: 'watchfloor:absolute-base',
  enforce: 'post' as const,
  config: () => ({ base: '/' }),
};

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      target: 'node24',
      rolldownOptions: {
        external: EXTERNAL,
        input: {
          index: resolve(root, 'src/main/index.ts'),
          server: resolve(root, 'src/server/main.ts'),
          'query-worker': resolve(root, 'src/server/adapters/storage/query-worker.ts'),
          'ledger-worker': resolve(root, 'src/server/adapters/storage/journal/applier-worker.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Beside the entries, so that `new URL('./query-worker.js', import.meta.url)` holds in every chunk.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      target: 'node24',
      rolldownOptions: {
        input: { index: resolve(root, 'src/main/preload/index.ts') },
        // A sandboxed preload script must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react(), absoluteBase],
    build: {
      // Walls are also shown by browsers that are older than the desktop app's own.
      target: 'es2022',
      cssTarget: ['chrome111', 'firefox114', 'safari16.4'],
      minify: true,
      // A data: address is not a file the CSP's default-src admits.
      assetsInlineLimit: 0,
      rolldownOptions: { input: resolve(root, 'src/renderer/index.html') },
    },
  },
});
