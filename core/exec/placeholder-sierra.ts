// The Sierra class that stands for a compiled class without one: its program names the Sierra version it runs under, its compiler, and the compiled
// class, so that each CASM has a class hash of its own. Source: execution.md 10.9. Screens mark such hashes.
import { type Felt, feltFromAscii, toFelt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { sierraClassHash } from '../hashes/class-hash.ts';
import type { SierraClass } from '../types/transaction.ts';
import type { CasmClass } from '../vm/casm-class.ts';
import { compiledHashOf } from './class-store.ts';
import type { SierraVersion } from './constants.ts';

/** What the compiler of a placeholder calls itself: version 2.12.0. */
const COMPILER: readonly number[] = [2, 12, 0];
const MARK: Felt = feltFromAscii('BICAMERAL_CASM');
const NO_ABI = '[]';

/**
 * The placeholder of a compiled class that runs under `version`; `abi`: the text that its class hash covers. Entry points get a running index over
 * externals, L1 handlers and constructors, in the order of the CASM.
 */
export const placeholderSierra = (casm: CasmClass, version: SierraVersion, abi: string = NO_ABI): SierraClass => {
  const { external, l1_handler: l1Handler, constructor } = casm.entryPoints;
  let index = 0;
  const numbered = (list: typeof external): SierraClass['externals'] =>
    list.map(({ selector }) => {
      const row = { selector, index };
      index += 1;
      return row;
    });
  return {
    abi,
    contractClassVersion: '0.1.0',
    program: [...version, ...COMPILER].map((part) => toFelt(part)).concat(MARK, compiledHashOf(casm)),
    externals: numbered(external),
    l1Handlers: numbered(l1Handler),
    constructors: numbered(constructor),
  };
};

export const placeholderClassHash = (kernel: Kernel, casm: CasmClass, version: SierraVersion, abi?: string): Felt =>
  sierraClassHash(kernel, placeholderSierra(casm, version, abi));
