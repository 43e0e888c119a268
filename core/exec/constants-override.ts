// Merges a file of the shape of the constants' table, any subset of it, over the table of a version. Everything derived in such a file (costs of
// syscalls, proving prices) is accepted and not read: it is recomputed from the merged figures. A key or a value that the table has no place for is
// refused with its place. Source of the rule: `_about` of the reference table.
import { type Result, err, ok } from '../base/result.ts';
import { constantsFrom, sierraGasOf, type VersionedConstants } from './constants.ts';
import { type ConstantsTable, of, SYSCALL_NAMES } from './constants-table.ts';

/** What is wrong with an override, and where. */
export type OverrideRefusal = { readonly code: 'BadConstants'; readonly at: string; readonly expected: string };

type Json = Readonly<Record<string, unknown>>;
type Refuse = (at: string, expected: string) => never;

/** What of the reference table no figure of execution comes from. */
const UNREAD: ReadonlySet<string> = new Set(
  [
    '_about',
    'selectors',
    'strings',
    'addresses',
    'devnetSeed0',
    'entryPointTypeIds',
    'resourceBoundsOrder',
    'systemContracts',
    'clientSideProving',
    'limits.gateway',
    'limits.initialGasWithoutL2Bound',
    'limits.maxPossibleSierraGas',
    'limits.sierraArrayLenBound',
    'validateRounding.sequencerAddress',
    'archival.l1Only',
    'archival.l2.gasPerProof',
    'ethereum.gasPerMemoryByte',
    'ethereum.gasPerMemoryZeroByte',
    'ethereum.sharpGasPerDaWord',
    'ethereum.dataGasPerBlob',
    'ethereum.feltsPerBlob',
    'l1Handler.version',
    'flags.enableTip',
    'flags.enableReverts',
    'flags.enableStatefulCompression',
    'flags.comprehensiveStateDiff',
    'flags.ignoreInnerEventResources',
    'flags.disableDeployInValidate',
    'flags.disableCairo0Redeclaration',
    'flags.blockCasmHashV1Declares',
    'flags.segmentArenaCountsCells',
    'legacyAccounts.v1BoundCairo0',
    'bouncer.deployedCapacityOverrides',
    'aliases.counterCell',
  ].map((name) => `.${name}`),
);
/** Derived or descriptive fields. */
const UNREAD_FIELDS =
  /^\.(syscalls\.\w+\.(rawGas|baseGas|extraGasOverBase|gasPerFelt|selector|cairo0Only)|vmResourceFee\.derived|bouncer\.derivedProvingGasPerInstance)$/;
const BUILTINS: ReadonlySet<string> = new Set([
  'range_check',
  'range_check96',
  'keccak',
  'pedersen',
  'bitwise',
  'ec_op',
  'poseidon',
  'add_mod',
  'mul_mod',
  'ecdsa',
  'blake',
  'output',
]);
const SYSCALL_ROWS: ReadonlySet<string> = new Set([...SYSCALL_NAMES, 'KeccakRound']);
/** Figures stay below this, so that sums of products are exact. */
const FIGURE_END = 2 ** 44;

class BadValue extends Error {
  readonly refusal: OverrideRefusal;
  constructor(at: string, expected: string) {
    super(expected);
    this.refusal = { code: 'BadConstants', at: at.slice(1, 200), expected };
  }
}
const refuse: Refuse = (at, expected) => {
  throw new BadValue(at, expected);
};

/** The constants of `base` with the figures of `file`. */
export const overrideConstants = (base: ConstantsTable, file: unknown): Result<VersionedConstants, OverrideRefusal> => {
  try {
    const merged = mergeValue(base, file, '') as ConstantsTable;
    const constants = constantsFrom(withCostSegment(base, merged));
    checkDerived(constants);
    return ok(constants);
  } catch (error) {
    if (error instanceof BadValue) return err(error.refusal);
    throw error;
  }
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const mergeValue = (base: unknown, file: unknown, at: string): unknown => {
  if (typeof base === 'number') return figureOf(file, at);
  if (typeof base === 'boolean') return typeof file === 'boolean' ? file : refuse(at, 'true or false');
  if (typeof base === 'string') return textLike(base, file, at);
  return Array.isArray(base) ? listLike(base as readonly unknown[], file, at) : mergeObject((base ?? of(0)) as Json, file, at);
};

const figureOf = (value: unknown, at: string): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < FIGURE_END
    ? value
    : refuse(at, 'a whole number from 0 to 2^44');

/** A string of the form that the table's own has: 0x digits, or numbers between points. */
const textLike = (base: string, value: unknown, at: string): string => {
  const form = base.startsWith('0x') ? /^0x[0-9a-fA-F]{1,64}$/ : /^\d{1,4}(\.\d{1,4}){1,2}$/;
  return typeof value === 'string' && form.test(value) && value.split('.').length === base.split('.').length
    ? value
    : refuse(at, base.startsWith('0x') ? 'a 0x string' : `a version like ${base}`);
};

/** Fractions, lists of 0x strings, and the builtin cost segment. */
const listLike = (base: readonly unknown[], value: unknown, at: string): readonly unknown[] => {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : refuse(at, 'a list');
  const [sample] = base;
  if (typeof sample === 'number') {
    const [numerator, denominator, ...rest] = list.map((item, i) => figureOf(item, `${at}[${i}]`));
    return numerator === undefined || denominator === undefined || denominator === 0 || rest.length > 0
      ? refuse(at, 'a fraction [n, d] with d > 0')
      : [numerator, denominator];
  }
  if (typeof sample === 'string') return list.map((item, i) => textLike(sample, item, `${at}[${i}]`));
  if (list.length !== base.length) return refuse(at, `${base.length} pairs`);
  return list.map((item, i) => {
    const [name] = base[i] as readonly [string, number];
    const [got, price] = Array.isArray(item) ? (item as readonly unknown[]) : [];
    return got === name ? [name, figureOf(price, `${at}[${i}][1]`)] : refuse(`${at}[${i}][0]`, name);
  });
};

/** Names that may be added to a map of the table, with the value they start from. */
const addedSample = (at: string, name: string): unknown => {
  const parent = at.slice(at.lastIndexOf('.') + 1);
  if (at === '.syscalls' && SYSCALL_ROWS.has(name)) return { resources: of(0) };
  if (/^\.syscalls\.\w+$/.test(at) && name === 'perFelt') return of(0);
  if (parent === 'builtins' && BUILTINS.has(name)) return 0;
  return undefined;
};

const mergeObject = (base: Json, file: unknown, at: string): Json => {
  if (file === null && at.endsWith('.perExtendedCalldataFelt')) return of(0);
  const fields = isObject(file) ? file : refuse(at, 'an object');
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(fields)) {
    const place = `${at}.${/^\w{1,60}$/.test(name) ? name : '?'}`;
    if (UNREAD.has(place) || UNREAD_FIELDS.test(place)) continue;
    const sample = Object.hasOwn(base, name) ? base[name] : addedSample(at, name);
    if (sample === undefined) {
      // Syscalls of Cairo 0 stand in the reference table without being read here.
      if (at === '.syscalls' && isObject(value) && value['cairo0Only'] === true) continue;
      refuse(place, 'a name of the constants table');
    }
    merged[name] = mergeValue(sample, value, place);
  }
  return merged;
};

/** The cost segment holds the prices of the builtins; a price that the override states for the segment itself comes first. */
const withCostSegment = (base: ConstantsTable, merged: ConstantsTable): ConstantsTable => {
  const { perBuiltin, builtinCostSegment } = merged.gas;
  const rows = builtinCostSegment.map(([name, price], i): readonly [string, number] => [
    name,
    price === base.gas.builtinCostSegment[i]?.[1] ? (perBuiltin[name] ?? price) : price,
  ]);
  return { ...merged, gas: { ...merged.gas, builtinCostSegment: rows } };
};

const checkDerived = (constants: VersionedConstants): void => {
  for (const [name, { resources, perFelt }] of constants.syscalls) {
    const isExact = [resources, perFelt].every((r) => sierraGasOf(constants, r) < FIGURE_END);
    if (!isExact) refuse(`.syscalls.${name}`, 'a cost below 2^44');
  }
};
