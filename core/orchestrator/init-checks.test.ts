// S-52 and S-65 of the scenarios: the checks of an init, one at a time and in order, and that none of them asks the batcher.
import { describe, expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import { isWithinMargin } from '../l1/price-provider.ts';
import { CODE_DEFAULTS } from '../sim/presets.ts';
import type { ProposalInit } from '../types/consensus.ts';
import { toHeight, toTimeUs } from '../types/ids.ts';
import { GENESIS, Script, accepted, makeConfig, validInit, validateCall } from './fixtures.ts';
import { feeBounds } from './fee-market.ts';

const settings = CODE_DEFAULTS.orchestrator;
const lastReason = (script: Script): string | null => {
  const checked = script.reports.findLast((r) => r.kind === 'init_checked');
  return checked?.kind === 'init_checked' ? checked.detail : 'not checked';
};

/** Validates `init` at height 1 with the previous block at `previous` and the clock at `nowUs`. */
const check = (init: ProposalInit, over: { previous?: number; nowUs?: number; feeActual?: bigint } = {}): Script => {
  const script = new Script(makeConfig(settings), () => accepted).atHeight(toHeight(1));
  const previous = over.previous;
  if (previous !== undefined) {
    script.state = {
      ...script.state,
      previous: { timestamp: previous, l1Gas: { wei: 1n, fri: 1n }, l1DataGas: { wei: 1n, fri: 1n } },
    };
  }
  script.now = toTimeUs(over.nowUs ?? script.now);
  script.calls.length = 0;
  script.stream(1, init, []);
  script.call(validateCall(init, 1));
  return script;
};

describe('S-52 init checks', () => {
  test('init: the one that the local values give is accepted, and only then the batcher is asked', () => {
    const script = check(validInit());
    expect(lastReason(script)).toBeNull();
    expect(script.requests()).toEqual(['validate_block']);
  });

  test.each([
    {
      note: 'older than the previous block',
      init: { timestamp: GENESIS - 1 },
      over: { previous: GENESIS },
      reason: 'Timestamp is too old',
    },
    { note: 'more than the window ahead', init: { timestamp: GENESIS + 2 }, over: {}, reason: 'Timestamp is in the future' },
    { note: 'another version', init: { starknetVersion: '0.14.3' }, over: {}, reason: 'starknet_version mismatch' },
    {
      note: 'a version constant commitment',
      init: { versionConstantCommitment: toFelt(1) },
      over: {},
      reason: 'version_constant_commitment',
    },
    { note: 'calldata mode', init: { l1DaMode: 'calldata' as const }, over: {}, reason: 'height, l1_da_mode, l2_gas_price mismatch' },
    { note: 'l2 price + 1', init: { l2GasPriceFri: 8_000_000_001n }, over: {}, reason: 'height, l1_da_mode, l2_gas_price mismatch' },
    { note: 'l1 fri x10', init: { l1GasPriceFri: 1_100_000_000_000_000n }, over: {}, reason: 'L1 gas price mismatch: l1Gas fri' },
    { note: 'l1 data fri x10', init: { l1DataGasPriceFri: 13_500_000n }, over: {}, reason: 'L1 gas price mismatch: l1DataGas fri' },
    { note: 'l1 wei x10', init: { l1GasPriceWei: 110_000_000_000n }, over: {}, reason: 'L1 gas price mismatch: l1Gas wei' },
    { note: 'l1 data wei x10', init: { l1DataGasPriceWei: 1_350n }, over: {}, reason: 'L1 gas price mismatch: l1DataGas wei' },
    { note: 'no fee proposal', init: { feeProposalFri: null }, over: {}, reason: 'fee_proposal_fri must be present' },
  ])('init: $note is refused without asking the batcher', ({ init, over, reason }) => {
    const script = check(validInit(init), over);
    expect(lastReason(script)).toContain(reason);
    expect(script.calls).toEqual([]);
    expect(script.reports.at(-1)).toMatchObject({ kind: 'validation_finished', value: null, error: 'InvalidProposalInit' });
    expect(script.manager.at(-1)).toEqual({ kind: 'finished_validation', height: 1, round: 0, value: null });
    expect(script.state.streams.size).toBe(0);
  });

  test('init: the earlier check wins', () => {
    const script = check(validInit({ timestamp: GENESIS + 9, starknetVersion: '0.13.0', l2GasPriceFri: 1n }));
    expect(lastReason(script)).toContain('Timestamp is in the future');
  });

  test.each([
    { note: 'a timestamp equal to the previous one', init: {}, over: { previous: GENESIS } },
    { note: 'a timestamp at the end of the window', init: { timestamp: GENESIS + 1 }, over: {} },
    { note: 'prices a tenth off', init: { l1GasPriceFri: 121_000_000_000_000n, l1GasPriceWei: 9_900_000_000n }, over: {} },
  ])('init: $note is fine', ({ init, over }) => {
    expect(lastReason(check(validInit(init), over))).toBeNull();
  });

  test('init: with a known fee_actual the fee proposal must lie within its bounds', () => {
    const { lower, upper } = feeBounds(8_000_000_000n, 2n);
    const at = (feeProposalFri: bigint): string | null => {
      const script = new Script(makeConfig(settings), () => accepted);
      script.state = { ...script.state, feeWindow: new Map(Array.from({ length: 10 }, (_, i) => [i + 10, 8_000_000_000n])) };
      script.atHeight(toHeight(20));
      const init = validInit({ height: toHeight(20), feeProposalFri });
      script.stream(1, init, []);
      script.call(validateCall(init, 1));
      return lastReason(script);
    };
    expect([at(lower), at(upper)]).toEqual([null, null]);
    expect(at(lower - 1n)).toContain('fee_proposal_fri out of bounds');
    expect(at(upper + 1n)).toContain('fee_proposal_fri out of bounds');
  });
});

describe('S-65 margin anchored to the local reference', () => {
  const max = (1n << 128n) - 1n;
  test.each([
    [1111n, 1000n, false],
    [1100n, 1000n, true],
    [900n, 1000n, true],
    [889n, 1000n, false],
    [1000n, 1050n, true],
    [1000n, 1150n, false],
    [9n, 10n, true],
    [9n, 11n, false],
    [max - 5n, max, true],
    [1n, max, false],
  ])('margin: %s against %s is %s', (price, reference, expected) => {
    expect(isWithinMargin(price, reference, 10n)).toBe(expected);
  });
});
