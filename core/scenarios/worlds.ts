// What the shipped worlds share: L1, links, clock, traffic.
import { CHAIN_ID, CODE_DEFAULTS, GENESIS_UNIX, LINKS } from '../sim/presets.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { World } from '../sim/world.ts';
import type { L1World, ValidatorSettings } from '../types/settings.ts';
import { transferWorkload } from './workload.ts';

const SECOND = 1_000_000;

/** A calm L1: 20 gwei base fee, 1 gwei blob fee, 20,000 STRK per ETH, 0.11 USD per STRK. */
export const CALM_L1: L1World = {
  blockIntervalSeconds: 12,
  baseFeeWei: { start: 20n * 10n ** 9n, slopePerBlock: 0n },
  blobFeeWei: { start: 10n ** 9n, slopePerBlock: 0n },
  ethToFriRate: { start: 20_000n * 10n ** 18n, slopePerBlock: 0n },
  strkUsdRate: { start: 11n * 10n ** 16n, slopePerBlock: 0n },
  delayUs: [],
  messages: [],
};

export type WorldOptions = {
  readonly seed: number;
  readonly validators: number;
  readonly settings?: ValidatorSettings;
  readonly overrides?: readonly string[];
  readonly l1?: L1World;
  readonly followers?: World['followers'];
  readonly engine?: World['engine'];
  readonly engines?: World['engines'];
  readonly batchers?: World['batchers'];
  readonly weights?: World['weights'];
  readonly staking?: World['staking'];
  readonly links?: World['links'];
  /** Mean distance of transfers (0: none) and when they end. */
  readonly traffic?: { readonly everyUs: number; readonly untilUs: number };
  /** The scenario's own inputs beside the traffic. */
  readonly inputs?: readonly Intervention[];
};

/** A world of equal weights with twenty minutes of traffic, a transfer every 2.5 s on average, unless the options say otherwise. */
export const createStandardWorld = (options: WorldOptions): World => {
  const { seed, validators } = options;
  const { everyUs, untilUs } = options.traffic ?? { everyUs: 2.5 * SECOND, untilUs: 1_200 * SECOND };
  const traffic = everyUs === 0 ? [] : transferWorkload({ seed, validators, fromUs: 0.2 * SECOND, untilUs, everyUs });
  return {
    validators,
    followers: options.followers ?? [],
    engine: options.engine ?? 'native',
    engines: options.engines ?? [],
    batchers: options.batchers ?? { instances: 1, mode: 'failover' },
    weights: options.weights ?? Array.from({ length: validators }, () => 1n),
    staking: options.staking ?? null,
    settings: options.settings ?? CODE_DEFAULTS,
    overrides: options.overrides ?? [],
    links: options.links ?? LINKS,
    l1: options.l1 ?? CALM_L1,
    genesisUnix: GENESIS_UNIX,
    chainId: CHAIN_ID,
    inputs: [...traffic, ...(options.inputs ?? [])].toSorted((a, b) => a.t - b.t),
  };
};
