import { existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openConfigFile } from '../../../src/server/adapters/storage/config-file.ts';
import { hashSecret, secretMatches } from '../../../src/server/adapters/storage/hash-secret.ts';
import { openSecretsFile } from '../../../src/server/adapters/storage/secrets-file.ts';
import { dataDir } from './storage-dir.ts';

it('[STO40] a folder without a config has none, and no problem', async () => {
  expect(openConfigFile(dataDir()).read()).toEqual({ document: null, source: 'none' });
});

it('[STO40] what was written is read, and the one before it is kept', async () => {
  const dir = dataDir();
  const config = openConfigFile(dir);
  await config.write({ version: 1, name: '관제' });
  await config.write({ version: 2 });
  expect(openConfigFile(dir).read()).toEqual({ document: { version: 2 }, source: 'file' });
  expect(JSON.parse(readFileSync(join(dir, 'config.json.bak'), 'utf8'))).toEqual({
    version: 1,
    name: '관제',
  });
});

it.each([0, 1, 20])(
  '[STO41] a file cut to %i bytes falls back to the last good one, saying so',
  async (bytes) => {
    const dir = dataDir();
    const config = openConfigFile(dir);
    await config.write({ version: 1, services: [] });
    await config.write({ version: 2, services: [] });
    truncateSync(config.path, bytes);
    expect(config.read()).toEqual({
      document: { version: 1, services: [] },
      source: 'bak',
      problem: expect.stringContaining('config.json is not JSON'),
    });
  },
);

it('[STO41] a damaged file is set aside when a new one is written, and does not become the last good one', async () => {
  const dir = dataDir();
  const config = openConfigFile(dir);
  await config.write({ version: 1 });
  await config.write({ version: 2 });
  writeFileSync(config.path, '{"hand edit":');
  await config.write({ version: 3 });
  expect(config.read()).toEqual({ document: { version: 3 }, source: 'file' });
  expect(readFileSync(`${config.path}.broken`, 'utf8')).toBe('{"hand edit":');
  expect(JSON.parse(readFileSync(`${config.path}.bak`, 'utf8'))).toEqual({ version: 1 });
});

it('[STO41] with both copies damaged there is no document, and both problems are named', async () => {
  const config = openConfigFile(dataDir());
  await config.write({ version: 1 });
  await config.write({ version: 2 });
  writeFileSync(config.path, '{');
  writeFileSync(`${config.path}.bak`, '');
  expect(config.read()).toMatchObject({
    document: null,
    source: 'none',
    problem: expect.stringMatching(/config\.json is.*config\.json\.bak is/),
  });
});

it('[STO41] a write that the disk refuses leaves the file as it was', async () => {
  const config = openConfigFile(dataDir());
  await config.write({ version: 1 });
  mkdirSync(`${config.path}.tmp`);
  await expect(config.write({ version: 2 })).rejects.toThrow();
  expect(config.read()).toEqual({ document: { version: 1 }, source: 'file' });
});

it('[STO42] secrets are the owner’s only, and survive reopening', () => {
  const dir = dataDir();
  const secrets = openSecretsFile(dir);
  secrets.set('smtp', 'pass word');
  secrets.set('__proto__', 'odd');
  secrets.set('sms', 'x');
  expect(secrets.remove('sms')).toBe(true);
  expect(secrets.remove('sms')).toBe(false);
  const again = openSecretsFile(dir);
  expect(again.get('smtp')).toBe('pass word');
  expect(again.get('toString')).toBeNull();
  expect(again.names()).toContain('smtp');
  expect(again.opened).toEqual({ source: 'file' });
  if (process.platform !== 'win32') {
    for (const name of ['secrets.json', 'secrets.json.bak']) {
      expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    }
  }
  expect(existsSync(join(dir, 'secrets.json.tmp'))).toBe(false);
});

it('[STO42] a secrets file of another shape is reported and not used', () => {
  const dir = dataDir();
  writeFileSync(join(dir, 'secrets.json'), '{"smtp": {"nested": 1}}');
  const secrets = openSecretsFile(dir);
  expect(secrets.opened.problem).toContain('must be an object of texts');
  expect(secrets.get('smtp')).toBeNull();
});

it('[STO43] a compared secret is stored as its digest, with a hint only when it is long', () => {
  const key = 'k-0123456789abcdef0123456789abcdef0123';
  const { hash, hint } = hashSecret(key);
  expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(hint).toBe('k-01…0123');
  expect(hashSecret('short').hint).toBe('');
  expect(hashSecret('abc').hash).toBe(
    'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  expect(secretMatches(key, hash)).toBe(true);
  expect(secretMatches(`${key} `, hash)).toBe(false);
  expect(secretMatches(key, 'sha256:')).toBe(false);
});
