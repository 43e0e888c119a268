import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../base/felt.ts';
import {
  feltOfText,
  formatMilliseconds,
  formatSeconds,
  formatStrk,
  parseStrk,
  shortFelt,
  validatorName,
  validatorNames,
} from './format.ts';

test('format: amounts of STRK are read back as they were written', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (fri) => {
      expect(parseStrk(formatStrk(fri, 18))).toBe(fri);
    }),
  );
  expect(['1.5', '0', ' 2 ', '.5', '1e3', '-1', '1.0000000000000000001', ''].map((text) => parseStrk(text))).toEqual([
    1_500_000_000_000_000_000n,
    0n,
    2_000_000_000_000_000_000n,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect([formatStrk(-1_500_000_000_000_000_000n), formatStrk(1n), formatStrk(1n, 18)]).toEqual(['-1.5', '0', '0.000000000000000001']);
});

test('format: times have equal length, hashes are short, validators count from one', () => {
  expect([formatSeconds(0), formatSeconds(1_234_567), formatMilliseconds(1_234_567.9)]).toEqual(['0.000000', '1.234567', '1.234']);
  expect([shortFelt(0x64n), shortFelt(0x123456789abcdef123456789abcdefn)]).toEqual(['0x64', '0x1234…cdef']);
  expect(validatorName(0)).toBe('V1');
});

test('format: only felts below P are read as felts', () => {
  expect(feltOfText(`0x${(FELT_PRIME - 1n).toString(16)}`)).toBe(FELT_PRIME - 1n);
  for (const bad of [`0x${FELT_PRIME.toString(16)}`, '0x', '', 'abc', '<b>', '0x1g', '-1', `0x${'f'.repeat(65)}`])
    expect(feltOfText(bad)).toBeNull();
});

test('format: names of many validators are ranges, in the order given', () => {
  expect(validatorNames([])).toBe('');
  expect(validatorNames([3])).toBe('V4');
  expect(validatorNames([0, 1])).toBe('V1, V2');
  expect(validatorNames([0, 1, 2, 5, 7, 8, 9, 4])).toBe('V1–V3, V6, V8–V10, V5');
  expect(validatorNames(Array.from({ length: 100 }, (_, i) => i))).toBe('V1–V100');
});
