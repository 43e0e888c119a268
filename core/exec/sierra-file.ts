// Reads a Sierra class from the JSON that the Cairo compiler writes: program, entry points, ABI. Everything is hostile until it has been read.
// Source: commitments.md 2: the ABI is hashed byte for byte, and where the file holds it as JSON its text has Python's spacing.
import { type Felt, isFelt, toFelt } from '../base/felt.ts';
import { ABI_CHARACTERS_MAX, BYTECODE_FELTS_MAX } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { eachOf, hexOf, need, readShape, type ShapeError, textOf, wholeOf } from '../base/shape.ts';
import type { SierraClass } from '../types/transaction.ts';

type Fields = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown, at: string): Fields =>
  need(typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null, at);

const feltAt = (value: unknown, at: string): Felt => {
  const integer = hexOf(value, at, 252);
  return toFelt(need(isFelt(integer) ? integer : null, at));
};

/** JSON as Python writes it: `", "` and `": "`. */
const pythonJson = (json: unknown): string => {
  if (json === null || typeof json !== 'object') return JSON.stringify(json ?? null);
  if (Array.isArray(json)) return `[${json.map(pythonJson).join(', ')}]`;
  return `{${Object.entries(json)
    .map(([key, value]) => `${JSON.stringify(key)}: ${pythonJson(value)}`)
    .join(', ')}}`;
};

/** The text of an ABI as the class hash covers it. */
export const abiText = (abi: unknown): string => (typeof abi === 'string' ? abi : pythonJson(abi ?? []));

const readEntryPoints = (value: unknown, at: string): SierraClass['externals'] =>
  eachOf(value ?? [], at, BYTECODE_FELTS_MAX, (item, place) => {
    const { selector, function_idx: index } = objectOf(item, place);
    return {
      selector: feltAt(selector, `${place}.selector`),
      index: wholeOf(index, `${place}.function_idx`, [0, Number.MAX_SAFE_INTEGER]),
    };
  });

/** The class of a parsed file, or the place in it. */
export const readSierraFile = (json: unknown): Result<SierraClass, ShapeError> =>
  readShape(() => {
    const fields = objectOf(json, '');
    const program = eachOf(fields['sierra_program'], 'sierra_program', BYTECODE_FELTS_MAX, feltAt);
    need(program.length >= 3 ? program : null, 'sierra_program');
    const entries = objectOf(fields['entry_points_by_type'], 'entry_points_by_type');
    const version = textOf(fields['contract_class_version'] ?? '0.1.0', 'contract_class_version', 12);
    const abi = abiText(fields['abi']);
    return {
      abi: need(abi.length <= ABI_CHARACTERS_MAX ? abi : null, 'abi'),
      contractClassVersion: need(/^\d[\d.]*$/.test(version) ? version : null, 'contract_class_version'),
      program,
      externals: readEntryPoints(entries['EXTERNAL'], 'entry_points_by_type.EXTERNAL'),
      l1Handlers: readEntryPoints(entries['L1_HANDLER'], 'entry_points_by_type.L1_HANDLER'),
      constructors: readEntryPoints(entries['CONSTRUCTOR'], 'entry_points_by_type.CONSTRUCTOR'),
    };
  });
