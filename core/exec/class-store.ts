// Compiled classes that a network knows, by class hash: what Apollo's class manager holds. Whether a class is declared is the state's business; the
// store only has the code. Source: execution.md 2 (Sierra version), 7.7 (compiled class hash V2).
import { type Felt, FELT_ZERO, feltToHex } from '../base/felt.ts';
import { compiledClassHashV2 } from '../hashes/compiled-class-hash.ts';
import type { CasmClass } from '../vm/casm-class.ts';
import type { DeclarableClass } from './account-flow.ts';
import { casmHashResources, hashedShapeOf } from './casm-hash-estimate.ts';
import { runCairo } from './cairo/run-entry.ts';
import type { CairoCode, CodeOf } from './phase.ts';
import type { SierraVersion } from './constants.ts';

export type StoredClass = { readonly classHash: Felt; readonly casm: CasmClass; readonly sierraVersion: SierraVersion };
/** Pure in what it knows; a class that is added changes nothing before a transaction names it. */
export type ClassStore = { readonly codeOf: CodeOf; readonly declarable: (classHash: Felt) => DeclarableClass | null };

/** A store of the given classes. The hash of a compiled class is computed once, when it is declared. */
export const createClassStore = (classes: readonly StoredClass[]): ClassStore => {
  const codes: ReadonlyMap<string, CairoCode> = new Map(
    classes.map(({ classHash, casm, sierraVersion }) => [feltToHex(classHash), codeOf(casm, sierraVersion)]),
  );
  const declarables = new Map<string, DeclarableClass>();
  const declarable = (key: string): DeclarableClass | null => {
    const casm = codes.get(key)?.casm;
    if (casm === undefined) return null;
    const known = declarables.get(key) ?? { compiledClassHash: compiledHashOf(casm), bytecodeFelts: casm.bytecode.length };
    declarables.set(key, known);
    return known;
  };
  return {
    codeOf: (classHash, state) => (state.compiledClassHashOf(classHash) === FELT_ZERO ? null : (codes.get(feltToHex(classHash)) ?? null)),
    declarable: (classHash) => declarable(feltToHex(classHash)),
  };
};

const codeOf = (casm: CasmClass, sierraVersion: SierraVersion): CairoCode => {
  const shape = hashedShapeOf(casm);
  return { kind: 'cairo', casm, sierraVersion, hashing: (constants) => casmHashResources(constants, shape), run: runCairo };
};

/** The Blake hash of a loaded class. */
export const compiledHashOf = ({ bytecode, segmentLengths, entryPoints }: CasmClass): Felt =>
  compiledClassHashV2({
    bytecode,
    segmentLengths,
    externals: entryPoints.external,
    l1Handlers: entryPoints.l1_handler,
    constructors: entryPoints.constructor,
  });
