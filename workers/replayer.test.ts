import { expect, test } from 'vitest';
import { sampleLog } from '../tests/sample-run.ts';
import { DIGEST_BYTES } from '../core/base/digest.ts';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { CORE_VERSION } from '../core/sim/run.ts';
import { Replayer } from './replayer.ts';

const UNTIL_US = 14_000_000;

test('replayer: any stretch of a run comes out as it was, in any order of asking', () => {
  const log = sampleLog('quiet-proposer', UNTIL_US);
  const replayer = new Replayer({ scenario: 'quiet-proposer', seed: 7, interventions: [], coreVersion: CORE_VERSION }, createKernel());
  const n = log.events.length;
  expect(n).toBeGreaterThan(1_600);
  for (const [first, end] of [
    [n - 900, n - 100],
    [0, 50],
    [300, 1_500],
    [1_500, 1_501],
    [1_100, 1_101],
    [n - 1_500, n - 1_000],
  ] as const) {
    replayer.seek(first, end);
    let report = replayer.step();
    for (let i = 0; i < 60 && report.kind === 'progress'; i++) report = replayer.step();
    expect(report).toEqual({
      kind: 'stretch',
      events: log.events.slice(first, end),
      chains: log.chains.slice(first * DIGEST_BYTES, end * DIGEST_BYTES),
    });
  }
});
