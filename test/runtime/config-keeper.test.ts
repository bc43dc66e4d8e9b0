import { expect, it } from 'vitest';
import { chooseConfig } from '../../src/server/runtime/config-keeper.ts';
import { EMPTY_CONFIG } from '../../src/shared/config/document.ts';
import { hashDocument, hashSecret } from '../support/story-config.ts';

it('[STO40] a document of an older version is brought forward with defaults, and its upgrade is no hand edit', () => {
  const { retention: _, ...older } = EMPTY_CONFIG;
  const stored = older as typeof EMPTY_CONFIG;
  const known = { revision: 7, hash: hashDocument(stored), previous: null, document: stored };
  for (const file of [
    { document: stored, source: 'file' as const },
    { document: null, source: 'none' as const },
  ]) {
    const start = chooseConfig({ known, file, owned: null, imported: null }, { hashSecret, hashDocument });
    expect(start).toMatchObject({
      ok: true,
      change: null,
      revision: { revision: 7, document: { retention: { details: null } } },
    });
  }
});
