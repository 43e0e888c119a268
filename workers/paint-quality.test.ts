import { expect, test } from 'vitest';
import { BEST_QUALITY, type QualityState, afterPicture, qualityOf } from './paint-quality.ts';

const after = (pictures: readonly number[], from: QualityState = BEST_QUALITY): QualityState => pictures.reduce(afterPicture, from);
const many = (n: number, ms: number): readonly number[] => Array.from({ length: n }, () => ms);

test('paint quality: one slow picture changes nothing, a run of them costs the trails', () => {
  expect(qualityOf(after([30]))).toBe('trails');
  expect(qualityOf(after(many(6, 15)))).toBe('shapes');
});

test('paint quality: pictures that stay slow end as counts and never beyond', () => {
  expect(qualityOf(after(many(500, 40)))).toBe('counts');
});

test('paint quality: it rises one level at a time, after many cheap pictures only', () => {
  const worst = after(many(500, 40));
  expect(qualityOf(after(many(60, 1), worst))).toBe('counts');
  expect(qualityOf(after(many(110, 1), worst))).toBe('dots');
  expect(qualityOf(after(many(600, 1), worst))).toBe('trails');
});

test('paint quality: between cheap and slow it stays as it is', () => {
  const middle = after(many(6, 15));
  expect(qualityOf(after(many(1_000, 5), middle))).toBe('shapes');
});
