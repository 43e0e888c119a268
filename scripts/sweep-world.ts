// Random worlds for the sweep: everything that a run depends on, drawn from one integer. The same integer gives the same world for ever as long as this
// file does not change; a failing seed is therefore named together with the commit.
import { type RngState, createRng, nextBelow, nextBetween } from '../core/base/rng.ts';
import { BRIDGE_LOCAL, BRIDGE_REMOTE, CHAIN_ID, CODE_DEFAULTS, GENESIS_UNIX, LINKS, MAINNET } from '../core/sim/presets.ts';
import type { World } from '../core/sim/world.ts';
import { COSTS } from '../core/sim/costs.ts';
import type { Costs, L1Message, L1World, LinkSettings, Ramp, ValidatorSettings } from '../core/types/settings.ts';
import { ACCOUNT_ADDRESSES } from '../core/types/genesis.ts';
import { BRIDGE_ADDRESS } from '../core/exec/genesis.ts';
import { SELECTORS } from '../core/exec/selectors.ts';
import { SECOND, percent, pick } from './sweep-random.ts';
import { randomCall, randomTraffic } from './sweep-traffic.ts';

const randomWeights = (rng: RngState, validators: number): readonly bigint[] => {
  const weights = Array.from({ length: validators }, () => 1n);
  if (percent(rng, 30)) weights.forEach((_, i) => (weights[i] = BigInt(nextBetween(rng, 1, 10))));
  if (validators > 1 && percent(rng, 15)) weights[nextBelow(rng, validators)] = 0n;
  return weights;
};

const LINK_CHOICES: readonly LinkSettings[] = [
  LINKS,
  LINKS,
  LINKS,
  { latencyUsMin: 5_000, latencyUsMax: 10_000 },
  { latencyUsMin: 20_000, latencyUsMax: 400_000 },
];

const ramp = (rng: RngState, start: bigint): Ramp =>
  percent(rng, 60) ? { start, slopePerBlock: 0n } : { start, slopePerBlock: (start / 1_000n) * BigInt(nextBetween(rng, -30, 30)) };

/** Deposits, most of them sound; the others call anything. */
const randomMessage = (rng: RngState, nonce: number): L1Message => {
  const atUs = nextBetween(rng, -300, 40) * SECOND;
  const receiver = pick(rng, ACCOUNT_ADDRESSES);
  const odd = randomCall(rng);
  const isSound = percent(rng, 70);
  return {
    atUs,
    l1From: 0xabcn,
    to: isSound ? BRIDGE_ADDRESS : odd.to,
    selector: isSound ? SELECTORS.deposit : odd.selector,
    payload: isSound ? [receiver, BigInt(nextBetween(rng, 1, 1_000_000)), 0n] : odd.calldata,
    nonce: BigInt(nonce),
    cancelRequestedAtUs: percent(rng, 30) ? atUs + nextBetween(rng, 0, 320) * SECOND : null,
  };
};

const randomL1 = (rng: RngState, validators: number): L1World => ({
  blockIntervalSeconds: 12,
  baseFeeWei: ramp(rng, 20n * 10n ** 9n),
  blobFeeWei: ramp(rng, 10n ** 9n),
  ethToFriRate: ramp(rng, 20_000n * 10n ** 18n),
  strkUsdRate: percent(rng, 15) ? null : ramp(rng, pick(rng, [11n, 11n, 5n, 30n]) * 10n ** 16n),
  delayUs: percent(rng, 50) ? [] : Array.from({ length: validators }, () => nextBetween(rng, 0, 30) * SECOND),
  messages: percent(rng, 40) ? [] : Array.from({ length: nextBetween(rng, 1, 8) }, (_, i) => randomMessage(rng, i)),
});

/** Slow machines: blocks then end at the deadline, commits take long, and much is under way at any moment. */
const randomCosts = (rng: RngState): Costs => {
  if (percent(rng, 65)) return COSTS;
  return {
    ...COSTS,
    gatewayCheckUs: pick(rng, [3_000, 100_000]),
    transactionUs: pick(rng, [1_000, 30_000, 100_000, 500_000]),
    storageCommitUs: pick(rng, [5_000, 400_000]),
    commitmentTaskUs: pick(rng, [40_000, 300_000]),
    recorderWriteUs: pick(rng, [100_000, 2_000_000]),
  };
};

/** A preset with some values squeezed, so that limits are met in small runs. */
const randomSettings = (rng: RngState): ValidatorSettings => {
  const preset = pick(rng, [CODE_DEFAULTS, CODE_DEFAULTS, MAINNET]);
  const squeezed = percent(rng, 35);
  const { batcher, consensus } = preset;
  return {
    ...preset,
    bridge: pick(rng, [BRIDGE_LOCAL, BRIDGE_LOCAL, BRIDGE_REMOTE]),
    consensus: {
      ...consensus,
      useOnlyActualProposerSelection: percent(rng, 90),
      requireVirtualProposerVote: percent(rng, 10),
      stopAtHeight: percent(rng, 95) ? null : nextBetween(rng, 2, 12),
      quorum: percent(rng, 85) ? consensus.quorum : pick(rng, ['byzantine', 'honest'] as const),
    },
    batcher: squeezed
      ? {
          ...batcher,
          nConcurrentTxs: nextBetween(rng, 1, 6),
          outstreamContentBufferSize: nextBetween(rng, 1, 4),
          inputStreamContentBufferSize: nextBetween(rng, 6, 9),
          proposeL1TxsEvery: nextBetween(rng, 1, 3),
          maxL1HandlerTxsPerBlockProposal: nextBetween(rng, 1, 4),
          bouncerCapacity: { ...batcher.bouncerCapacity, nTxs: nextBetween(rng, 1, 8) },
        }
      : batcher,
    mempool: { ...preset.mempool, transactionTtlUs: percent(rng, 80) ? preset.mempool.transactionTtlUs : nextBetween(rng, 1, 10) * SECOND },
    costs: randomCosts(rng),
  };
};

/** Some validators have several batchers; a stream of its own, so that it shifts no other draw. */
const randomBatchers = (seed: number): World['batchers'] => {
  const rng = createRng(seed, 'sweep-batchers');
  const instances = percent(rng, 75) ? 1 : nextBetween(rng, 2, 3);
  return { instances, mode: pick(rng, ['round_robin', 'failover'] as const) };
};

/** Some worlds speak over the seed's stream. */
const withTransport = (seed: number, settings: ValidatorSettings): ValidatorSettings => {
  const isStream = percent(createRng(seed, 'sweep-transport'), 25);
  return isStream ? { ...settings, bridge: { ...settings.bridge, transport: 'seed-stream' } } : settings;
};

/** The world of a seed; `untilUs` is when its traffic ends. */
export const randomWorld = (seed: number, untilUs: number): World => {
  const rng = createRng(seed, 'sweep-world');
  const validators = pick(rng, [1, 2, 3, 4, 4, 4, 4, 5, 5, 7]);
  return {
    validators,
    followers: [],
    batchers: randomBatchers(seed),
    weights: randomWeights(rng, validators),
    staking: null,
    engine: 'native',
    engines: [],
    settings: withTransport(seed, randomSettings(rng)),
    overrides: [],
    links: pick(rng, LINK_CHOICES),
    l1: randomL1(rng, validators),
    genesisUnix: GENESIS_UNIX,
    chainId: CHAIN_ID,
    inputs: randomTraffic(createRng(seed, 'sweep-traffic'), { validators, untilUs }),
  };
};
