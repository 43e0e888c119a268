// A run, a cursor and the start of its fingerprint as the text of a link: `s=` + format version + base64url(deflate(JSON)), and back.
// Decoding trusts nothing: every field is checked against base/limits.ts, anything else is a typed refusal. Nothing of a link is ever code or markup.
// Does not know scenarios or how many validators one has: `misfit` checks that once the run's facts are known.
// Source: house.md 8.5, experience.md D9, world.md 9 (a sent transaction is stored as intent).
import { deflateSync, inflateSync } from 'fflate';
import { isFelt, toFelt } from '../base/felt.ts';
import {
  CALLDATA_FELTS_MAX,
  INTENT_CALLS_MAX,
  INTERVENTIONS_MAX,
  RUN_TIME_US_MAX,
  SHARE_BYTES_MAX,
  SHARE_CHARACTERS_MAX,
  VALIDATORS_MAX,
} from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import { readShape } from '../base/shape.ts';
import { utf8ToBytes } from '../base/utf8.ts';
import { FAULT_FIELDS, FAULT_KINDS, type FaultField, checkFault, validatorsOfFault } from '../net/fault-fields.ts';
import type { Fault, FrameFilter } from '../net/fault.ts';
import { ACCOUNT_ADDRESSES } from '../types/genesis.ts';
import { type TimeUs, type ValidatorIndex, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { TransactionIntent } from '../types/intent.ts';
import type { Call, ResourceLimits } from '../types/transaction.ts';
import { interventionFromJson, interventionToJson } from './intervention-json.ts';
import type { Intervention } from './intervention.ts';
import type { Run } from './run.ts';

export type SharedRun = {
  readonly run: Run;
  /** Virtual time of the cursor. */
  readonly cursor: TimeUs;
  /** 8 to 32 hex digits of the fingerprint at the cursor. */
  readonly fingerprint: string;
};

export type ShareError =
  | { readonly code: 'TooLong' | 'UnknownFormat' | 'NotBase64' | 'NotDeflate' | 'TooLarge' | 'NotText' }
  /** `at` names the field that is wrong; made of our own words only, never of the link's. */
  | { readonly code: 'WrongShape'; readonly at: string };

/** First character of a payload. */
const SHARE_FORMAT = '1';
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** base64url without padding. */
const toBase64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i] ?? 0, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0];
    const word = (a << 16) | (b << 8) | c;
    for (let k = 0; k < Math.min(4, bytes.length - i + 1); k++) text += DIGITS[(word >> (18 - 6 * k)) & 63];
  }
  return text;
};

const fromBase64 = (text: string): Uint8Array | null => {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [word, bits, at] = [0, 0, 0];
  for (const digit of text) {
    word = ((word << 6) | DIGITS.indexOf(digit)) & 0xffffff;
    bits += 6;
    if (bits >= 8) bytes[at++] = (word >> (bits -= 8)) & 0xff;
  }
  return bytes;
};

// ── values → compact JSON ──

const hex = (value: bigint): string => value.toString(16);
const packLimits = (limits: ResourceLimits): readonly string[] => [hex(limits.maxAmount), hex(limits.maxPricePerUnit)];
/** Kind by its place in the palette, then its fields in order; a filter is a list of its own. */
const packFault = (fault: Fault): readonly unknown[] => {
  const fields: readonly FaultField[] = FAULT_FIELDS[fault.kind];
  const values = fault as unknown as Readonly<Record<string, unknown>>;
  return [fault.kind, ...fields.map(({ name, type }) => (type === 'filter' ? packFilter(values[name] as FrameFilter) : values[name]))];
};
const packFilter = ({ from, to, what, height }: FrameFilter): readonly unknown[] => [from, to, what, height];

const packIntent = (intent: TransactionIntent): readonly unknown[] => [
  intent.account,
  intent.calls.map((call) => [hex(call.to), hex(call.selector), call.calldata.map((felt) => hex(felt))]),
  intent.nonce === null ? null : hex(intent.nonce),
  hex(intent.tip),
  [intent.resourceBounds.l1Gas, intent.resourceBounds.l2Gas, intent.resourceBounds.l1DataGas].map((limits) => packLimits(limits)),
  intent.tamper === 'none' ? 0 : 1,
];

const packIntervention = (intervention: Intervention): readonly unknown[] => {
  switch (intervention.kind) {
    case 'send_tx':
      return [intervention.t, 't', intervention.validator, packIntent(intervention.intent)];
    case 'fault_on':
      return [intervention.t, 'f', intervention.id, packFault(intervention.fault)];
    case 'fault_off':
      return [intervention.t, 'o', intervention.id];
    case 'edit_frame':
    case 'deliver':
    case 'configure':
      return [intervention.t, 'j', { ...(interventionToJson(intervention) as object), t: 0 }];
  }
};

/** The payload of a link, without `#s=`. */
export const encodeShare = ({ run, cursor, fingerprint }: SharedRun): string => {
  const packed = [run.coreVersion, run.scenario, run.seed, cursor, fingerprint, run.interventions.map((i) => packIntervention(i))];
  return SHARE_FORMAT + toBase64(deflateSync(utf8ToBytes(JSON.stringify(packed)), { level: 9 }));
};

// ── JSON → checked values; a wrong one throws WrongShape, caught in decodeShare ──

class WrongShape extends Error {
  readonly at: string;
  constructor(at: string) {
    super(at);
    this.at = at;
  }
}

const need = <T>(value: T | null, at: string): T => {
  if (value === null) throw new WrongShape(at);
  return value;
};
const listOf = (value: unknown, at: string, max: number): readonly unknown[] =>
  need(Array.isArray(value) && value.length <= max ? (value as readonly unknown[]) : null, at);
const tupleOf = (value: unknown, at: string, length: number): readonly unknown[] => {
  const list = listOf(value, at, length);
  return need(list.length === length ? list : null, at);
};
const countOf = (value: unknown, at: string, max: number): number =>
  need(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max ? value : null, at);
const hexOf = (value: unknown, at: string, bits: number): bigint => {
  const text = need(typeof value === 'string' && /^[0-9a-f]{1,64}$/.test(value) ? value : null, at);
  const integer = BigInt(`0x${text}`);
  return need(integer < 1n << BigInt(bits) ? integer : null, at);
};
const feltOf = (value: unknown, at: string): Call['to'] => {
  const integer = hexOf(value, at, 252);
  return toFelt(need(isFelt(integer) ? integer : null, at));
};
const timeOf = (value: unknown, at: string): TimeUs => toTimeUs(countOf(value, at, RUN_TIME_US_MAX));
const validatorOf = (value: unknown, at: string): ValidatorIndex => toValidatorIndex(countOf(value, at, VALIDATORS_MAX - 1));

/** Validators beyond those of the run are found by `misfit`, once the run's facts are known. */
const NODES_MAX = VALIDATORS_MAX + 4;

const unpackFault = (value: unknown): Fault => {
  const [kind, ...values] = listOf(value, 'fault', 8);
  const known = need(FAULT_KINDS.find((name) => name === kind) ?? null, 'fault.kind');
  const fields: readonly FaultField[] = FAULT_FIELDS[known];
  need(values.length === fields.length ? fields : null, 'fault');
  const named = fields.map(({ name, type }, i) => [name, type === 'filter' ? unpackFilter(values[i]) : values[i]]);
  const read = checkFault({ kind: known, ...Object.fromEntries(named) }, NODES_MAX);
  if (!read.ok) throw new WrongShape(read.error.at);
  return read.value;
};
const unpackFilter = (value: unknown): unknown => {
  const [from, to, what, height] = tupleOf(value, 'fault.filter', 4);
  return { from, to, what, height };
};

const readCall = (value: unknown): Call => {
  const [to, selector, calldata] = tupleOf(value, 'call', 3);
  return {
    to: feltOf(to, 'call.to'),
    selector: feltOf(selector, 'call.selector'),
    calldata: listOf(calldata, 'call.calldata', CALLDATA_FELTS_MAX).map((felt) => feltOf(felt, 'call.calldata')),
  };
};

const readLimits = (value: unknown): ResourceLimits => {
  const [amount, price] = tupleOf(value, 'bounds', 2);
  return { maxAmount: hexOf(amount, 'bounds.amount', 64), maxPricePerUnit: hexOf(price, 'bounds.price', 128) };
};

const readIntent = (value: unknown): TransactionIntent => {
  const [account, calls, nonce, tip, bounds, tamper] = tupleOf(value, 'intent', 6);
  const [l1Gas, l2Gas, l1DataGas] = tupleOf(bounds, 'bounds', 3);
  return {
    account: countOf(account, 'intent.account', ACCOUNT_ADDRESSES.length - 1),
    calls: listOf(calls, 'intent.calls', INTENT_CALLS_MAX).map((call) => readCall(call)),
    nonce: nonce === null ? null : feltOf(nonce, 'intent.nonce'),
    tip: hexOf(tip, 'intent.tip', 64),
    resourceBounds: { l1Gas: readLimits(l1Gas), l2Gas: readLimits(l2Gas), l1DataGas: readLimits(l1DataGas) },
    tamper: countOf(tamper, 'intent.tamper', 1) === 0 ? 'none' : 'wrong_signature',
  };
};

const readIntervention = (value: unknown): Intervention => {
  const list = listOf(value, 'intervention', 4);
  const [time, kind, a, b] = list;
  const t = timeOf(time, 'intervention.t');
  if (kind === 't') return { t, kind: 'send_tx', validator: validatorOf(a, 'intervention.validator'), intent: readIntent(b) };
  if (kind === 'j') {
    const read = readShape(() => interventionFromJson(a, 'intervention', NODES_MAX));
    if (!read.ok) throw new WrongShape(read.error.at);
    return { ...read.value, t };
  }
  const id = countOf(a, 'intervention.id', 2 ** 31);
  if (kind === 'f') return { t, kind: 'fault_on', id, fault: unpackFault(b) };
  if (kind === 'o') return { t, kind: 'fault_off', id };
  throw new WrongShape('intervention.kind');
};

const matching = (value: unknown, at: string, pattern: RegExp): string =>
  need(typeof value === 'string' && pattern.test(value) ? value : null, at);

const readShared = (value: unknown): SharedRun => {
  const [version, scenario, seed, cursor, fingerprint, list] = tupleOf(value, 'link', 6);
  const interventions = listOf(list, 'interventions', INTERVENTIONS_MAX).map((item) => readIntervention(item));
  need(interventions.every((item, i) => i === 0 || item.t >= (interventions[i - 1]?.t ?? 0)) ? interventions : null, 'interventions.order');
  return {
    run: {
      coreVersion: countOf(version, 'version', 1_000_000),
      scenario: matching(scenario, 'scenario', /^[a-z0-9:+-]{1,80}$/),
      seed: countOf(seed, 'seed', 0xffff_ffff),
      interventions,
    },
    cursor: timeOf(cursor, 'cursor'),
    fingerprint: matching(fingerprint, 'fingerprint', /^[0-9a-f]{8,32}$/),
  };
};

const inflate = (bytes: Uint8Array): Result<string, ShareError> => {
  let raw: Uint8Array;
  try {
    // A buffer of fixed size: whatever the link claims, no more than the limit is ever held.
    raw = inflateSync(bytes, { out: new Uint8Array(SHARE_BYTES_MAX) });
  } catch {
    return err({ code: 'NotDeflate' });
  }
  if (raw.length >= SHARE_BYTES_MAX) return err({ code: 'TooLarge' });
  let text = '';
  for (const byte of raw) {
    if (byte >= 0x80) return err({ code: 'NotText' });
    text += String.fromCharCode(byte);
  }
  return ok(text);
};

/** Reads the payload of a link; never throws. */
export const decodeShare = (payload: string): Result<SharedRun, ShareError> => {
  if (payload.length > SHARE_CHARACTERS_MAX) return err({ code: 'TooLong' });
  if (!payload.startsWith(SHARE_FORMAT)) return err({ code: 'UnknownFormat' });
  const bytes = fromBase64(payload.slice(SHARE_FORMAT.length));
  if (bytes === null) return err({ code: 'NotBase64' });
  const text = inflate(bytes);
  if (!text.ok) return text;
  try {
    return ok(readShared(JSON.parse(text.value)));
  } catch (error) {
    return err(error instanceof WrongShape ? { code: 'WrongShape', at: error.at } : { code: 'NotText' });
  }
};

/** What does not fit the opened run: a validator or a fault that it does not have. Null when all fits. */
export const misfit = (
  interventions: readonly Intervention[],
  facts: { readonly validators: number; readonly inputs: readonly Intervention[] },
): ShareError | null => {
  const faults = new Set(facts.inputs.flatMap((input) => (input.kind === 'fault_on' ? [input.id] : [])));
  for (const item of interventions) {
    if (validatorsOf(item).some((index) => index >= facts.validators)) return { code: 'WrongShape', at: 'intervention.validator' };
    if (item.kind === 'fault_off' && !faults.has(item.id)) return { code: 'WrongShape', at: 'intervention.id' };
    if (item.kind === 'fault_on') {
      if (faults.has(item.id)) return { code: 'WrongShape', at: 'intervention.id' };
      faults.add(item.id);
    }
  }
  return null;
};

const validatorsOf = (item: Intervention): readonly number[] => {
  switch (item.kind) {
    case 'fault_on':
      return validatorsOfFault(item.fault);
    case 'fault_off':
      return [];
    case 'send_tx':
    case 'deliver':
      return [item.validator];
    case 'edit_frame':
      return [item.to];
    case 'configure':
      return [...(item.validators ?? []), ...(item.change.kind === 'power' ? [item.change.validator] : [])];
  }
};
