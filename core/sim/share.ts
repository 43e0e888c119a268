// A run, a cursor and the start of its fingerprint as the text of a link: `s=` + format digit + base64url(bytes), and back. The bytes are packed by
// core/share and deflated where that makes them fewer. Decoding trusts nothing: every field is checked against base/limits.ts, anything else is a typed
// refusal. Nothing of a link is ever code or markup. Does not know scenarios or how many validators one has: `misfit` checks that once the run's facts
// are known. Source: house.md 8.5, experience.md D9, world.md 9 (a sent transaction is stored as intent).
import { deflateSync, inflateSync } from 'fflate';
import { isFeltHex } from '../base/felt.ts';
import { bytesToHex, hexToBytes } from '../base/hex.ts';
import {
  CLASS_BYTES_MAX,
  RUN_CLASSES_MAX,
  RUN_TIME_US_MAX,
  SHARE_BYTES_MAX,
  SHARE_CHARACTERS_MAX,
  SHARE_SPEC_BYTES_MAX,
  VALIDATORS_MAX,
} from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import { jsonOf, need, readShape } from '../base/shape.ts';
import { validatorsOfFault } from '../net/fault-fields.ts';
import { ByteSink, ByteSource } from '../share/bytes.ts';
import { packInterventions, unpackInterventions } from '../share/interventions.ts';
import type { ClassFile } from '../types/engines.ts';
import { type TimeUs, toTimeUs } from '../types/ids.ts';
import type { Intervention } from './intervention.ts';
import { CUSTOM_SCENARIO, type Run } from './run.ts';
import { specFromJson, specToJson } from './spec-json.ts';
import type { ScenarioSpec } from './spec.ts';

export type SharedRun = {
  readonly run: Run;
  /** Virtual time of the cursor. */
  readonly cursor: TimeUs;
  /** 8 to 32 hex digits of the fingerprint at the cursor. */
  readonly fingerprint: string;
  /** The validator that is looked at. */
  readonly validator?: number;
  /** What else of the page is looked at; absent: as it opens. */
  readonly look?: SharedLook;
};

/** No part of a run. Panels by numbers that the page gives them; the camera in units of the stage. */
export type SharedLook = {
  /** Null: closed. */
  readonly drawer: number | null;
  readonly tab: number;
  /** Null: all of the stage. `x`, `y`: what is in the middle; `percent`: of natural size. */
  readonly camera: { readonly x: number; readonly y: number; readonly percent: number } | null;
};

export type ShareError =
  | { readonly code: 'TooLong' | 'UnknownFormat' | 'NotBase64' | 'NotDeflate' | 'TooLarge' }
  /** `at` names the field that is wrong; made of our own words only, never of the link's. */
  | { readonly code: 'WrongShape'; readonly at: string };

/** First character of a payload: the bytes as they are, or deflated. Format 1 (JSON) is no longer read. */
const FORMATS = { plain: '2', deflated: '3' } as const;
/** Bytes that one deflated byte can stand for at most. */
const DEFLATE_RATIO_MAX = 1_032;
/** Longest name of a scenario. */
const SCENARIO_MAX = 80;
/** Largest part of a Sierra version. */
const SIERRA_PART_MAX = 9_999;
const FINGERPRINT_DIGITS: readonly [number, number] = [8, 32];
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

// ── the bytes of a run ──

/** First bytes of a look and of classes, in this order. Links of before they existed end where they would begin. */
const [LOOK, CLASSES] = [1, 2];
const PANELS_MAX = 60;
/** Units of the stage from its middle. */
const FAR = 1_000_000;
const PERCENT_MAX = 10_000;

const packLook = (sink: ByteSink, { drawer, tab, camera }: SharedLook): void => {
  sink.uint(LOOK);
  sink.option(drawer);
  sink.uint(tab);
  sink.option(camera?.percent ?? null);
  if (camera === null) return;
  sink.int(camera.x);
  sink.int(camera.y);
};

const packClasses = (sink: ByteSink, classes: readonly ClassFile[]): void => {
  sink.uint(CLASSES);
  sink.uint(classes.length);
  for (const { classHash, casm, sierraVersion, source } of classes) {
    sink.text(classHash);
    sink.text(casm);
    for (const part of sierraVersion) sink.uint(part);
    sink.uint(source.kind === 'placeholder' ? 0 : 1);
    sink.text(source.kind === 'placeholder' ? source.abi : source.text);
  }
};

const readClass = (source: ByteSource): ClassFile => {
  const classHash = source.text('class.hash', 66);
  need(isFeltHex(classHash) ? true : null, 'class.hash');
  const casm = source.text('class.casm', CLASS_BYTES_MAX);
  const part = (): number => source.uint('class.version', SIERRA_PART_MAX);
  const sierraVersion = [part(), part(), part()] as const;
  const kind = source.uint('class.source', 1);
  const text = source.text('class.source', CLASS_BYTES_MAX);
  return { classHash, casm, sierraVersion, source: kind === 0 ? { kind: 'placeholder', abi: text } : { kind: 'sierra', text } };
};

/** The first byte of what follows, `least` or above, or null at the end. */
const nextSection = (source: ByteSource, least: number): number | null => {
  if (source.isDone()) return null;
  const section = source.uint('look', CLASSES);
  return need(section >= least ? section : null, 'look');
};

const readClasses = (source: ByteSource): readonly ClassFile[] =>
  Array.from({ length: source.uint('classes', RUN_CLASSES_MAX) }, () => readClass(source));

const readLook = (source: ByteSource): SharedLook => {
  const drawer = source.option('look.drawer', PANELS_MAX);
  const tab = source.uint('look.tab', PANELS_MAX);
  const percent = source.option('look.camera', PERCENT_MAX);
  const range = [-FAR, FAR] as const;
  const camera = percent === null ? null : { x: source.int('look.x', range), y: source.int('look.y', range), percent };
  return { drawer, tab, camera };
};

const packShared = ({ run, cursor, fingerprint, validator, look }: SharedRun): Uint8Array => {
  const sink = new ByteSink();
  sink.uint(run.coreVersion);
  sink.text(run.scenario);
  if (run.scenario === CUSTOM_SCENARIO) sink.text(run.spec === undefined ? '' : JSON.stringify(specToJson(run.spec)));
  sink.uint(run.seed);
  sink.uint(cursor);
  sink.uint(fingerprint.length);
  sink.raw(hexToBytes(fingerprint.length % 2 === 0 ? fingerprint : `${fingerprint}0`));
  sink.option(validator ?? null);
  packInterventions(sink, run.interventions);
  if (look !== undefined) packLook(sink, look);
  if (run.classes !== undefined && run.classes.length > 0) packClasses(sink, run.classes);
  return sink.finish();
};

const readFingerprint = (source: ByteSource): string => {
  const [min, max] = FINGERPRINT_DIGITS;
  const digits = source.uint('fingerprint', max);
  need(digits >= min ? digits : null, 'fingerprint');
  return bytesToHex(source.raw('fingerprint', Math.ceil(digits / 2))).slice(0, digits);
};

const readSpec = (source: ByteSource): ScenarioSpec => {
  const text = source.text('spec', SHARE_SPEC_BYTES_MAX);
  const read = specFromJson(need(jsonOf(text) ?? null, 'spec'));
  return read.ok ? read.value : need<ScenarioSpec>(null, `spec.${read.error.at}`);
};

const readShared = (source: ByteSource): SharedRun => {
  const coreVersion = source.uint('version', 1_000_000);
  const name = source.text('scenario', SCENARIO_MAX);
  const scenario = need(/^[a-z0-9:+-]+$/.test(name) ? name : null, 'scenario');
  const spec = scenario === CUSTOM_SCENARIO ? { spec: readSpec(source) } : {};
  const seed = source.uint('seed', 0xffff_ffff);
  const cursor = toTimeUs(source.uint('cursor', RUN_TIME_US_MAX));
  const fingerprint = readFingerprint(source);
  const validator = source.option('validator', VALIDATORS_MAX - 1);
  const interventions = unpackInterventions(source);
  const next = nextSection(source, LOOK);
  const look = next === LOOK ? { look: readLook(source) } : {};
  const last = next === LOOK ? nextSection(source, CLASSES) : next;
  const classes = last === CLASSES ? { classes: readClasses(source) } : {};
  source.end('end');
  const run = { coreVersion, scenario, ...spec, seed, interventions, ...classes };
  return { run, cursor, fingerprint, ...(validator === null ? {} : { validator }), ...look };
};

/** The payload of a link, without `#s=`. */
export const encodeShare = (shared: SharedRun): string => {
  const plain = packShared(shared);
  const deflated = deflateSync(plain, { level: 9 });
  return deflated.length < plain.length ? FORMATS.deflated + toBase64(deflated) : FORMATS.plain + toBase64(plain);
};

const inflate = (bytes: Uint8Array): Result<Uint8Array, ShareError> => {
  try {
    // A buffer of fixed size: whatever the link claims, no more than the limit is ever held.
    const raw = inflateSync(bytes, { out: new Uint8Array(Math.min(SHARE_BYTES_MAX, DEFLATE_RATIO_MAX * bytes.length + 1)) });
    return raw.length >= SHARE_BYTES_MAX ? err({ code: 'TooLarge' }) : ok(raw);
  } catch {
    return err({ code: 'NotDeflate' });
  }
};

/** Reads the payload of a link; never throws. */
export const decodeShare = (payload: string): Result<SharedRun, ShareError> => {
  if (payload.length > SHARE_CHARACTERS_MAX) return err({ code: 'TooLong' });
  const format = payload.slice(0, 1);
  if (format !== FORMATS.plain && format !== FORMATS.deflated) return err({ code: 'UnknownFormat' });
  const bytes = fromBase64(payload.slice(1));
  if (bytes === null) return err({ code: 'NotBase64' });
  const raw = format === FORMATS.plain ? ok(bytes) : inflate(bytes);
  return raw.ok ? readShape(() => readShared(new ByteSource(raw.value))) : raw;
};

/** What does not fit the opened run: a validator or a fault that it does not have. Null when all fits. */
export const misfit = (
  interventions: readonly Intervention[],
  facts: { readonly validators: number; readonly followers: readonly unknown[]; readonly inputs: readonly Intervention[] },
): ShareError | null => {
  const nodes = facts.validators + facts.followers.length;
  const faults = new Set(facts.inputs.flatMap((input) => (input.kind === 'fault_on' ? [input.id] : [])));
  for (const item of interventions) {
    if (validatorsOf(item).some((index) => index >= nodes)) return { code: 'WrongShape', at: 'intervention.validator' };
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
