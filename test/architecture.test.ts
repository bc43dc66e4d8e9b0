import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importsOf, type LayerRule, violationsOf } from './support/import-rules.ts';

const SHARED = 'src/shared';
const DOMAIN = 'src/server/domain';
const SOURCES = 'src/server/sources';
const RUNTIME = 'src/server/runtime';

/** Who may import whom. The advice is what a person reads who broke a rule. */
const RULES: readonly LayerRule[] = [
  {
    layer: SHARED,
    layers: [],
    packages: ['zod'],
    advice: 'shared holds words and wire shapes only: move this to the layer that needs it',
  },
  {
    layer: DOMAIN,
    layers: [SHARED],
    packages: [],
    advice: 'the domain is pure: pass what you need in as a parameter',
  },
  {
    layer: `${DOMAIN}/time/zoned.ts`,
    layers: [DOMAIN, SHARED],
    packages: ['temporal-polyfill'],
    advice: 'time zones live here alone',
  },
  {
    layer: `${DOMAIN}/matching/regex.ts`,
    layers: [DOMAIN, SHARED],
    packages: ['re2js'],
    advice: 'user patterns live here alone',
  },
  {
    layer: SOURCES,
    layers: [SHARED, DOMAIN],
    packages: ['zod'],
    advice: 'a source is pure: it turns a body into events and an outcome into an answer',
  },
  {
    layer: RUNTIME,
    layers: [SHARED, DOMAIN, SOURCES],
    packages: ['node:crypto', 'node:util', 'zod'],
    advice: 'the runtime talks to ports: add one to runtime/ports.ts and let an adapter implement it',
  },
  {
    layer: 'src/server/adapters',
    layers: [SHARED, RUNTIME, DOMAIN, SOURCES, 'src/server/settings.ts'],
    packages: ['*'],
    advice: 'adapters know ports, not the server that wires them',
  },
  {
    layer: 'src/server',
    layers: [SHARED],
    packages: ['*'],
    advice: 'the server imports from src/shared and src/server',
  },
  {
    layer: 'src/main',
    layers: [SHARED],
    packages: ['electron', 'node:', 'zod'],
    advice: 'the shell decides nothing: ask the server over its port',
  },
  {
    layer: 'src/renderer',
    layers: [SHARED],
    packages: [
      'react',
      'react-dom',
      '@tanstack',
      'socket.io-client',
      'zod',
      'i18next',
      'react-i18next',
      'd3-scale',
      'pretendard',
    ],
    advice: 'the renderer draws what the server says: take it from the stream or the API',
  },
  {
    layer: 'src/renderer/features/shell/zoned.ts',
    layers: ['src/renderer', SHARED],
    packages: ['temporal-polyfill'],
    advice: 'wall-clock arithmetic of forms lives here alone',
  },
];

const FILES = globSync('src/**/*.{ts,tsx}').map((file) => file.replaceAll('\\', '/'));

describe('architecture', () => {
  it('[ARC1] every file imports only what its layer may', () => {
    expect(FILES.length).toBeGreaterThan(100);
    expect(FILES.flatMap((file) => violationsOf(file, readFileSync(file, 'utf8'), RULES))).toEqual([]);
  });

  it('[ARC1] a seeded violation is found, however it is written', () => {
    const seeds = [
      "import { readFileSync } from 'node:fs';",
      "export { Runner } from '../../runtime/runner.ts';",
      "export * from 'express';",
      "const x = await import('socket.io');",
      "import type { Turn } from '../../runtime/turn.ts';",
    ];
    for (const seed of seeds) {
      expect(violationsOf(`${DOMAIN}/incident/seed.ts`, seed, RULES), seed).toHaveLength(1);
    }
    expect(
      violationsOf(
        `${DOMAIN}/incident/seed.ts`,
        "import { reason } from '../../../shared/reason.ts';",
        RULES,
      ),
    ).toEqual([]);
  });

  it('[ARC2] only create-server.ts knows every adapter, and nothing but the entry knows it', () => {
    const knowing = FILES.filter((file) =>
      importsOf(file, readFileSync(file, 'utf8')).some((name) => name.endsWith('create-server.ts')),
    );
    expect(knowing).toEqual(['src/server/main.ts']);
  });

  it('[ARC3] the pure folders read no clock and no chance', () => {
    const pure = FILES.filter((file) => file.startsWith(DOMAIN) || file.startsWith(SOURCES));
    const reads = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/;
    expect(pure.filter((file) => reads.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('[ARC4] files stay small enough to read at once', () => {
    const long = FILES.filter((file) => readFileSync(file, 'utf8').trimEnd().split('\n').length > 300);
    expect(long).toEqual([]);
  });
});
