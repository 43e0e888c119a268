// Loading a compiled class (CASM) from its JSON: everything is checked here, so that a run meets only what it knows. Source: execution.md 2 (format and
// loader checks). The field `pythonic_hints` is never read. Refusals name the place; nothing of a refused class is kept.
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { BYTECODE_FELTS_MAX, CLASS_TEXT_MAX } from '../base/limits.ts';
import { type Result, err } from '../base/result.ts';
import { eachOf, need, readShape, textOf, wholeOf } from '../base/shape.ts';
import { selectorOf } from '../crypto/keccak.ts';
import type { Hint } from './hints/hint.ts';
import { readHint } from './hints/read-hint.ts';
import { Program } from './program.ts';

/** Builtins are names as the file gives them; their order is checked when the entry point is called. */
export type EntryPoint = { readonly selector: Felt; readonly offset: number; readonly builtins: readonly string[] };
export type EntryPointType = 'external' | 'l1_handler' | 'constructor';

export type CasmClass = {
  readonly bytecode: readonly Felt[];
  /** Lengths of the bytecode's segments, or null when it is one. */
  readonly segmentLengths: readonly number[] | null;
  /** Says nothing about the Sierra version (execution.md 2). */
  readonly compilerVersion: string;
  /** Ascending selectors within each type. */
  readonly entryPoints: Readonly<Record<EntryPointType, readonly EntryPoint[]>>;
  readonly program: Program;
};

/** `at` is the place in the file, such as `hints[3][1][0].AllocSegment.dst`; empty for the whole. */
export type ClassRefusal = {
  readonly code:
    | 'WrongShape'
    | 'Cairo0Class'
    | 'WrongPrime'
    | 'SegmentLengths'
    | 'SelectorOrder'
    | 'ConstructorSelector'
    | 'UnknownHint'
    | 'Cheatcode'
    | 'ExternalHint';
  readonly at: string;
};

/** Leaves the readers below with a refusal of its own. */
class Refused extends Error {
  readonly refusal: ClassRefusal;
  constructor(code: ClassRefusal['code'], at: string) {
    super(code);
    this.refusal = { code, at };
  }
}

const CONSTRUCTOR: Felt = selectorOf('constructor');

export const loadClass = (json: unknown): Result<CasmClass, ClassRefusal> => {
  try {
    return readShape(() => readClass(json));
  } catch (thrown) {
    if (thrown instanceof Refused) return err(thrown.refusal);
    throw thrown;
  }
};

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; unlike `fieldsOf` it lets others be, since compilers add some. */
const objectOf = (value: unknown, at: string): Fields =>
  need(typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null, at);

const feltAt = (value: unknown, at: string): Felt => {
  const digits = typeof value === 'string' && /^0x[0-9a-fA-F]{1,64}$/.test(value) ? BigInt(value) : null;
  return toFelt(need(digits !== null && digits < FELT_PRIME ? digits : null, at));
};

const readClass = (json: unknown): CasmClass => {
  const fields = objectOf(json, '');
  if (fields['program'] !== undefined) throw new Refused('Cairo0Class', 'program');
  const prime = fields['prime'];
  if (typeof prime !== 'string' || !/^0x[0-9a-fA-F]{1,64}$/.test(prime) || BigInt(prime) !== FELT_PRIME)
    throw new Refused('WrongPrime', 'prime');
  const bytecode = eachOf(fields['bytecode'], 'bytecode', BYTECODE_FELTS_MAX, feltAt);
  const version = fields['compiler_version'];
  const entryPoints = readEntryPoints(fields['entry_points_by_type'], bytecode.length);
  return {
    bytecode,
    segmentLengths: readSegments(fields['bytecode_segment_lengths'], bytecode.length),
    compilerVersion: version === undefined ? '' : textOf(version, 'compiler_version', CLASS_TEXT_MAX),
    entryPoints,
    program: new Program(bytecode, readHints(fields['hints'], bytecode.length)),
  };
};

/** A number or an absent field is one segment; a list is one level of segments, which add up to the bytecode. */
const readSegments = (json: unknown, length: number): readonly number[] | null => {
  const at = 'bytecode_segment_lengths';
  const isOne = json === undefined || json === null || typeof json === 'number';
  const lengths = isOne ? [json ?? length] : (json as unknown);
  const numbers = eachOf(lengths, at, BYTECODE_FELTS_MAX, (item, place) => wholeOf(item, isOne ? at : place, [0, BYTECODE_FELTS_MAX]));
  if (numbers.reduce((sum, n) => sum + n, 0) !== length) throw new Refused('SegmentLengths', at);
  return isOne ? null : numbers;
};

const readHints = (json: unknown, length: number): ReadonlyMap<number, readonly Hint[]> => {
  const hints = new Map<number, readonly Hint[]>();
  eachOf(json, 'hints', BYTECODE_FELTS_MAX, (entry, at) => {
    const [offset, list] = need(Array.isArray(entry) && entry.length === 2 ? (entry as readonly unknown[]) : null, at);
    const place = wholeOf(offset, `${at}[0]`, [0, length - 1]);
    need(hints.has(place) ? null : place, `${at}[0]`);
    hints.set(place, eachOf(list, `${at}[1]`, BYTECODE_FELTS_MAX, readKnownHint));
  });
  return hints;
};

const readKnownHint = (json: unknown, at: string): Hint => {
  const read = readHint(json, at);
  if (read.ok) return read.value;
  throw new Refused(read.error.code, `${at}${read.error.name}`);
};

const readEntryPoints = (json: unknown, length: number): CasmClass['entryPoints'] => {
  const at = 'entry_points_by_type';
  const fields = objectOf(json, at);
  const read = (name: string): readonly EntryPoint[] => {
    const place = `${at}.${name}`;
    const list = eachOf(fields[name] ?? [], place, BYTECODE_FELTS_MAX, (item, where) => readEntryPoint(item, where, length));
    list.forEach(({ selector }, i) => {
      const before = list[i - 1];
      if (before !== undefined && before.selector >= selector) throw new Refused('SelectorOrder', `${place}[${i}].selector`);
    });
    return list;
  };
  const constructor = read('CONSTRUCTOR');
  const odd = constructor.findIndex(({ selector }) => selector !== CONSTRUCTOR);
  if (odd >= 0) throw new Refused('ConstructorSelector', `${at}.CONSTRUCTOR[${odd}].selector`);
  return { external: read('EXTERNAL'), l1_handler: read('L1_HANDLER'), constructor };
};

const readEntryPoint = (json: unknown, at: string, length: number): EntryPoint => {
  const { selector, offset, builtins } = objectOf(json, at);
  // Cairo 0 classes have entry points without this field, and offsets as hexadecimal strings.
  if (builtins === undefined) throw new Refused('Cairo0Class', at);
  return {
    selector: feltAt(selector, `${at}.selector`),
    offset: wholeOf(offset, `${at}.offset`, [0, length - 1]),
    builtins: eachOf(builtins, `${at}.builtins`, 16, (name, place) => {
      const text = textOf(name, place, CLASS_TEXT_MAX);
      return need(/^[a-z0-9_]+$/.test(text) ? text : null, place);
    }),
  };
};
