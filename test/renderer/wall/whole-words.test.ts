import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wholeWords } from '../../../src/renderer/format/whole-words.ts';

const whole = (text: string) =>
  wholeWords(text)
    .filter((stretch) => stretch.isWhole)
    .map((stretch) => stretch.text);

it('[STR107] a short identifier stays on a line, a long one may break', () => {
  expect(whole('12 % on gateway-a')).toEqual(['gateway-a']);
  expect(whole('icn-edge-2 ↔ AS4766, db-01')).toEqual(['icn-edge-2', 'db-01']);
  expect(whole('a - b -c d-')).toEqual([]);
  expect(whole('arn-aws-cloudwatch-ap-northeast-2-payments')).toEqual([]);
});

it('[STR107] the stretches are the text, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(
        wholeWords(text)
          .map((stretch) => stretch.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
