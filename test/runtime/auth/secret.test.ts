import { expect, it } from 'vitest';
import {
  canonicalCode,
  hashOf,
  hintOf,
  newCode,
  newSecret,
} from '../../../src/server/runtime/auth/secret.ts';

it('[AUD30] secrets have 256 random bits and never repeat', () => {
  const made = Array.from({ length: 1000 }, () => newSecret('wf'));
  expect(new Set(made).size).toBe(1000);
  for (const secret of made) expect(secret).toMatch(/^wf_[A-Za-z0-9_-]{43}$/);
});

it('[AUD30] the hash is the one a config document stores', () => {
  expect(hashOf('abc')).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hintOf('k-0123456789abcdef0123456789abcdef0123')).toBe('k-01…0123');
});

it('[AUD31] codes use letters nobody mistakes, all of them, and mean the same however typed', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 2000; i++) for (const letter of newCode(3).replaceAll('-', '')) seen.add(letter);
  expect([...seen].sort().join('')).toBe('23456789ABCDEFGHJKMNPQRSTVWXYZ');
  const code = newCode(3);
  expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/);
  expect(canonicalCode(` ${code.toLowerCase().replace('-', ' ')}\n`)).toBe(code.replaceAll('-', ''));
});
