import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readColumns } from '../../../src/renderer/features/incidents/column-choice.ts';
import { DEFAULT_COLUMNS } from '../../../src/renderer/features/incidents/columns.tsx';
import { editConfig, newSecret, withItem } from '../../../src/renderer/features/settings/config-api.ts';
import { isThreshold, withFloodThreshold } from '../../../src/renderer/features/settings/flood-threshold.ts';
import { GUIDED_TYPES } from '../../../src/renderer/features/settings/integrations/snippets/guide-of.ts';
import { targetOf, testCommand } from '../../../src/renderer/features/settings/integrations/test-command.ts';
import { matchEntries } from '../../../src/renderer/features/shell/palette-match.ts';
import { idSchema } from '../../../src/shared/config/common.ts';
import { idFrom } from '../../../src/shared/id-from.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A config kept by a server that somebody else changes `races` times between reading and writing. */
function stubConfig(races: number) {
  let revision = 1;
  let document: Record<string, unknown> = { services: [], theirs: 0 };
  let left = races;
  vi.stubGlobal('window', { localStorage: { getItem: () => null } });
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    if (init.method !== 'PUT') {
      const answer = Response.json(document, {
        headers: { etag: `"${revision}"`, 'x-managed-by-file': 'false' },
      });
      if (left > 0) {
        left--;
        revision++;
        document = { ...document, theirs: Number(document.theirs) + 1 };
      }
      return answer;
    }
    if (new Headers(init.headers).get('if-match') !== `"${revision}"`)
      return Response.json({ status: 412, code: 'stale', title: 'Stale' }, { status: 412 });
    revision++;
    document = JSON.parse(String(init.body)) as Record<string, unknown>;
    return Response.json({ revision, etag: `"${revision}"` });
  });
  return () => document;
}

describe('small changes of the config', () => {
  const add = () => editConfig((document) => withItem(document, 'services', { id: 'pay' }));

  it('[STR96] a change made meanwhile by somebody else is kept', async () => {
    const read = stubConfig(2);
    expect(await add()).toBeNull();
    expect(read()).toEqual({ services: [{ id: 'pay' }], theirs: 2 });
  });

  it('[STR96] after three lost races nothing was written and the refusal is said', async () => {
    const read = stubConfig(5);
    expect((await add())?.status).toBe(412);
    expect(read()).toMatchObject({ services: [] });
  });

  it('[STR96] an id comes from the name, in any script, and is never taken twice', () => {
    expect(idFrom('결제 API (2)', [], 'x')).toBe('결제-api-2');
    expect(idFrom('Shop', ['shop', 'shop-2'], 'x')).toBe('shop-3');
    expect(idFrom('!!!', [], 'service')).toBe('service');
    for (const name of ['결제 API (2)', '-a-', 'Ünïcode ß', 'x'.repeat(300), '!!!'])
      expect(idSchema.safeParse(idFrom(name, ['a'], 'x')).success).toBe(true);
  });

  it('[STR96] a key is long enough for the server and never the same', () => {
    expect(newSecret('k-')).toMatch(/^k-[0-9a-f]{32}$/);
    expect(newSecret('k-')).not.toBe(newSecret('k-'));
  });
});

describe('the test command', () => {
  const address = (type: string) => [`http://127.0.0.1:7700/integration/${type}/v1/{key}`];
  const summary = `it's "odd" $HOME \`x\` \\ — 결제`;
  const commandOf = (type: string) => testCommand(type, targetOf(address(type), "k-'1"), summary);
  const types = GUIDED_TYPES.filter((type) => commandOf(type) !== null);

  it('[STR97] is there for every tool but those that only the tool itself can speak for', () => {
    expect(GUIDED_TYPES.filter((type) => !types.includes(type)).sort()).toEqual([
      'cloudwatch',
      'custom',
      'email',
    ]);
  });

  it.each(types)('[STR97] for %s survives a shell, whatever the text holds', (type) => {
    const printed = (commandOf(type) ?? '').replace(/^curl/, 'printf "%s\\n"');
    const words = execFileSync('sh', ['-c', printed]).toString().split('\n');
    const data = words.includes('-d')
      ? JSON.stringify(JSON.parse(words[words.indexOf('-d') + 1] ?? ''))
      : words.join('\n');
    const wanted = words.includes('-d') ? JSON.stringify(summary).slice(1, -1) : summary;
    expect(data).toContain(wanted);
    expect(words.some((word) => word.startsWith('http://127.0.0.1:7700/'))).toBe(true);
  });
});

describe('columns and palette', () => {
  it('[STR98] a stored choice of columns is read in the order of the table, nonsense is the default', () => {
    expect(readColumns('age,summary,__proto__')).toEqual(['summary', 'age']);
    expect(readColumns(null)).toEqual(DEFAULT_COLUMNS);
    expect(readColumns('x,y')).toEqual(DEFAULT_COLUMNS);
  });

  it('[STR98] the palette finds by every word, those that start with it first', () => {
    const entry = (label: string, hint = '') => ({ key: label, label, hint, run: () => undefined });
    const entries = [entry('#12 RDS lag', '주문 DB'), entry('Reports'), entry('On call')];
    const labels = (text: string) => matchEntries(entries, text, 10).map((each) => each.label);
    expect(labels('re')).toEqual(['Reports']);
    expect(labels('주문 rds')).toEqual(['#12 RDS lag']);
    expect(labels('')).toHaveLength(3);
    expect(matchEntries(entries, '', 2)).toHaveLength(2);
  });
});

describe('the flood threshold of the config', () => {
  it('[STR96] a new threshold leaves the other settings and everything else as they are', () => {
    const document = { services: [1], settings: { floodThreshold: 10, later: true } };
    expect(withFloodThreshold(document, 23)).toEqual({
      services: [1],
      settings: { floodThreshold: 23, later: true },
    });
    expect(withFloodThreshold({}, 5)).toEqual({ settings: { floodThreshold: 5 } });
  });

  it('[STR96] is a whole number from 2 to 100,000', () => {
    expect(['2', ' 17 ', '100000'].filter(isThreshold)).toHaveLength(3);
    expect(['', '1', '100001', '3.5', '-4', '1e3', 'ten'].filter(isThreshold)).toEqual([]);
  });
});
