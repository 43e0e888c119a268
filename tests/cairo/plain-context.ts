// What a hint of the plain machine may read and write.
import type { Kernel } from '../../core/crypto/kernel.ts';
import type { Address, PlainCell, PlainMemory } from './plain-memory.ts';

export type DictState = {
  /** Values by segment of the dictionary, then by key. */
  readonly values: Map<number, Map<bigint, PlainCell>>;
  /** Keys from the largest to the smallest, and each one's accesses from the last to the first. */
  keys: bigint[];
  readonly accesses: Map<bigint, number[]>;
};
export type HintContext = {
  readonly memory: PlainMemory;
  readonly kernel: Kernel;
  readonly address: (register: string, offset: number) => Address;
  readonly write: (to: Address, value: PlainCell, name: string) => void;
  readonly syscall: () => void;
  readonly dicts: DictState;
};

export type Tools = {
  readonly context: HintContext;
  readonly felt: (key: string) => bigint;
  readonly any: (key: string) => PlainCell;
  readonly write: (key: string, value: PlainCell) => void;
};
