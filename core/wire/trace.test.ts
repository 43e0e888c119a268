// The file of a run: round trip, limits, and bytes that are anything.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SHARE_CHARACTERS_MAX } from '../base/limits.ts';
import { type TraceFile, decodeTrace, encodeTrace } from './trace.ts';

const frame = fc.record({
  t: fc.nat(),
  p: fc.nat(1_600),
  n: fc.nat(),
  topic: fc.constantFrom('consensus_votes', 'mempool'),
  targets: fc.array(fc.record({ to: fc.nat(99), arriveAt: fc.option(fc.nat()) }), { maxLength: 4 }),
  bytes: fc.uint8Array({ maxLength: 60 }).map((bytes) => Uint8Array.from(bytes)),
});
const file: fc.Arbitrary<TraceFile> = fc.record({
  link: fc.stringMatching(/^2[A-Za-z0-9_-]{0,60}$/),
  untilUs: fc.nat(),
  fingerprint: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Uint8Array.from(bytes)),
  events: fc.nat(),
  frames: fc.array(frame, { maxLength: 5 }),
});
const SMALL: TraceFile = { link: '2', untilUs: 1, fingerprint: new Uint8Array(16), events: 0, frames: [] };

test('trace file: decoding what was encoded gives the same file', () => {
  fc.assert(
    fc.property(file, (value) => {
      expect(decodeTrace(encodeTrace(value))).toEqual({ ok: true, value: { value, reduced: false } });
    }),
  );
});

test('trace file: any bytes give a file or a refusal and never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(typeof decodeTrace(bytes).ok).toBe('boolean');
    }),
  );
});

test('trace file: a file with a changed byte gives a file or a refusal and never throws', () => {
  fc.assert(
    fc.property(file, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, place, change) => {
      const bytes = encodeTrace(value);
      expect(typeof decodeTrace(bytes.map((byte, i) => (i === place % bytes.length ? byte ^ change : byte))).ok).toBe('boolean');
    }),
  );
});

test.each([
  ['an empty file', new Uint8Array(0), 'OutOfRangeValue'],
  ['a fingerprint of 15 bytes', encodeTrace({ ...SMALL, fingerprint: new Uint8Array(15) }), 'BytesDataLengthMismatch'],
  ['a link that is too long', encodeTrace({ ...SMALL, link: 'a'.repeat(SHARE_CHARACTERS_MAX + 1) }), 'TooLarge'],
  [
    'a topic that is too long',
    encodeTrace({ ...SMALL, frames: [{ t: 0, p: 0, n: 0, topic: 'x'.repeat(41), targets: [], bytes: new Uint8Array(0) }] }),
    'TooLarge',
  ],
  ['a truncated file', encodeTrace(SMALL).slice(0, -3), 'DecodeError'],
])('trace file: %s is refused', (_name, bytes, code) => {
  expect(decodeTrace(bytes)).toMatchObject({ ok: false, error: { code } });
});
