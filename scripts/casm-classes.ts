// Class files of `npm run casm`: loaded once each, named by the hash of their Sierra file if there is one beside, else by that of the placeholder.
// Source: execution.md 2 (Sierra version), 10.9 (placeholder Sierra).
import { existsSync } from 'node:fs';
import type { Felt } from '../core/base/felt.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import type { StoredClass } from '../core/exec/class-store.ts';
import type { SierraVersion } from '../core/exec/constants.ts';
import { placeholderSierra } from '../core/exec/placeholder-sierra.ts';
import { readSierraFile } from '../core/exec/sierra-file.ts';
import { sierraClassHash } from '../core/hashes/class-hash.ts';
import type { SierraClass } from '../core/types/transaction.ts';
import { type CasmClass, type ClassRefusal, loadClass } from '../core/vm/casm-class.ts';
import { CasmRefusal, readJsonFile } from './casm-json.ts';

const DEFAULT_SIERRA: SierraVersion = [1, 7, 0];
const REFUSALS: Readonly<Record<ClassRefusal['code'], string>> = {
  WrongShape: 'the class has not the shape of a CASM file',
  Cairo0Class: 'this is a class of Cairo 0, which is not run here',
  WrongPrime: 'the class is compiled for another field',
  SegmentLengths: 'the bytecode segment lengths do not add up to the bytecode, or are nested deeper than one level',
  SelectorOrder: 'selectors are not strictly ascending',
  ConstructorSelector: 'there is more than one constructor, or it has another selector',
  UnknownHint: 'the hint is unknown',
  Cheatcode: 'the hint is a cheatcode of a test runner',
  ExternalHint: 'the hint is an external one',
};

/** A Sierra version like 1.7.0. */
export const sierraVersionAt = (text: string, where: string): SierraVersion => {
  const match = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})$/.exec(text);
  if (match === null) throw new CasmRefusal('a Sierra version like 1.7.0 is expected', where);
  return [Number(match[1]), Number(match[2]), Number(match[3])];
};

const loadCasm = (path: string): CasmClass => {
  const loaded = loadClass(readJsonFile(path));
  if (loaded.ok) return loaded.value;
  const { code, at } = loaded.error;
  throw new CasmRefusal(REFUSALS[code], at === '' ? path : `${path}: ${at}`);
};

/** The Sierra file that belongs to a CASM file, by its name. */
const sierraBeside = (path: string): string | null => {
  const stem = path.replace(/(\.compiled_contract_class\.json|\.casm\.json|\.casm)$/, '');
  if (stem === path) return null;
  return [`${stem}.sierra.json`, `${stem}.contract_class.json`, `${stem}.sierra`].find((name) => existsSync(name)) ?? null;
};

const readSierra = (path: string): SierraClass => {
  const read = readSierraFile(readJsonFile(path));
  if (read.ok) return read.value;
  const { at } = read.error;
  throw new CasmRefusal('the class has not the shape of a Sierra file', at === '' ? path : `${path}: ${at}`);
};

const versionOf = ({ program }: SierraClass, path: string): SierraVersion =>
  sierraVersionAt(program.slice(0, 3).join('.'), `${path}: sierra_program`);

/** Loads class files, each once. `version` null: that of the Sierra file, or 1.7.0. */
export const createClassFiles = (
  kernel: Kernel,
): {
  readonly load: (path: string, version: SierraVersion | null, classHash: Felt | null) => StoredClass;
  readonly all: () => readonly StoredClass[];
} => {
  const casms = new Map<string, CasmClass>();
  const classes = new Map<string, StoredClass>();
  const casmOf = (path: string): CasmClass => {
    const casm = casms.get(path) ?? loadCasm(path);
    casms.set(path, casm);
    return casm;
  };
  return {
    load: (path, version, classHash) => {
      const key = `${path}|${version?.join('.') ?? ''}|${classHash ?? ''}`;
      const known = classes.get(key);
      if (known !== undefined) return known;
      const casm = casmOf(path);
      const beside = sierraBeside(path);
      const own = beside === null ? null : readSierra(beside);
      const sierraVersion = version ?? (own === null ? DEFAULT_SIERRA : versionOf(own, beside ?? path));
      const sierra = own ?? placeholderSierra(casm, sierraVersion);
      const stored = { classHash: classHash ?? sierraClassHash(kernel, sierra), casm, sierraVersion };
      classes.set(key, stored);
      return stored;
    },
    all: () => [...classes.values()],
  };
};
