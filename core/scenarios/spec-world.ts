// The world of a spec and a seed: presets with what the spec changes, links, L1, traffic, and the spec's own interventions.
import { BRIDGE_LOCAL, BRIDGE_REMOTE, CODE_DEFAULTS, LINKS, MAINNET } from '../sim/presets.ts';
import type { ScenarioSpec, SpecSettings } from '../sim/spec.ts';
import type { World } from '../sim/world.ts';
import { ACCOUNT_ADDRESSES, DEPOSIT_SELECTOR, L1_BRIDGE_ADDRESS } from '../types/genesis.ts';
import { toValidatorIndex } from '../types/ids.ts';
import type { L1World, ValidatorSettings } from '../types/settings.ts';
import { CALM_L1, createStandardWorld } from './worlds.ts';

const SECOND = 1_000_000;

/** Nothing changed. */
export const NO_SETTINGS: SpecSettings = {
  quorum: null,
  useOnlyActualProposerSelection: null,
  requireVirtualProposerVote: null,
  timeouts: { propose: null, prevote: null, precommit: null },
  nTxs: null,
  chunk: null,
  proposerIdleDetectionDelayUs: null,
  transactionUs: null,
  commitmentTaskUs: null,
};

/** A calm network of four validators with a transfer every 2.5 s. */
export const CALM_SPEC: ScenarioSpec = {
  title: '',
  story: '',
  validators: 4,
  weights: [],
  staking: null,
  followers: [],
  engine: 'native',
  engines: [],
  batchers: { instances: 1, mode: 'failover' },
  preset: 'code-defaults',
  bridge: { preset: 'local', transport: 'apollo' },
  settings: NO_SETTINGS,
  links: LINKS,
  l1DelayUs: [],
  l1BaseFeeSlopeWei: 0n,
  deposits: [],
  traffic: { everyUs: 2.5 * SECOND, untilUs: 1_200 * SECOND },
  interventions: [],
};

const settingsOf = ({ preset, bridge, settings }: ScenarioSpec): ValidatorSettings => {
  const base = preset === 'mainnet' ? MAINNET : CODE_DEFAULTS;
  const { consensus, batcher, costs } = base;
  const { propose, prevote, precommit } = settings.timeouts;
  return {
    ...base,
    consensus: {
      ...consensus,
      quorum: settings.quorum ?? consensus.quorum,
      useOnlyActualProposerSelection: settings.useOnlyActualProposerSelection ?? consensus.useOnlyActualProposerSelection,
      requireVirtualProposerVote: settings.requireVirtualProposerVote ?? consensus.requireVirtualProposerVote,
      timeouts: {
        propose: propose ?? consensus.timeouts.propose,
        prevote: prevote ?? consensus.timeouts.prevote,
        precommit: precommit ?? consensus.timeouts.precommit,
      },
    },
    batcher: {
      ...batcher,
      outstreamContentBufferSize: settings.chunk ?? batcher.outstreamContentBufferSize,
      proposerIdleDetectionDelayUs: settings.proposerIdleDetectionDelayUs ?? batcher.proposerIdleDetectionDelayUs,
      bouncerCapacity: { ...batcher.bouncerCapacity, nTxs: settings.nTxs ?? batcher.bouncerCapacity.nTxs },
    },
    bridge: { ...(bridge.preset === 'remote' ? BRIDGE_REMOTE : BRIDGE_LOCAL), transport: bridge.transport },
    costs: {
      ...costs,
      transactionUs: settings.transactionUs ?? costs.transactionUs,
      commitmentTaskUs: settings.commitmentTaskUs ?? costs.commitmentTaskUs,
    },
  };
};

/** Names of what a spec changes of its preset, for the page. */
const overridesOf = ({ settings, bridge }: ScenarioSpec): readonly string[] => [
  ...Object.entries(settings).flatMap(([name, value]) => (name === 'timeouts' || value === null ? [] : [name])),
  ...Object.entries(settings.timeouts).flatMap(([step, value]) => (value === null ? [] : [`timeout_${step}`])),
  ...(bridge.preset === 'remote' ? ['bridge remote'] : []),
  ...(bridge.transport === 'seed-stream' ? ['bridge seed-stream'] : []),
];

/** Who sends deposits on L1. */
const L1_SENDER = 0xb1cn;

const depositOf = ({ atUs, account, milliStrk }: ScenarioSpec['deposits'][number], i: number): L1World['messages'][number] => ({
  atUs,
  l1From: L1_SENDER,
  to: L1_BRIDGE_ADDRESS,
  selector: DEPOSIT_SELECTOR,
  payload: [ACCOUNT_ADDRESSES[account] ?? 0n, BigInt(milliStrk) * 10n ** 15n, 0n],
  nonce: BigInt(i),
  cancelRequestedAtUs: null,
});

const l1Of = ({ l1DelayUs, l1BaseFeeSlopeWei, deposits }: ScenarioSpec): L1World => ({
  ...CALM_L1,
  messages: deposits.map((deposit, i) => depositOf(deposit, i)),
  delayUs: l1DelayUs,
  baseFeeWei: { ...CALM_L1.baseFeeWei, slopePerBlock: l1BaseFeeSlopeWei },
});

const stakingOf = ({ staking }: ScenarioSpec): World['staking'] =>
  staking === null
    ? null
    : {
        ...staking,
        epochs: staking.epochs.map(({ fromEpoch, stakes }) => ({
          fromEpoch,
          stakes: stakes.map(({ validator, weight, canPropose }) => ({
            validator: toValidatorIndex(validator),
            weight: BigInt(weight),
            canPropose,
          })),
        })),
      };

/** The world of a spec that has been checked. Equal arguments give equal worlds. */
export const worldOfSpec = (spec: ScenarioSpec, seed: number): World =>
  createStandardWorld({
    seed,
    validators: spec.validators,
    ...(spec.weights.length === 0 ? {} : { weights: spec.weights.map(BigInt) }),
    staking: stakingOf(spec),
    followers: spec.followers,
    engine: spec.engine,
    engines: spec.engines,
    batchers: spec.batchers,
    settings: settingsOf(spec),
    overrides: overridesOf(spec),
    l1: l1Of(spec),
    links: spec.links,
    traffic: spec.traffic,
    inputs: spec.interventions,
  });
