// L1 as a function of time, its mean prices, and a block's prices made from them. Rules: protocol.md 2.6 and world.md 5; S-65.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { err, ok } from '../base/result.ts';
import { toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { L1World, OrchestratorSettings, Ramp } from '../types/settings.ts';
import {
  type BlockPriceInputs,
  type PriceQuery,
  blockPrices,
  getEthToFriRate,
  getPriceInfo,
  getStrkUsdRate,
  isWithinMargin,
  toGasPrices,
} from './price-provider.ts';
import { L1_GENESIS_BLOCK, l1BaseFeeWei, l1BlockTimestamp, newestL1Block } from './world.ts';

const GENESIS = 1_788_000_000;
const GWEI = 10n ** 9n;
const U128_MAX = (1n << 128n) - 1n;
const constant = (start: bigint): Ramp => ({ start, slopePerBlock: 0n });

const world = (change: Partial<L1World> = {}): L1World => ({
  blockIntervalSeconds: 12,
  baseFeeWei: constant(20n * GWEI),
  blobFeeWei: constant(3n * GWEI),
  ethToFriRate: constant(8_000n * 10n ** 18n),
  strkUsdRate: constant(5n * 10n ** 17n),
  delayUs: [],
  messages: [],
  ...change,
});

const query = (nowSeconds: number, change: Partial<PriceQuery> = {}): PriceQuery => ({
  genesisUnix: GENESIS,
  validator: toValidatorIndex(0),
  now: toTimeUs(nowSeconds * 1_000_000),
  timestamp: GENESIS + nowSeconds,
  ...change,
});

describe('L1 world', () => {
  test.each([
    { note: 'at genesis', now: 0, delayUs: 0, number: L1_GENESIS_BLOCK },
    { note: 'just before the next block', now: 11_999_999, delayUs: 0, number: L1_GENESIS_BLOCK },
    { note: 'at the next block', now: 12_000_000, delayUs: 0, number: L1_GENESIS_BLOCK + 1 },
    { note: 'with a delay', now: 12_000_000, delayUs: 1, number: L1_GENESIS_BLOCK },
    { note: 'with a delay into history', now: 0, delayUs: 12_000_001, number: L1_GENESIS_BLOCK - 2 },
    { note: 'at the very first block', now: 0, delayUs: L1_GENESIS_BLOCK * 12_000_000, number: 0 },
    { note: 'before all blocks', now: 0, delayUs: L1_GENESIS_BLOCK * 12_000_000 + 1, number: null },
  ])('L1 world: the newest block $note', ({ now, delayUs, number }) => {
    expect(newestL1Block(world({ delayUs: [0, delayUs] }), { validator: toValidatorIndex(1), now: toTimeUs(now) })).toBe(number);
  });

  test('L1 world: fees follow their ramp, before genesis too, and never fall below 1', () => {
    const ramp = world({ baseFeeWei: { start: 100n, slopePerBlock: 2n } });
    expect([-51, -49, 0, 10].map((steps) => l1BaseFeeWei(ramp, L1_GENESIS_BLOCK + steps))).toEqual([1n, 2n, 100n, 120n]);
    expect(l1BlockTimestamp(ramp, GENESIS, L1_GENESIS_BLOCK - 2)).toBe(GENESIS - 24);
  });
});

describe('price info', () => {
  test('L1 price provider: the mean is over the last 300 blocks that are at least 60 s old', () => {
    const ramp = world({ baseFeeWei: { start: 1_000_000n, slopePerBlock: 1n }, blobFeeWei: { start: 2_000_000n, slopePerBlock: 3n } });
    // t = 120: blocks up to 60 s, that is genesis + 5; the mean of steps -294..5 is -144.5.
    expect(getPriceInfo(ramp, query(120))).toEqual(ok({ baseFeeWei: 999_855n, blobFeeWei: 1_999_566n }));
    // One second earlier block genesis + 5 is too young: steps -295..4, mean -145.5.
    expect(getPriceInfo(ramp, query(119))).toEqual(ok({ baseFeeWei: 999_854n, blobFeeWei: 1_999_563n }));
  });

  test('L1 price provider: the timestamp asked for decides, not the clock', () => {
    const ramp = world({ baseFeeWei: { start: 1_000_000n, slopePerBlock: 1n } });
    expect(getPriceInfo(ramp, query(500, { timestamp: GENESIS + 120 }))).toEqual(getPriceInfo(ramp, query(120)));
  });

  test('L1 price provider: a delay lets the newest blocks be missing, so the mean moves back', () => {
    const ramp = world({ baseFeeWei: { start: 1_000_000n, slopePerBlock: 1n }, delayUs: [0, 120_000_000] });
    expect(getPriceInfo(ramp, query(120, { validator: toValidatorIndex(1) }))).toMatchObject({ value: { baseFeeWei: 999_850n } });
  });

  test('L1 price provider: more than 900 s behind is stale', () => {
    const delayed = world({ delayUs: [900_000_000] });
    expect(getPriceInfo(delayed, query(0)).ok).toBe(true);
    expect(getPriceInfo(delayed, query(1))).toEqual(
      err({ code: 'StaleL1GasPricesError', currentTimestamp: GENESIS + 1, lastValidTimestamp: GENESIS - 900 }),
    );
  });

  test('L1 price provider: without any visible block, or asked for a time before its history, data are missing', () => {
    const blind = world({ delayUs: [L1_GENESIS_BLOCK * 12_000_000 + 1] });
    expect(getPriceInfo(blind, query(0))).toEqual(err({ code: 'MissingDataError', timestamp: GENESIS, lagSeconds: 60 }));
    // The ring of 3000 reaches back to the block after number 0.
    const oldest = GENESIS - 2_999 * 12 + 60;
    expect(getPriceInfo(world(), query(0, { timestamp: oldest })).ok).toBe(true);
    expect(getPriceInfo(world(), query(0, { timestamp: oldest - 1 }))).toMatchObject({ error: { code: 'MissingDataError' } });
  });

  test('L1 price provider: a short history is averaged all the same', () => {
    const ramp = world({ baseFeeWei: { start: 1_000_000n, slopePerBlock: 1n } });
    // Three blocks of the ring, steps -2999..-2997.
    expect(getPriceInfo(ramp, query(0, { timestamp: GENESIS - 2_997 * 12 + 60 }))).toMatchObject({ value: { baseFeeWei: 997_002n } });
  });

  test('L1 price provider: it agrees with a plain average over a list of blocks', () => {
    const slope = fc.bigInt({ min: -5n, max: 5n });
    fc.assert(
      fc.property(fc.nat(4_000), fc.nat(120), slope, fc.integer({ min: -300, max: 30 }), (now, delay, slopePerBlock, asked) => {
        const ramp = world({ baseFeeWei: { start: 20_000n, slopePerBlock }, delayUs: [delay * 1_000_000] });
        const timestamp = GENESIS + now + asked;
        const blocks = Array.from({ length: L1_GENESIS_BLOCK + 400 }, (_, number) => number)
          .filter((number) => l1BlockTimestamp(ramp, GENESIS, number) <= GENESIS + now - delay)
          .slice(-3_000)
          .filter((number) => l1BlockTimestamp(ramp, GENESIS, number) <= timestamp - 60)
          .slice(-300);
        const mean = blocks.reduce((sum, number) => sum + l1BaseFeeWei(ramp, number), 0n) / BigInt(blocks.length);
        expect(getPriceInfo(ramp, query(now, { timestamp }))).toMatchObject({ value: { baseFeeWei: mean } });
      }),
      { numRuns: 60 },
    );
  });
});

describe('rates', () => {
  test('oracles: a rate is that of the L1 interval of the timestamp, the same for every validator', () => {
    const ramp = world({ ethToFriRate: { start: 1_000n, slopePerBlock: 10n }, strkUsdRate: { start: 50n, slopePerBlock: -1n } });
    const at = (seconds: number): unknown => [
      getEthToFriRate(ramp, { genesisUnix: GENESIS, timestamp: GENESIS + seconds }),
      getStrkUsdRate(ramp, { genesisUnix: GENESIS, timestamp: GENESIS + seconds }),
    ];
    expect(at(11)).toEqual([ok(1_000n), ok(50n)]);
    expect(at(24)).toEqual([ok(1_020n), ok(48n)]);
    expect(at(-1)).toEqual([ok(990n), ok(51n)]);
    expect(at(12_000)).toEqual([ok(11_000n), ok(1n)]);
  });

  test('oracles: without a STRK/USD rate the oracle errs', () => {
    expect(getStrkUsdRate(world({ strkUsdRate: null }), { genesisUnix: GENESIS, timestamp: GENESIS })).toEqual(
      err({ code: 'ExchangeRateOracleError' }),
    );
  });
});

const SETTINGS: OrchestratorSettings = {
  blockTimestampWindowSeconds: 1,
  buildProposalMarginUs: 1_000_000,
  validateProposalMarginUs: 10_000_000,
  retrospectiveTimeRatioPpt: 700,
  retrospectiveRetryIntervalUs: 500_000,
  compareRetrospectiveBlockHash: false,
  minL1GasPriceWei: GWEI,
  maxL1GasPriceWei: 200n * GWEI,
  minL1DataGasPriceWei: 1n,
  maxL1DataGasPriceWei: 10n ** 18n,
  l1DataGasPriceMultiplierPpt: 135n,
  l1GasTipWei: GWEI,
  l1GasPriceMarginPercent: 10n,
  snip35TargetAttoUsdPerL2Gas: 880_000_000n,
  overrideL2GasPriceFri: null,
  overrideL1GasPriceFri: null,
  overrideL1DataGasPriceFri: null,
  overrideEthToFriRate: null,
  minL2GasPricePerHeight: [],
  starknetVersion: '0.14.4',
};

const inputs = (change: Partial<BlockPriceInputs> = {}): BlockPriceInputs => ({
  priceInfo: ok({ baseFeeWei: 20n * GWEI, blobFeeWei: 1_001n }),
  ethToFriRate: ok(8_000n * 10n ** 18n),
  previous: null,
  ...change,
});
const STALE = err({ code: 'StaleL1GasPricesError', currentTimestamp: 2, lastValidTimestamp: 1 } as const);
const PREVIOUS = { l1Gas: { wei: 4n, fri: 12n }, l1DataGas: { wei: 7n, fri: 9n } };

describe('prices of a block', () => {
  test('L1 prices: tip and clamp on gas, 135 permille on blob fees, both converted with floors', () => {
    expect(blockPrices(SETTINGS, inputs())).toEqual({
      l1Gas: { wei: 21n * GWEI, fri: 168_000n * GWEI },
      l1DataGas: { wei: 135n, fri: 1_080_000n },
      ethToFriRate: 8_000n * 10n ** 18n,
      source: 'oracle',
    });
  });

  test.each([
    { note: 'a low base fee is raised', priceInfo: { baseFeeWei: 0n, blobFeeWei: 0n }, min: 2n * GWEI, gas: 2n * GWEI, data: 1n },
    {
      note: 'a high base fee is cut',
      priceInfo: { baseFeeWei: 10n ** 20n, blobFeeWei: 10n ** 20n },
      min: GWEI,
      gas: 200n * GWEI,
      data: 10n ** 18n,
    },
  ])('L1 prices: $note', ({ priceInfo, min, gas, data }) => {
    const prices = blockPrices({ ...SETTINGS, minL1GasPriceWei: min }, inputs({ priceInfo: ok(priceInfo), ethToFriRate: ok(10n ** 18n) }));
    expect([prices.l1Gas.wei, prices.l1DataGas.wei]).toEqual([gas, data]);
  });

  test.each([
    { note: 'prices are missing', change: { priceInfo: STALE } },
    { note: 'the rate is missing', change: { ethToFriRate: err({ code: 'ExchangeRateOracleError' } as const) } },
    { note: 'the conversion exceeds u128', change: { ethToFriRate: ok(U128_MAX) } },
  ])('L1 prices: when $note, the previous block gives its four prices and the rate they imply', ({ change }) => {
    expect(blockPrices(SETTINGS, inputs({ ...change, previous: PREVIOUS }))).toEqual({
      ...PREVIOUS,
      ethToFriRate: 3n * 10n ** 18n,
      source: 'previous_block',
    });
  });

  test.each([
    { note: 'there is none', previous: null },
    { note: 'its price in wei is 0', previous: { ...PREVIOUS, l1Gas: { wei: 0n, fri: 12n } } },
    { note: 'its rate is 0', previous: { ...PREVIOUS, l1Gas: { wei: 10n ** 19n, fri: 1n } } },
    { note: 'its price in fri is too high to convert', previous: { ...PREVIOUS, l1Gas: { wei: 4n, fri: U128_MAX } } },
  ])('L1 prices: the minimum at 1000 STRK per ETH is the last resort: of the previous block $note', ({ previous }) => {
    expect(blockPrices(SETTINGS, inputs({ priceInfo: STALE, previous }))).toEqual({
      l1Gas: { wei: GWEI, fri: 1_000n * GWEI },
      l1DataGas: { wei: 1n, fri: 1_000n },
      ethToFriRate: 10n ** 21n,
      source: 'minimum',
    });
  });

  test('L1 prices: an overriding rate gives new fri prices, an overriding price new wei at that rate', () => {
    const settings = { ...SETTINGS, overrideEthToFriRate: 2n * 10n ** 18n, overrideL1GasPriceFri: 7n, overrideL1DataGasPriceFri: 101n };
    expect(blockPrices(settings, inputs())).toMatchObject({ l1Gas: { fri: 7n, wei: 3n }, l1DataGas: { fri: 101n, wei: 50n } });
    expect(blockPrices({ ...settings, overrideL1GasPriceFri: null, overrideL1DataGasPriceFri: null }, inputs())).toMatchObject({
      l1Gas: { wei: 21n * GWEI, fri: 42n * GWEI },
      l1DataGas: { wei: 135n, fri: 270n },
    });
  });

  test('L1 prices: the L2 price in wei follows from the rate', () => {
    const prices = blockPrices(SETTINGS, inputs());
    expect(toGasPrices(prices, 8_000n * GWEI)).toEqual(
      ok({ l1Gas: prices.l1Gas, l1DataGas: prices.l1DataGas, l2Gas: { fri: 8_000n * GWEI, wei: GWEI } }),
    );
  });

  test.each([
    { which: 'l1_gas', unit: 'wei', l2: 8_000n, change: { l1Gas: { wei: 0n, fri: 1n } } },
    { which: 'l1_data_gas', unit: 'fri', l2: 8_000n, change: { l1DataGas: { wei: 1n, fri: 0n } } },
    { which: 'l2_gas', unit: 'fri', l2: 0n, change: {} },
    { which: 'l2_gas', unit: 'wei', l2: 7_999n, change: {} },
  ])('L1 prices: no block has $which 0 in $unit', ({ which, unit, l2, change }) => {
    expect(toGasPrices({ ...blockPrices(SETTINGS, inputs()), ...change }, l2)).toEqual(err({ code: 'ZeroPrice', which, unit }));
  });
});

describe('margin', () => {
  // S-65 margin_anchor, margin 10 %.
  test.each([
    [1_111n, 1_000n, false],
    [1_100n, 1_000n, true],
    [900n, 1_000n, true],
    [889n, 1_000n, false],
    [1_000n, 1_050n, true],
    [1_000n, 1_150n, false],
    [9n, 10n, true],
    [9n, 11n, false],
    [U128_MAX - 5n, U128_MAX, true],
    [1n, U128_MAX, false],
    // One unit is rounding even where 10 % is less than one.
    [6n, 5n, true],
    [4n, 5n, true],
    [7n, 5n, false],
  ])('margin: %s against a local %s is %s', (p, reference, expected) => {
    expect(isWithinMargin(p, reference, 10n)).toBe(expected);
  });
});
