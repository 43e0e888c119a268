// A scenario as JSON and back. What comes from outside (editor, file, link) is checked field by field: unknown fields, wrong types and values beyond the
// stated limits are refused with their place, and what is left out takes the calm default.
import { COMMITTEE_MAX, INTERVENTIONS_MAX, RUN_TIME_US_MAX, TIMEOUT_US_MIN, VALIDATORS_MAX } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { type ShapeError, booleanOf, eachOf, fieldsOf, hexOf, need, oneOf, orNull, readShape, textOf, wholeOf } from '../base/shape.ts';
import { BATCHER_MODES, BRIDGE_PRESETS, BRIDGE_TRANSPORTS, PRESETS, QUORUM_TYPES } from '../types/config-change.ts';
import type { Step } from '../types/consensus.ts';
import { ENGINES, type EngineName, isCairoEngine } from '../types/engines.ts';
import { ACCOUNT_ADDRESSES } from '../types/genesis.ts';
import type { BatcherInstances, FollowerKind } from '../types/nodes.ts';
import type { Intervention } from './intervention.ts';
import { interventionFromJson, interventionToJson } from './intervention-json.ts';
import type { ScenarioSpec, SpecDeposit, SpecEpoch, SpecSettings, SpecTraffic } from './spec.ts';

const TITLE_MAX = 80;
const STORY_MAX = 600;
const FOLLOWERS_MAX = 4;
const BATCHERS_MAX = 4;
export const EPOCHS_MAX = 100;
export const DEPOSITS_MAX = 100;
const DAY_US = 86_400_000_000;
const LATENCY_US: readonly [number, number] = [5_000, 5_000_000];
const DURATION_US: readonly [number, number] = [0, RUN_TIME_US_MAX];
const FOLLOWERS: readonly FollowerKind[] = ['state_diffs', 're_execute'];

/** The JSON value of a spec; everything in it is JSON's own but bigints, which are 0x strings. */
export const specToJson = (spec: ScenarioSpec): unknown => ({
  ...spec,
  l1BaseFeeSlopeWei:
    spec.l1BaseFeeSlopeWei < 0n ? `-0x${(-spec.l1BaseFeeSlopeWei).toString(16)}` : `0x${spec.l1BaseFeeSlopeWei.toString(16)}`,
  interventions: spec.interventions.map((item) => interventionToJson(item)),
});

type StepTimeout = { readonly baseUs: number; readonly deltaUs: number; readonly maxUs: number };

const readTimeout = (value: unknown, at: string, step: Step): StepTimeout => {
  const range = [TIMEOUT_US_MIN[step], RUN_TIME_US_MAX] as const;
  const { baseUs, deltaUs, maxUs } = fieldsOf(value, at, ['baseUs', 'deltaUs', 'maxUs']);
  return {
    baseUs: wholeOf(baseUs, `${at}.baseUs`, range),
    deltaUs: wholeOf(deltaUs, `${at}.deltaUs`, DURATION_US),
    maxUs: wholeOf(maxUs, `${at}.maxUs`, range),
  };
};

const SETTING_NAMES = [
  'quorum',
  'useOnlyActualProposerSelection',
  'requireVirtualProposerVote',
  'timeouts',
  'nTxs',
  'chunk',
  'proposerIdleDetectionDelayUs',
  'transactionUs',
  'commitmentTaskUs',
] as const satisfies readonly (keyof SpecSettings)[];

const readSettings = (value: unknown): SpecSettings => {
  const f = fieldsOf(value, 'settings', SETTING_NAMES);
  const steps = fieldsOf(f.timeouts ?? {}, 'settings.timeouts', ['propose', 'prevote', 'precommit']);
  const timeout = (step: Step): StepTimeout | null => orNull(steps[step], (v) => readTimeout(v, `settings.timeouts.${step}`, step));
  const number = (name: (typeof SETTING_NAMES)[number], range: readonly [number, number]): number | null =>
    orNull(f[name], (v) => wholeOf(v, `settings.${name}`, range));
  return {
    quorum: orNull(f.quorum, (v) => oneOf(v, 'settings.quorum', QUORUM_TYPES)),
    useOnlyActualProposerSelection: orNull(f.useOnlyActualProposerSelection, (v) =>
      booleanOf(v, 'settings.useOnlyActualProposerSelection'),
    ),
    requireVirtualProposerVote: orNull(f.requireVirtualProposerVote, (v) => booleanOf(v, 'settings.requireVirtualProposerVote')),
    timeouts: { propose: timeout('propose'), prevote: timeout('prevote'), precommit: timeout('precommit') },
    nTxs: number('nTxs', [1, 10_000]),
    chunk: number('chunk', [1, 1_000]),
    proposerIdleDetectionDelayUs: number('proposerIdleDetectionDelayUs', [1_000, RUN_TIME_US_MAX]),
    transactionUs: number('transactionUs', DURATION_US),
    commitmentTaskUs: number('commitmentTaskUs', DURATION_US),
  };
};

const readEpoch =
  (validators: number) =>
  (value: unknown, at: string): SpecEpoch => {
    const { fromEpoch, stakes } = fieldsOf(value, at, ['fromEpoch', 'stakes']);
    return {
      fromEpoch: wholeOf(fromEpoch, `${at}.fromEpoch`, [0, 1_000_000]),
      stakes: eachOf(stakes, `${at}.stakes`, VALIDATORS_MAX, (stake, place) => {
        const f = fieldsOf(stake, place, ['validator', 'weight', 'canPropose']);
        return {
          validator: wholeOf(f.validator, `${place}.validator`, [0, validators - 1]),
          weight: wholeOf(f.weight, `${place}.weight`, [0, Number.MAX_SAFE_INTEGER]),
          canPropose: booleanOf(f.canPropose ?? true, `${place}.canPropose`),
        };
      }),
    };
  };

/** Every epoch has somebody who votes and somebody who proposes, each validator once, and the first entry holds from epoch 0 on. */
const isStakingSound = (epochs: readonly SpecEpoch[]): boolean =>
  epochs[0]?.fromEpoch === 0 &&
  epochs.every(({ fromEpoch }, i) => i === 0 || fromEpoch > (epochs[i - 1]?.fromEpoch ?? 0)) &&
  epochs.every(({ stakes }) => new Set(stakes.map(({ validator }) => validator)).size === stakes.length) &&
  epochs.every(({ stakes }) => stakes.some(({ weight, canPropose }) => weight > 0 && canPropose));

const readStaking = (value: unknown, validators: number): ScenarioSpec['staking'] =>
  orNull(value, (v) => {
    const { epochLength, committeeSize, epochs } = fieldsOf(v, 'staking', ['epochLength', 'committeeSize', 'epochs']);
    const read = eachOf(epochs, 'staking.epochs', EPOCHS_MAX, readEpoch(validators));
    return {
      epochLength: wholeOf(epochLength ?? 30, 'staking.epochLength', [1, 10_000]),
      committeeSize: wholeOf(committeeSize ?? 100, 'staking.committeeSize', [1, COMMITTEE_MAX]),
      epochs: need(isStakingSound(read) ? read : null, 'staking.epochs'),
    };
  });

const readWeights = (value: unknown, validators: number): readonly number[] => {
  const weights = eachOf(value ?? [], 'weights', VALIDATORS_MAX, (weight, at) => wholeOf(weight, at, [0, Number.MAX_SAFE_INTEGER]));
  const isSound = weights.length === 0 || (weights.length === validators && weights.some((weight) => weight > 0));
  return need(isSound ? weights : null, 'weights');
};

const readBatchers = (value: unknown): BatcherInstances => {
  const { instances, mode } = fieldsOf(value ?? {}, 'batchers', ['instances', 'mode']);
  return {
    instances: wholeOf(instances ?? 1, 'batchers.instances', [1, BATCHERS_MAX]),
    mode: oneOf(mode ?? 'failover', 'batchers.mode', BATCHER_MODES),
  };
};

/** All of one kind: engines in TypeScript refuse declarations and deployments, which engines on the Cairo VM execute. */
const readEngines = (value: unknown, engine: EngineName, validators: number): readonly EngineName[] =>
  eachOf(value ?? [], 'engines', validators, (name, at) => {
    const read = oneOf(name, at, ENGINES);
    return need(isCairoEngine(read) === isCairoEngine(engine) ? read : null, at);
  });

const readLinks = (value: unknown): ScenarioSpec['links'] => {
  const { latencyUsMin, latencyUsMax } = fieldsOf(value ?? {}, 'links', ['latencyUsMin', 'latencyUsMax']);
  const min = wholeOf(latencyUsMin ?? 20_000, 'links.latencyUsMin', LATENCY_US);
  return { latencyUsMin: min, latencyUsMax: wholeOf(latencyUsMax ?? Math.max(min, 80_000), 'links.latencyUsMax', [min, LATENCY_US[1]]) };
};

const readDeposit = (value: unknown, at: string): SpecDeposit => {
  const { atUs, account, milliStrk } = fieldsOf(value, at, ['atUs', 'account', 'milliStrk']);
  return {
    atUs: wholeOf(atUs, `${at}.atUs`, [-DAY_US, DAY_US]),
    account: wholeOf(account, `${at}.account`, [0, ACCOUNT_ADDRESSES.length - 1]),
    milliStrk: wholeOf(milliStrk, `${at}.milliStrk`, [1, 1_000_000_000]),
  };
};

const readTraffic = (value: unknown): SpecTraffic => {
  const { everyUs, untilUs } = fieldsOf(value ?? {}, 'traffic', ['everyUs', 'untilUs']);
  const every = wholeOf(everyUs ?? 2_500_000, 'traffic.everyUs', [0, RUN_TIME_US_MAX]);
  return {
    everyUs: need(every === 0 || every >= 10_000 ? every : null, 'traffic.everyUs'),
    untilUs: wholeOf(untilUs ?? 1_200_000_000, 'traffic.untilUs', [0, 3_600_000_000]),
  };
};

const readInterventions = (value: unknown, nodes: number): readonly Intervention[] => {
  const list = eachOf(value ?? [], 'interventions', INTERVENTIONS_MAX, (item, at) => interventionFromJson(item, at, nodes));
  const late = list.findIndex((item, i) => item.t < (list[i - 1]?.t ?? 0));
  return need(late < 0 ? list : null, `interventions[${late}].t`);
};

const SPEC_NAMES = [
  'title',
  'story',
  'validators',
  'weights',
  'staking',
  'followers',
  'engine',
  'engines',
  'batchers',
  'preset',
  'bridge',
  'settings',
  'links',
  'l1DelayUs',
  'l1BaseFeeSlopeWei',
  'deposits',
  'traffic',
  'interventions',
] as const satisfies readonly (keyof ScenarioSpec)[];

const readSpec = (value: unknown): ScenarioSpec => {
  const f = fieldsOf(value, '', SPEC_NAMES);
  const validators = wholeOf(f.validators ?? 4, 'validators', [1, VALIDATORS_MAX]);
  const followers = eachOf(f.followers ?? [], 'followers', FOLLOWERS_MAX, (kind, at) => oneOf(kind, at, FOLLOWERS));
  const engine = oneOf(f.engine ?? 'native', 'engine', ENGINES);
  const bridge = fieldsOf(f.bridge ?? {}, 'bridge', ['preset', 'transport']);
  return {
    title: textOf(f.title ?? '', 'title', TITLE_MAX),
    story: textOf(f.story ?? '', 'story', STORY_MAX),
    validators,
    weights: readWeights(f.weights, validators),
    staking: readStaking(f.staking, validators),
    followers,
    engine,
    engines: readEngines(f.engines, engine, validators),
    batchers: readBatchers(f.batchers),
    preset: oneOf(f.preset ?? 'code-defaults', 'preset', PRESETS),
    bridge: {
      preset: oneOf(bridge.preset ?? 'local', 'bridge.preset', BRIDGE_PRESETS),
      transport: oneOf(bridge.transport ?? 'apollo', 'bridge.transport', BRIDGE_TRANSPORTS),
    },
    settings: readSettings(f.settings ?? {}),
    links: readLinks(f.links),
    l1DelayUs: eachOf(f.l1DelayUs ?? [], 'l1DelayUs', validators, (delay, at) => wholeOf(delay, at, DURATION_US)),
    l1BaseFeeSlopeWei: hexOf(f.l1BaseFeeSlopeWei ?? '0x0', 'l1BaseFeeSlopeWei', -80),
    deposits: eachOf(f.deposits ?? [], 'deposits', DEPOSITS_MAX, readDeposit),
    traffic: readTraffic(f.traffic),
    interventions: readInterventions(f.interventions, validators + followers.length),
  };
};

/** Reads the JSON value of a spec; never throws. */
export const specFromJson = (value: unknown): Result<ScenarioSpec, ShapeError> => readShape(() => readSpec(value));
