import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Frame } from '../core/net/frame.ts';
import { toProcessId, toTimeUs } from '../core/types/ids.ts';
import { packFrames, unpackFrames } from './pack.ts';

const plain = fc.record({
  source: fc.nat(99).map((v) => toProcessId(v, 0)),
  target: fc.nat(99).map((v) => toProcessId(v, 0)),
  sentAt: fc.nat(2 ** 31 - 1).map((t) => toTimeUs(t)),
  arriveAt: fc.integer({ min: 2 ** 31, max: 2 ** 40 }).map((t) => toTimeUs(t)),
  seq: fc.nat(2 ** 31 - 1),
  topic: fc.constantFrom('consensus_votes' as const, 'consensus_proposals' as const, 'mempool' as const, 'sync_headers' as const),
  bytes: fc.uint8Array({ maxLength: 300 }),
  cause: fc.tuple(fc.nat(1600), fc.nat(1_000_000)).map(([p, n]) => `${p}:${n}`),
});
const session = fc.record({ query: fc.nat(1_000), index: fc.option(fc.nat(100_000)) });
const frame: fc.Arbitrary<Frame> = fc.oneof(
  plain,
  fc.tuple(plain, session).map(([some, own]) => ({ ...some, session: own })),
);

test('packed frames: unpacking gives the frames that were packed, in order', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 20 }), (frames) => {
      expect(unpackFrames(packFrames(frames))).toEqual(frames);
    }),
  );
});

test('packed frames: an unknown topic is a bug and asserts', () => {
  const [one] = fc.sample(frame, 1);
  expect(() => unpackFrames(packFrames([{ ...one!, topic: 'gossip' as Frame['topic'] }]))).toThrow('a known topic');
});
