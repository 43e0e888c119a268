// What somebody drops to bring a contract along: a compiled class, with its Sierra class or its ABI if there is one, told apart by what they hold and not by
// their names. Everything is hostile until it has been read; a refusal names the file and the place in it, and nothing is kept.
// Source: execution.md 2 (CASM), 10.9 (placeholder Sierra; a Sierra file is checked against the CASM by its entry points, more cannot be checked here).
import type { Abi } from '../abi/abi-type.ts';
import { parseAbi } from '../abi/parse-abi.ts';
import { type Felt, feltToHex } from '../base/felt.ts';
import { CLASS_BYTES_MAX, FRAME_BYTES_MAX } from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import { jsonOf } from '../base/shape.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { declareBytesMax } from '../exec/build-declare.ts';
import { compiledHashOf } from '../exec/class-store.ts';
import { codeBytes } from '../exec/code-bytes.ts';
import { constantsOf, type SierraVersion } from '../exec/constants.ts';
import { placeholderSierra } from '../exec/placeholder-sierra.ts';
import { floorTimes } from '../exec/rational.ts';
import { abiText, readSierraFile } from '../exec/sierra-file.ts';
import { sierraClassHash } from '../hashes/class-hash.ts';
import type { ClassFile } from '../types/engines.ts';
import type { SierraClass, SierraEntryPoint } from '../types/transaction.ts';
import { type CasmClass, type ClassRefusal, type EntryPoint, loadClass } from '../vm/casm-class.ts';

export type GivenFile = { readonly name: string; readonly text: string };

export type GivenRefusal = {
  readonly code:
    | ClassRefusal['code']
    | 'NotJson'
    | 'TooLarge'
    | 'NoClass'
    | 'TwoOfAKind'
    | 'UnknownFile'
    | 'EntryPointsDiffer'
    | 'SierraVersion'
    | 'TooLargeForAFrame';
  /** Name of the file; empty where no single one is meant. */
  readonly file: string;
  /** The place in it, such as `hints[3][1][0].AllocSegment.dst`; empty for the whole. */
  readonly at: string;
};

/** A class that may be declared. */
export type GivenClass = {
  /** The run keeps it. */
  readonly file: ClassFile;
  readonly classHash: Felt;
  readonly compiledClassHash: Felt;
  readonly sierraVersion: SierraVersion;
  /** Nobody said which version it is: the asked one is used. */
  readonly isVersionAsked: boolean;
  /** Null: the files have none. */
  readonly abi: Abi | null;
  readonly bytecodeFelts: number;
  /** Selectors by type, as the CASM has them. */
  readonly selectors: Readonly<Record<'external' | 'l1_handler' | 'constructor', readonly Felt[]>>;
  /** L2 gas that the archive of a declaration costs, by the code's size (execution.md 8.1): the larger part of its fee. */
  readonly codeGas: number;
};

type Read = { readonly name: string; readonly text: string; readonly json: unknown };
type Kind = 'casm' | 'sierra' | 'abi';

/** Prices of the archive, which are the same in every version here. */
const CONSTANTS = constantsOf('0.14.4');
/** Sierra versions that the gateway admits: 1.1.0 to 1.9 with any patch. */
const isAdmitted = ([major, minor]: SierraVersion): boolean => major === 1 && minor >= 1 && minor <= 9;

/** Reads the files together. `asked`: the Sierra version where no file tells it. */
export const readGivenClass = (kernel: Kernel, files: readonly GivenFile[], asked: SierraVersion): Result<GivenClass, GivenRefusal> => {
  const kinds = sortFiles(files);
  if (!kinds.ok) return kinds;
  const { casm, sierra, abi } = kinds.value;
  if (casm === undefined) return refuse('NoClass', '', '');
  const loaded = loadClass(casm.json);
  if (!loaded.ok) return refuse(loaded.error.code, casm.name, loaded.error.at);
  const declared = sierra === undefined ? placeholderOf(loaded.value, { abi, asked }) : sierraOf(loaded.value, sierra);
  return declared.ok ? finish(kernel, { casm, abi, sierra, class: loaded.value }, declared.value) : declared;
};

const refuse = (code: GivenRefusal['code'], file: string, at: string): Result<never, GivenRefusal> => err({ code, file, at });

const sortFiles = (files: readonly GivenFile[]): Result<Partial<Record<Kind, Read>>, GivenRefusal> => {
  const found: Partial<Record<Kind, Read>> = {};
  for (const { name, text } of files) {
    if (text.length > CLASS_BYTES_MAX) return refuse('TooLarge', name, `${text.length} > ${CLASS_BYTES_MAX}`);
    const parsed = jsonOf(text);
    if (parsed === undefined) return refuse('NotJson', name, '');
    const kind = kindOf(parsed);
    if (kind === null) return refuse('UnknownFile', name, '');
    if (found[kind] !== undefined) return refuse('TwoOfAKind', name, kind);
    found[kind] = { name, text, json: parsed };
  }
  return ok(found);
};

/** By its fields. A class of Cairo 0 is taken for a compiled class, whose loader refuses it by name. */
const kindOf = (json: unknown): Kind | null => {
  if (Array.isArray(json)) return 'abi';
  if (typeof json !== 'object' || json === null) return null;
  if ('sierra_program' in json) return 'sierra';
  if ('bytecode' in json || 'program' in json || 'prime' in json) return 'casm';
  return 'abi' in json ? 'abi' : null;
};

type Declared = { readonly sierra: SierraClass; readonly source: ClassFile['source']; readonly isVersionAsked: boolean };

const placeholderOf = (
  casm: CasmClass,
  { abi, asked }: { readonly abi: Read | undefined; readonly asked: SierraVersion },
): Result<Declared, GivenRefusal> => {
  // A file that is a list is the ABI as it stands: its text is what the class hash covers.
  const text = abi === undefined ? '[]' : Array.isArray(abi.json) ? abi.text : abiText((abi.json as { readonly abi: unknown }).abi);
  return ok({ sierra: placeholderSierra(casm, asked, text), source: { kind: 'placeholder', abi: text }, isVersionAsked: true });
};

const sierraOf = (casm: CasmClass, file: Read): Result<Declared, GivenRefusal> => {
  const read = readSierraFile(file.json);
  if (!read.ok) return refuse('WrongShape', file.name, read.error.at);
  const { externals, l1Handlers, constructors } = read.value;
  const { external, l1_handler: handlers, constructor } = casm.entryPoints;
  for (const [type, ours, theirs] of [
    ['EXTERNAL', externals, external],
    ['L1_HANDLER', l1Handlers, handlers],
    ['CONSTRUCTOR', constructors, constructor],
  ] as const)
    if (!isSame(ours, theirs)) return refuse('EntryPointsDiffer', file.name, `entry_points_by_type.${type}`);
  return ok({ sierra: read.value, source: { kind: 'sierra', text: file.text }, isVersionAsked: false });
};

const isSame = (sierra: readonly SierraEntryPoint[], casm: readonly EntryPoint[]): boolean => {
  const theirs = new Set(casm.map(({ selector }) => selector));
  return sierra.length === casm.length && sierra.every(({ selector }) => theirs.has(selector));
};

type Parts = { readonly casm: Read; readonly abi: Read | undefined; readonly sierra: Read | undefined; readonly class: CasmClass };

const selectors = (list: readonly EntryPoint[]): readonly Felt[] => list.map(({ selector }) => selector);

const finish = (kernel: Kernel, parts: Parts, { sierra, source, isVersionAsked }: Declared): Result<GivenClass, GivenRefusal> => {
  const [major = 0, minor = 0, patch = 0] = sierra.program.map(Number);
  const named = parts.sierra ?? parts.casm;
  if (!isAdmitted([major, minor, patch])) return refuse('SierraVersion', named.name, 'sierra_program[0..2]');
  const bytes = declareBytesMax(sierra);
  if (bytes > FRAME_BYTES_MAX) return refuse('TooLargeForAFrame', named.name, `${bytes} > ${FRAME_BYTES_MAX}`);
  const abi = parts.abi === undefined && parts.sierra === undefined ? null : parseAbi(sierra.abi);
  if (abi !== null && !abi.ok) return refuse(abi.error.code, parts.abi?.name ?? named.name, abi.error.at);
  const classHash = sierraClassHash(kernel, sierra);
  const { bytecode, entryPoints } = parts.class;
  return ok({
    file: { classHash: feltToHex(classHash), casm: parts.casm.text, sierraVersion: [major, minor, patch], source },
    classHash,
    compiledClassHash: compiledHashOf(parts.class),
    sierraVersion: [major, minor, patch],
    isVersionAsked,
    abi: abi === null ? null : abi.value,
    bytecodeFelts: bytecode.length,
    selectors: {
      external: selectors(entryPoints.external),
      l1_handler: selectors(entryPoints.l1_handler),
      constructor: selectors(entryPoints.constructor),
    },
    codeGas: floorTimes(codeBytes(CONSTANTS, bytecode.length, sierra), CONSTANTS.archival.gasPerCodeByte),
  });
};
