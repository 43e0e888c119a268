// The fields of every kind of fault as data: in order, with what they mean and how large they may be. The single source of forms, links, scenario files
// and random sweeps, so that a new kind needs one row here and nothing elsewhere but its behaviour.
import { RUN_TIME_US_MAX, VALIDATORS_MAX } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { type ShapeError, eachOf, fieldsOf, need, oneOf, orNull, readShape, wholeOf } from '../base/shape.ts';
import { type ValidatorIndex, toValidatorIndex } from '../types/ids.ts';
import type { Fault, FaultKind, FaultOf, FrameFilter } from './fault.ts';

export type FieldType =
  | 'validator'
  | 'validators'
  | 'filter'
  | 'ppm'
  | 'duration'
  | 'signed_duration'
  | 'count'
  | 'percent'
  | 'height'
  | 'message_id'
  | 'part'
  | 'instance'
  | 'storage';

export type FaultField = { readonly name: string; readonly type: FieldType };
type Fields<K extends FaultKind> = readonly { readonly name: Exclude<keyof FaultOf<K>, 'kind'> & string; readonly type: FieldType }[];

export type FaultGroup = 'validator' | 'network' | 'stream' | 'byzantine' | 'bridge' | 'execution';

const VALIDATOR = { name: 'validator', type: 'validator' } as const;
const FILTER = { name: 'filter', type: 'filter' } as const;
const HEIGHT = { name: 'height', type: 'height' } as const;
const AT_HEIGHT = [VALIDATOR, HEIGHT] as const;
const BY = [VALIDATOR, { name: 'byUs', type: 'duration' }] as const;
const PERCENT = [VALIDATOR, { name: 'percent', type: 'percent' }] as const;

export const FAULT_FIELDS: { readonly [K in FaultKind]: Fields<K> } = {
  crash: [VALIDATOR, { name: 'part', type: 'part' }, { name: 'instance', type: 'instance' }, { name: 'storage', type: 'storage' }],
  pause: [VALIDATOR],
  clock_skew: [VALIDATOR, { name: 'byUs', type: 'signed_duration' }],
  l1_delay: BY,
  hold_inbox: [VALIDATOR],
  drop: [FILTER, { name: 'ppm', type: 'ppm' }],
  drop_first: [FILTER, { name: 'count', type: 'count' }],
  delay: [FILTER, { name: 'byUs', type: 'duration' }],
  jitter: [FILTER, { name: 'upToUs', type: 'duration' }],
  duplicate: [FILTER, { name: 'ppm', type: 'ppm' }, { name: 'afterUs', type: 'duration' }],
  corrupt: [FILTER, { name: 'ppm', type: 'ppm' }],
  partition: [{ name: 'side', type: 'validators' }],
  one_way_cut: [
    { name: 'from', type: 'validators' },
    { name: 'to', type: 'validators' },
  ],
  drop_part: [VALIDATOR, { name: 'messageId', type: 'message_id' }, HEIGHT],
  withhold_fin: AT_HEIGHT,
  reorder_stream: AT_HEIGHT,
  reuse_stream_id: AT_HEIGHT,
  oversize_stream: AT_HEIGHT,
  equivocate: AT_HEIGHT,
  double_vote: AT_HEIGHT,
  always_nil: AT_HEIGHT,
  late_vote: BY,
  withhold_votes: AT_HEIGHT,
  wrong_commitment: AT_HEIGHT,
  invalid_transaction: AT_HEIGHT,
  impersonate: [VALIDATOR, { name: 'victim', type: 'validator' }],
  quiet_proposer: AT_HEIGHT,
  tamper_sync: [VALIDATOR],
  bridge_cut: [VALIDATOR],
  bridge_slow: BY,
  bridge_duplicate: [VALIDATOR],
  heartbeat_loss: [VALIDATOR],
  slow_committer: BY,
  slow_batcher: PERCENT,
  wrong_execution: AT_HEIGHT,
  gas_price_disagreement: PERCENT,
  abort_validation: AT_HEIGHT,
  one_tx_too_many: AT_HEIGHT,
  recorder_down: [VALIDATOR],
};

/** All kinds, in the order of the palette. */
export const FAULT_KINDS: readonly FaultKind[] = Object.keys(FAULT_FIELDS) as FaultKind[];

export const FAULT_GROUPS: { readonly [K in FaultKind]: FaultGroup } = {
  crash: 'validator',
  pause: 'validator',
  clock_skew: 'validator',
  l1_delay: 'validator',
  hold_inbox: 'validator',
  drop: 'network',
  drop_first: 'network',
  delay: 'network',
  jitter: 'network',
  duplicate: 'network',
  corrupt: 'network',
  partition: 'network',
  one_way_cut: 'network',
  drop_part: 'stream',
  withhold_fin: 'stream',
  reorder_stream: 'stream',
  reuse_stream_id: 'stream',
  oversize_stream: 'stream',
  equivocate: 'byzantine',
  double_vote: 'byzantine',
  always_nil: 'byzantine',
  late_vote: 'byzantine',
  withhold_votes: 'byzantine',
  wrong_commitment: 'byzantine',
  invalid_transaction: 'byzantine',
  impersonate: 'byzantine',
  quiet_proposer: 'byzantine',
  tamper_sync: 'byzantine',
  bridge_cut: 'bridge',
  bridge_slow: 'bridge',
  bridge_duplicate: 'bridge',
  heartbeat_loss: 'bridge',
  slow_committer: 'execution',
  slow_batcher: 'execution',
  wrong_execution: 'execution',
  gas_price_disagreement: 'execution',
  abort_validation: 'execution',
  one_tx_too_many: 'execution',
  recorder_down: 'execution',
};

/** Smallest and largest value of a number field; times in microseconds, skew either way. */
export const FIELD_RANGES: {
  readonly [T in 'ppm' | 'duration' | 'signed_duration' | 'count' | 'percent' | 'height' | 'message_id' | 'instance']: readonly [
    number,
    number,
  ];
} = {
  ppm: [1, 1_000_000],
  duration: [1, RUN_TIME_US_MAX],
  signed_duration: [-86_400_000_000, 86_400_000_000],
  count: [1, 1_000_000],
  percent: [1, 1_000_000],
  height: [1, Number.MAX_SAFE_INTEGER],
  message_id: [0, 1_000_000],
  instance: [1, 15],
};

export const FRAME_WHATS: readonly FrameFilter['what'][] = ['any', 'prevote', 'precommit', 'proposal', 'transaction', 'sync'];
export const CRASH_PARTS: readonly FaultOf<'crash'>['part'][] = ['both', 'consensus', 'batcher'];
export const CRASH_STORAGE: readonly FaultOf<'crash'>['storage'][] = ['keep', 'lose'];

const readValidator = (value: unknown, at: string, nodes: number): ValidatorIndex => toValidatorIndex(wholeOf(value, at, [0, nodes - 1]));

const readFilter = (value: unknown, at: string, nodes: number): FrameFilter => {
  const { from, to, what, height } = fieldsOf(value, at, ['from', 'to', 'what', 'height']);
  return {
    from: orNull(from, (v) => readValidator(v, `${at}.from`, nodes)),
    to: orNull(to, (v) => readValidator(v, `${at}.to`, nodes)),
    what: oneOf(what ?? 'any', `${at}.what`, FRAME_WHATS),
    height: orNull(height, (v) => wholeOf(v, `${at}.height`, FIELD_RANGES.height)),
  };
};

const readValidators = (value: unknown, at: string, nodes: number): readonly ValidatorIndex[] => {
  const list = eachOf(value, at, VALIDATORS_MAX + 4, (item, place) => readValidator(item, place, nodes));
  return need(list.length > 0 && new Set(list).size === list.length ? list : null, at);
};

const readField = (type: FieldType, value: unknown, at: string, nodes: number): unknown => {
  switch (type) {
    case 'validator':
      return readValidator(value, at, nodes);
    case 'validators':
      return readValidators(value, at, nodes);
    case 'filter':
      return readFilter(value, at, nodes);
    case 'part':
      return oneOf(value ?? 'both', at, CRASH_PARTS);
    case 'storage':
      return oneOf(value ?? 'keep', at, CRASH_STORAGE);
    case 'height':
    case 'instance':
      return orNull(value, (v) => wholeOf(v, at, FIELD_RANGES[type]));
    case 'ppm':
    case 'duration':
    case 'signed_duration':
    case 'count':
    case 'percent':
    case 'message_id':
      return wholeOf(value, at, FIELD_RANGES[type]);
  }
};

/** Reads a fault from JSON that may come from anywhere, for a network of `nodes`; throws what `readShape` catches. */
export const readFault = (value: unknown, at: string, nodes: number): Fault => {
  const kind = oneOf((value as { readonly kind?: unknown } | null)?.kind, `${at}.kind`, FAULT_KINDS);
  const fields: readonly FaultField[] = FAULT_FIELDS[kind];
  const given = fieldsOf(value, at, ['kind', ...fields.map(({ name }) => name)]);
  const read = Object.fromEntries(fields.map(({ name, type }) => [name, readField(type, given[name], `${at}.${name}`, nodes)]));
  return { kind, ...read } as Fault;
};

/** A fault from outside, or the place of what is wrong with it. Never throws. */
export const checkFault = (value: unknown, nodes: number): Result<Fault, ShapeError> => readShape(() => readFault(value, 'fault', nodes));

/** The plain crash: both processes, with their storage. */
export const crashOf = (validator: ValidatorIndex): FaultOf<'crash'> => ({
  kind: 'crash',
  validator,
  part: 'both',
  instance: null,
  storage: 'keep',
});

/** Every validator that a fault names, in its filter too. */
export const validatorsOfFault = (fault: Fault): readonly ValidatorIndex[] => {
  const fields: readonly FaultField[] = FAULT_FIELDS[fault.kind];
  const values = fault as unknown as Readonly<Record<string, unknown>>;
  return fields.flatMap(({ name, type }): readonly ValidatorIndex[] => {
    if (type === 'validator') return [values[name] as ValidatorIndex];
    if (type === 'validators') return values[name] as readonly ValidatorIndex[];
    if (type !== 'filter') return [];
    const { from, to } = values[name] as FrameFilter;
    return [from, to].filter((v) => v !== null);
  });
};
