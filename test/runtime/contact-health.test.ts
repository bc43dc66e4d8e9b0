import { expect, test } from 'vitest';
import { ContactHealth } from '../../src/server/runtime/contact-health.ts';

const HOUR = 3_600_000;

test('[NTF8] three failures for good in a row make a contact dead for an hour; one success makes it whole', () => {
  const health = new ContactHealth();
  health.note('an', 'hook', false, 0);
  health.note('an', 'hook', false, 1);
  expect(health.isDead('an', 'hook', 2)).toBe(false);
  health.note('an', 'hook', false, 2);
  expect(health.isDead('an', 'hook', 2 + HOUR - 1)).toBe(true);
  expect(health.isDead('an', 'hook', 2 + HOUR)).toBe(false);
  expect(health.isDead('an', 'mail', 2)).toBe(false);
  health.note('an', 'hook', true, 3);
  health.note('an', 'hook', false, 4);
  expect(health.isDead('an', 'hook', 4)).toBe(false);
});
