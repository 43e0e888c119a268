// A contract's source to the CASM class that a loader accepts. Source of the format: execution.md 2.
import { selectorOf } from '../../core/crypto/keccak.ts';
import { FELT_PRIME } from '../../core/base/felt.ts';
import { Assembler } from './assembler.ts';
import { link } from './code.ts';
import type { ContractSource, EntryKind } from './contract.ts';
import type { Assembled } from './function.ts';
import { hex } from './hints.ts';
import { BUILTIN_NAMES } from '../../core/vm/builtins/names.ts';

type CasmEntryPoint = { readonly selector: string; readonly offset: number; readonly builtins: readonly string[] };

export type CasmJson = {
  readonly prime: string;
  readonly compiler_version: string;
  readonly bytecode: readonly string[];
  readonly hints: readonly (readonly [number, readonly unknown[]])[];
  readonly entry_points_by_type: Readonly<Record<'EXTERNAL' | 'L1_HANDLER' | 'CONSTRUCTOR', readonly CasmEntryPoint[]>>;
};

/** Named by us: it is no version of the Cairo compiler. */
const COMPILER_VERSION = '2.12.0';

/** Throws, naming the function, on code that cannot be. */
export const assemble = (contract: ContractSource): CasmJson => {
  const assembler = new Assembler();
  const entries = contract.entries.map((source) => ({ source, assembled: assembler.entry(source.code) }));
  const { bytecode, hints } = link([...entries.map(({ assembled }) => assembled), ...assembler.functions()].flatMap(({ items }) => items));
  const ofKind = (kind: EntryKind): readonly CasmEntryPoint[] =>
    entries
      .filter(({ source }) => source.kind === kind)
      .flatMap(({ source, assembled }) => source.names.map((name) => entryPoint(name, assembled)))
      .toSorted((a, b) => (BigInt(a.selector) < BigInt(b.selector) ? -1 : 1));
  return {
    prime: hex(FELT_PRIME),
    compiler_version: COMPILER_VERSION,
    bytecode: bytecode.map(hex),
    hints,
    entry_points_by_type: { EXTERNAL: ofKind('external'), L1_HANDLER: ofKind('l1_handler'), CONSTRUCTOR: ofKind('constructor') },
  };
};

const entryPoint = (name: string, { signature }: Assembled): CasmEntryPoint => ({
  selector: hex(selectorOf(name)),
  offset: signature.label.address ?? -1,
  builtins: BUILTIN_NAMES.filter((builtin) => signature.implicits.includes(builtin)),
});
