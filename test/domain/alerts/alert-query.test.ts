import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertField } from '../../../src/server/domain/alerts/alert-fields.ts';
import { parseAlertQuery } from '../../../src/server/domain/alerts/alert-query.ts';
import {
  type AlertSubject,
  boundsOf,
  matchesAlert,
  queryNeedsFacts,
} from '../../../src/server/domain/alerts/match-alert.ts';

const AT = Date.UTC(2026, 10, 22, 9);
const VALUES: Partial<Record<AlertField, readonly (string | number | boolean)[]>> = {
  alertId: ['inc-7'],
  tinyId: ['7'],
  alias: ['disk:/var'],
  message: ['Disk is 91 % full'],
  description: ['grows since noon'],
  status: ['open'],
  acknowledged: [true],
  snoozed: [false],
  priority: ['P2'],
  tag: ['db', 'night shift'],
  owner: ['an', '김하늘', 'an@noc.example'],
  createdAt: [AT],
  count: [4],
  'details.key': ['shard'],
  'details.value': ['seven'],
};
const subject: AlertSubject = {
  values: (field, path) =>
    field === 'details' ? (path === 'shard' ? ['seven'] : []) : (VALUES[field] ?? []),
};
const matches = (text: string): boolean => {
  const parsed = parseAlertQuery(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return matchesAlert(parsed.query, subject);
};
const refusalOf = (text: string): string => {
  const parsed = parseAlertQuery(text);
  if (parsed.ok) throw new Error('expected a refusal');
  return parsed.message;
};

describe('alert search', () => {
  it.each([
    '',
    'status:open',
    'status: open AND acknowledged: true',
    'status=open acknowledged:true',
    'status != closed',
    'priority:P2',
    'priority >= P3',
    'priority: (P1 OR P2)',
    'NOT priority: P1',
    'NOT NOT priority: P2',
    'tag:db',
    'tag: "night shift"',
    'tags: (db AND "night shift")',
    'tag: night*',
    'message: full',
    'message: "91 %"',
    'message: disk*full',
    'alias:disk:/var',
    'alias: "disk:/var"',
    'alias: disk*',
    'owner: an@noc.example',
    'owner: 김하늘',
    'tinyId:7',
    'alertId: inc-7 OR status: closed',
    'count > 3 AND count <= 4',
    `createdAt > ${AT - 1}`,
    `createdAt >= ${AT} AND createdAt < ${AT + 1}`,
    `createdAt: ${AT / 1000}`,
    'createdAt: 22-11-2026',
    'createdAt >= "22-11-2026T09:00:00"',
    'createdAt < 2026-11-22T09:00:01Z',
    'details.key: shard',
    'details.value: seven',
    'details.shard: seven',
    'disk full',
    '(status: closed OR tag: db) noon',
    '"inc" OR db',
  ])('[ING119] finds: %s', (text) => {
    expect(matches(text)).toBe(true);
  });

  it.each([
    'status:closed',
    'status: open AND acknowledged: false',
    'priority > P2',
    'priority: (P1 OR P3)',
    'tag: (db AND web)',
    'tag: nigh',
    'alias: DISK:/VAR',
    'NOT tag: db',
    'status: open AND NOT (tag: db OR tag: web)',
    'count > 4',
    'createdAt: 21-11-2026',
    'snoozedUntil > 0000000000000',
    'details.rack: seven',
    'disk empty',
    'message: full*disk',
  ])('[ING119] leaves: %s', (text) => {
    expect(matches(text)).toBe(false);
  });

  it.each([
    ['colour: red', 'unknown field "colour"'],
    ['__proto__: x', 'unknown field "__proto__"'],
    ['toString: x', 'unknown field "toString"'],
    ['priority: high', 'priority: expected P1 to P5'],
    ['status: acked', 'status: expected open or closed'],
    ['acknowledged: maybe', 'acknowledged: expected true or false'],
    ['createdAt > yesterday', 'createdAt: expected epoch'],
    ['createdAt > 31-13-2026', 'createdAt: expected epoch'],
    ['tag > db', 'tag: cannot be compared by size'],
    ['(status: open', 'a bracket is not closed'],
    ['status: open)', '")" is not expected here'],
    ['status:', 'status: a value is missing'],
    ['status: open AND', 'a term is missing at the end'],
    ['OR status: open', '"OR" is not expected here'],
    ['message: "open', 'a quotation mark at 10 is not closed'],
    [`${'('.repeat(30)}a`, 'nested deeper than 20'],
    ['a '.repeat(101), 'expected at most 100 terms'],
    ['x'.repeat(1001), 'expected at most 1000 characters'],
  ])('[ING119] refuses %.40s', (text, message) => {
    expect(refusalOf(text)).toContain(message);
  });

  it('[ING119] never throws, and a search it can read can be asked', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'status',
        'tag',
        'createdAt',
        ':',
        '>',
        '!=',
        '(',
        ')',
        'AND',
        'OR',
        'NOT',
        '"',
        '\\',
        '*',
      ),
      fc.constantFrom('open', 'P1', '1795500000000', ' ', 'details.', '!', '*a*b*', '\ud800'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.boolean(), (pieces, isSpaced) => {
        const parsed = parseAlertQuery(pieces.join(isSpaced ? ' ' : ''));
        if (!parsed.ok) {
          expect(parsed.message.length).toBeLessThan(400);
          return;
        }
        const isMatch = matchesAlert(parsed.query, subject);
        expect(matchesAlert({ kind: 'not', of: parsed.query }, subject)).toBe(!isMatch);
        queryNeedsFacts(parsed.query);
        // What the bounds leave out must not match.
        const { isClosed, from, to } = boundsOf(parsed.query);
        if (isMatch) {
          expect(isClosed ?? false).toBe(false);
          expect(AT >= (from ?? AT) && AT < (to ?? AT + 1)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('[ING119] a hostile wildcard costs no more than its length', () => {
    const began = performance.now();
    const long: AlertSubject = { values: () => ['a'.repeat(15_000)] };
    const parsed = parseAlertQuery(`message: ${'*a'.repeat(480)}b`);
    expect(parsed.ok && matchesAlert(parsed.query, long)).toBe(false);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('[ING119] what bounds a walk is taken from terms that must hold', () => {
    const bounds = (text: string) => {
      const parsed = parseAlertQuery(text);
      if (!parsed.ok) throw new Error(parsed.message);
      return boundsOf(parsed.query);
    };
    expect(bounds('status: open AND createdAt > 1795500000000')).toEqual({
      isClosed: false,
      from: 1_795_500_000_000,
    });
    expect(bounds('status: open OR tag: db')).toEqual({});
    expect(bounds('NOT status: open')).toEqual({});
  });
});
