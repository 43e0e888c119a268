// A list of interventions as few bytes and back, for links. Faults are packed field by field from the table of net/fault-fields.ts; times and ids are
// written as differences to the one before; felts and fee bounds that come again are written as their place in a list that both sides build. Reading
// checks every value against its limit; whether validators and faults exist is found by `misfit` (sim/share.ts) once the run is known.
import { type Felt, isFelt, toFelt } from '../base/felt.ts';
import { bytesToBigint, bigintToBytes } from '../base/bytes.ts';
import {
  CALLDATA_FELTS_MAX,
  EDIT_BYTES_MAX,
  EDIT_SPLICES_MAX,
  FRAME_BYTES_MAX,
  INTENT_CALLS_MAX,
  INTERVENTIONS_MAX,
  RUN_TIME_US_MAX,
  VALIDATORS_MAX,
} from '../base/limits.ts';
import { need } from '../base/shape.ts';
import {
  CRASH_PARTS,
  CRASH_STORAGE,
  FAULT_FIELDS,
  FAULT_KINDS,
  FIELD_RANGES,
  FRAME_WHATS,
  type FaultField,
  type FieldType,
} from '../net/fault-fields.ts';
import type { Fault, FrameFilter } from '../net/fault.ts';
import type { Intervention, Splice } from '../sim/intervention.ts';
import { ACCOUNT_ADDRESSES, STRK_ADDRESS, TRANSFER_SELECTOR } from '../types/genesis.ts';
import { type ValidatorIndex, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { TransactionIntent } from '../types/intent.ts';
import type { Call, ResourceBounds } from '../types/transaction.ts';
import type { ByteSink, ByteSource } from './bytes.ts';
import { packChange, unpackChange } from './changes.ts';

/** Validators beyond those of the run are found by `misfit`, once the run's facts are known. */
const NODES_MAX = VALIDATORS_MAX + 4;
const FAULT_ID_MAX = 2 ** 31;
/** Kinds before the faults, which follow in the order of the palette. Their places are the format. */
const KINDS = ['send_tx', 'fault_off', 'edit_frame', 'deliver', 'configure'] as const;
/** Calls of an intent are written as their number, a declaration as the number after the largest. */
const DECLARES = INTENT_CALLS_MAX + 1;
/** Forms of a felt: its bytes, a round number; from there on, a place in the list of known felts. */
const [FELT_RAW, FELT_ROUND, FELT_KNOWN] = [0, 1, 2];
/** A longer round number takes no less than the bytes themselves. */
const FELT_ROUND_MAX = 1n << 128n;
const KNOWN_FELTS: readonly Felt[] = [STRK_ADDRESS, TRANSFER_SELECTOR, ...ACCOUNT_ADDRESSES];
const FELT_BYTES = 32;

/** What both sides remember on their way through the list. */
type Memory = { t: number; id: number; readonly felts: Felt[]; readonly bounds: ResourceBounds[] };
const createMemory = (): Memory => ({ t: 0, id: 0, felts: [...KNOWN_FELTS], bounds: [] });

// ── writing ──

const packFelt = (sink: ByteSink, memory: Memory, felt: Felt): void => {
  const place = memory.felts.indexOf(felt);
  if (place >= 0) return sink.uint(FELT_KNOWN + place);
  memory.felts.push(felt);
  if (felt < FELT_ROUND_MAX) {
    sink.uint(FELT_ROUND);
    return sink.round(felt);
  }
  sink.uint(FELT_RAW);
  sink.raw(bigintToBytes(felt, FELT_BYTES));
};

const limitsOf = ({ l1Gas, l2Gas, l1DataGas }: ResourceBounds): readonly bigint[] =>
  [l1Gas, l2Gas, l1DataGas].flatMap(({ maxAmount, maxPricePerUnit }) => [maxAmount, maxPricePerUnit]);

const packBounds = (sink: ByteSink, memory: Memory, bounds: ResourceBounds): void => {
  const limits = limitsOf(bounds);
  const place = memory.bounds.findIndex((known) => limitsOf(known).every((limit, i) => limit === limits[i]));
  sink.option(place < 0 ? null : place);
  if (place >= 0) return;
  memory.bounds.push(bounds);
  for (const limit of limits) sink.round(limit);
};

const packIntent = (sink: ByteSink, memory: Memory, intent: TransactionIntent): void => {
  sink.uint(2 * intent.account + (intent.tamper === 'none' ? 0 : 1));
  sink.option(intent.nonce);
  sink.round(intent.tip);
  packBounds(sink, memory, intent.resourceBounds);
  if ('declares' in intent) {
    sink.uint(DECLARES);
    return packFelt(sink, memory, intent.declares);
  }
  sink.uint(intent.calls.length);
  for (const { to, selector, calldata } of intent.calls) {
    packFelt(sink, memory, to);
    packFelt(sink, memory, selector);
    sink.uint(calldata.length);
    for (const felt of calldata) packFelt(sink, memory, felt);
  }
};

const packFilter = (sink: ByteSink, { from, to, what, height }: FrameFilter): void => {
  sink.option(from);
  sink.option(to);
  sink.uint(FRAME_WHATS.indexOf(what));
  sink.option(height);
};

const packField = (sink: ByteSink, type: FieldType, value: unknown): void => {
  switch (type) {
    case 'validator':
    case 'message_id':
      return sink.uint(value as number);
    case 'validators':
      sink.uint((value as readonly number[]).length);
      for (const validator of value as readonly number[]) sink.uint(validator);
      return;
    case 'filter':
      return packFilter(sink, value as FrameFilter);
    case 'signed_duration':
      return sink.int(value as number);
    case 'ppm':
    case 'duration':
    case 'count':
    case 'percent':
      return sink.round(value as number);
    case 'height':
    case 'instance':
      return sink.option(value as number | null);
    case 'part':
      return sink.uint(CRASH_PARTS.findIndex((part) => part === value));
    case 'storage':
      return sink.uint(CRASH_STORAGE.findIndex((storage) => storage === value));
  }
};

const packFault = (sink: ByteSink, fault: Fault): void => {
  const fields: readonly FaultField[] = FAULT_FIELDS[fault.kind];
  const values = fault as unknown as Readonly<Record<string, unknown>>;
  for (const { name, type } of fields) packField(sink, type, values[name]);
};

const packFrameId = (sink: ByteSink, frame: string): void => {
  for (const part of frame.split(':')) sink.uint(Number(part));
};

const packItem = (sink: ByteSink, memory: Memory, item: Intervention): void => {
  sink.uint(item.t - memory.t);
  memory.t = item.t;
  sink.uint(item.kind === 'fault_on' ? KINDS.length + FAULT_KINDS.indexOf(item.fault.kind) : KINDS.indexOf(item.kind));
  switch (item.kind) {
    case 'send_tx':
      sink.uint(item.validator);
      return packIntent(sink, memory, item.intent);
    case 'fault_on':
      sink.int(item.id - memory.id - 1);
      memory.id = item.id;
      return packFault(sink, item.fault);
    case 'fault_off':
      return sink.int(item.id - memory.id);
    case 'edit_frame':
      packFrameId(sink, item.frame);
      sink.uint(item.to);
      sink.uint(item.splices.length);
      for (const { at, remove, insert } of item.splices) {
        sink.uint(at);
        sink.uint(remove);
        sink.bytes(insert);
      }
      return;
    case 'deliver':
      sink.uint(item.validator);
      return packFrameId(sink, item.frame);
    case 'configure':
      sink.uint(item.fromHeight);
      sink.option(item.validators === null ? null : item.validators.length);
      for (const validator of item.validators ?? []) sink.uint(validator);
      return packChange(sink, item.change);
  }
};

/** Appends a list in order of time. */
export const packInterventions = (sink: ByteSink, list: readonly Intervention[]): void => {
  const memory = createMemory();
  sink.uint(list.length);
  for (const item of list) packItem(sink, memory, item);
};

// ── reading ──

const unpackFelt = (source: ByteSource, memory: Memory, at: string): Felt => {
  const form = source.uint(at, FELT_KNOWN + memory.felts.length - 1);
  if (form >= FELT_KNOWN) return need(memory.felts[form - FELT_KNOWN] ?? null, at);
  const value = form === FELT_ROUND ? source.roundBig(at, 252) : bytesToBigint(source.raw(at, FELT_BYTES));
  const felt = toFelt(need(isFelt(value) ? value : null, at));
  memory.felts.push(felt);
  return felt;
};

const unpackBounds = (source: ByteSource, memory: Memory): ResourceBounds => {
  const place = source.option('bounds', INTERVENTIONS_MAX);
  if (place !== null) return need(memory.bounds[place] ?? null, 'bounds');
  const limits = (): ResourceBounds['l2Gas'] => ({
    maxAmount: source.roundBig('bounds.amount', 64),
    maxPricePerUnit: source.roundBig('bounds.price', 128),
  });
  const bounds = { l1Gas: limits(), l2Gas: limits(), l1DataGas: limits() };
  memory.bounds.push(bounds);
  return bounds;
};

const unpackCall = (source: ByteSource, memory: Memory): Call => {
  const to = unpackFelt(source, memory, 'call.to');
  const selector = unpackFelt(source, memory, 'call.selector');
  const length = source.uint('call.calldata', CALLDATA_FELTS_MAX);
  return { to, selector, calldata: Array.from({ length }, () => unpackFelt(source, memory, 'call.calldata')) };
};

const unpackIntent = (source: ByteSource, memory: Memory): TransactionIntent => {
  const account = source.uint('intent.account', 2 * ACCOUNT_ADDRESSES.length - 1);
  const nonce = source.big('intent.nonce', 252);
  const tip = source.roundBig('intent.tip', 64);
  const resourceBounds = unpackBounds(source, memory);
  const length = source.uint('intent.calls', DECLARES);
  const what =
    length === DECLARES
      ? { declares: unpackFelt(source, memory, 'intent.declares') }
      : { calls: Array.from({ length }, () => unpackCall(source, memory)) };
  return {
    ...what,
    account: Math.floor(account / 2),
    nonce: nonce === 0n ? null : toFelt(need(isFelt(nonce - 1n) ? nonce - 1n : null, 'intent.nonce')),
    tip,
    resourceBounds,
    tamper: account % 2 === 0 ? 'none' : 'wrong_signature',
  };
};

const unpackNode = (source: ByteSource, at: string): ValidatorIndex => toValidatorIndex(source.uint(at, NODES_MAX - 1));
const unpackNodes = (source: ByteSource, at: string, length: number): readonly ValidatorIndex[] =>
  Array.from({ length }, () => unpackNode(source, at));
const unpackOption = (source: ByteSource, at: string, [min, max]: readonly [number, number]): number | null => {
  const value = source.option(at, Math.min(max, Number.MAX_SAFE_INTEGER - 1));
  return value === null || value >= min ? value : need(null, at);
};

const unpackFilter = (source: ByteSource, at: string): FrameFilter => {
  const from = source.option(`${at}.from`, NODES_MAX - 1);
  const to = source.option(`${at}.to`, NODES_MAX - 1);
  return {
    from: from === null ? null : toValidatorIndex(from),
    to: to === null ? null : toValidatorIndex(to),
    what: need(FRAME_WHATS[source.uint(`${at}.what`, FRAME_WHATS.length - 1)] ?? null, `${at}.what`),
    height: unpackOption(source, `${at}.height`, FIELD_RANGES.height),
  };
};

const unpackField = (source: ByteSource, type: FieldType, at: string): unknown => {
  switch (type) {
    case 'validator':
      return unpackNode(source, at);
    case 'message_id':
      return source.uint(at, FIELD_RANGES.message_id[1]);
    case 'validators': {
      const list = unpackNodes(source, at, source.uint(at, NODES_MAX));
      return need(list.length > 0 && new Set(list).size === list.length ? list : null, at);
    }
    case 'filter':
      return unpackFilter(source, at);
    case 'signed_duration':
      return source.int(at, FIELD_RANGES.signed_duration);
    case 'ppm':
    case 'duration':
    case 'count':
    case 'percent': {
      const value = source.round(at, FIELD_RANGES[type][1]);
      return need(value >= FIELD_RANGES[type][0] ? value : null, at);
    }
    case 'height':
    case 'instance':
      return unpackOption(source, at, FIELD_RANGES[type]);
    case 'part':
      return need(CRASH_PARTS[source.uint(at, CRASH_PARTS.length - 1)] ?? null, at);
    case 'storage':
      return need(CRASH_STORAGE[source.uint(at, CRASH_STORAGE.length - 1)] ?? null, at);
  }
};

const unpackFault = (source: ByteSource, place: number): Fault => {
  const kind = need(FAULT_KINDS[place] ?? null, 'fault.kind');
  const fields: readonly FaultField[] = FAULT_FIELDS[kind];
  return { kind, ...Object.fromEntries(fields.map(({ name, type }) => [name, unpackField(source, type, `fault.${name}`)])) } as Fault;
};

const unpackFrameId = (source: ByteSource): string =>
  `${source.uint('intervention.frame', 999_999)}:${source.uint('intervention.frame', 999_999_999_999)}`;

const unpackSplice = (source: ByteSource): Splice => ({
  at: source.uint('splice.at', FRAME_BYTES_MAX),
  remove: source.uint('splice.remove', FRAME_BYTES_MAX),
  insert: source.bytes('splice.insert', EDIT_BYTES_MAX),
});

const unpackId = (source: ByteSource, near: number): number => {
  const id = near + source.int('intervention.id', [-FAULT_ID_MAX, FAULT_ID_MAX]);
  return need(id >= 0 && id <= FAULT_ID_MAX ? id : null, 'intervention.id');
};

const unpackItem = (source: ByteSource, memory: Memory): Intervention => {
  const t = toTimeUs(memory.t + source.uint('intervention.t', RUN_TIME_US_MAX - memory.t));
  memory.t = t;
  const place = source.uint('intervention.kind', KINDS.length + FAULT_KINDS.length - 1);
  const kind = KINDS[place];
  if (kind === undefined) {
    memory.id = unpackId(source, memory.id + 1);
    return { t, kind: 'fault_on', id: memory.id, fault: unpackFault(source, place - KINDS.length) };
  }
  switch (kind) {
    case 'send_tx':
      return { t, kind, validator: unpackNode(source, 'intervention.validator'), intent: unpackIntent(source, memory) };
    case 'fault_off':
      return { t, kind, id: unpackId(source, memory.id) };
    case 'edit_frame': {
      const [frame, to] = [unpackFrameId(source), unpackNode(source, 'intervention.to')];
      const length = source.uint('intervention.splices', EDIT_SPLICES_MAX);
      return { t, kind, frame, to, splices: Array.from({ length }, () => unpackSplice(source)) };
    }
    case 'deliver':
      return { t, kind, validator: unpackNode(source, 'intervention.validator'), frame: unpackFrameId(source) };
    case 'configure': {
      const fromHeight = source.uint('intervention.fromHeight', Number.MAX_SAFE_INTEGER);
      const length = source.option('intervention.validators', VALIDATORS_MAX);
      const validators = length === null ? null : unpackNodes(source, 'intervention.validators', length);
      need(fromHeight >= 1 ? fromHeight : null, 'intervention.fromHeight');
      return { t, kind, fromHeight, validators, change: unpackChange(source, NODES_MAX) };
    }
  }
};

/** Reads a list; refuses by throwing what `readShape` catches. */
export const unpackInterventions = (source: ByteSource): readonly Intervention[] => {
  const memory = createMemory();
  const length = source.uint('interventions', INTERVENTIONS_MAX);
  return Array.from({ length }, () => unpackItem(source, memory));
};
