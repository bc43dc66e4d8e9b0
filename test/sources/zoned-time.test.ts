import { expect, it } from 'vitest';
import { parseZonedTime } from '../../src/server/sources/zoned-time.ts';

const NINE = Date.UTC(2026, 10, 22, 9, 1, 50);

it.each<[string, unknown, unknown?]>([
  ['epoch seconds', NINE / 1000],
  ['epoch microseconds as text', `${NINE}000`],
  ['UTC', '2026-11-22T09:01:50Z'],
  ['an offset', '2026-11-22 18:01:50 +0900'],
  ['as date writes it', 'Sun Nov 22 18:01:50 KST 2026'],
  ['as date writes it, with an offset', 'Sun Nov 22 04:01:50 -0500 2026'],
  ['a zone beside it', '22.11.2026 18:01:50', 'KST'],
  ['a zone of Windows', '2026-11-22 18:01:50', 'Korea Standard Time'],
  ['a zone of summer', '22.11.2026 11:01:50', 'CEST'],
])('[ING80] reads %s', (_name, value, zone) => {
  expect(parseZonedTime(value, zone)).toBe(NINE);
});

it.each<[string, unknown, unknown?]>([
  ['no zone', '2026-11-22 18:01:50'],
  ['a date alone, whose day is no offset', '2026-11-22'],
  ['prose', 'Problem started at 18:01:50 on 2026.11.22'],
  ['a zone of two places', 'Sun Nov 22 18:01:50 CST 2026'],
  ['a zone of two offsets', '22.11.2026 18:01:50', 'W. Europe Standard Time'],
  ['a zone nobody knows', '22.11.2026 18:01:50', '__proto__'],
  ['which of two is the month', '11/12/2026 6:01:50 PM', 'KST'],
  ['no such month', 'Sun Foo 22 18:01:50 KST 2026'],
  ['no such day', '31.02.2026 18:01:50', 'KST'],
  ['a long text', '1'.repeat(100_000)],
  ['an object', {}],
  ['nothing', null],
])('[ING80] takes no time from %s', (_name, value, zone) => {
  expect(parseZonedTime(value, zone)).toBeNull();
});
