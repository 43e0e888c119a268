// Test fixture: classes assembled by hand that make the syscalls a test asks for, and calls of them over a small state. Imported by tests only.
import { type Felt, feltFromAscii, feltToHex, toFelt } from '../../base/felt.ts';
import { selectorOf } from '../../crypto/keccak.ts';
import type { Kernel } from '../../crypto/kernel.ts';
import { diffReader, EMPTY_DIFF, EMPTY_READER } from '../../state/diff.ts';
import { createOverlay, overlayDiff } from '../../state/overlay.ts';
import type { StateDiff } from '../../types/block.ts';
import { type CasmClass, loadClass } from '../../vm/casm-class.ts';
import { word } from '../../vm/fixtures.ts';
import { RET_WORD } from '../../vm/instruction.ts';
import type { EntryPointCall, TransactionInfo } from '../calls.ts';
import { compiledHashOf, createClassStore, type StoredClass } from '../class-store.ts';
import { constantsOf, type SierraVersion, type VersionedConstants } from '../constants.ts';
import type { SyscallName } from '../constants-table.ts';
import { contextAt, createTestKernel } from '../fixture.ts';
import { runPhase } from '../machine.ts';
import type { PhaseReport } from '../phase.ts';
import { executeInfo, NO_TRANSACTION } from '../transaction-info.ts';

export const KERNEL: Kernel = createTestKernel();

/** One cell of a request: a felt, a pointer into the calldata, a cell of the syscall segment, or the argument's own gas. */
export type Argument =
  | bigint
  | { readonly calldataAt: number }
  | { readonly responseAt: number }
  /** The felt of a calldata cell. */
  | { readonly calldataFelt: number };
/** Two pointers: the calldata from one index to another. */
export const span = (from: number, to: number): readonly Argument[] => [{ calldataAt: from }, { calldataAt: to }];

const GAS = -6;
const SYSCALLS = -5;
const CALLDATA = -4;

/** Writes the code of one entry point without builtins: its arguments are gas, syscalls, calldata start and end. */
class Code {
  readonly words: bigint[] = [];
  readonly hints: [number, unknown[]][] = [];
  /** Cells of the syscall segment used so far, and the one that holds the gas left. */
  used = 0;
  #gasAt: number | null = null;
  #claimed: bigint | null = null;

  push(...words: readonly bigint[]): void {
    this.words.push(...words);
  }
  pushFelt(felt: bigint): void {
    this.push(word({ dst: ['ap', 0], op1: 1, off2: 1, ap: 2, opcode: 4 }), felt);
  }
  pushArgument(at: number): void {
    this.push(word({ dst: ['ap', 0], op1: 2, off2: at, ap: 2, opcode: 4 }));
  }
  pushMoved(at: number, by: number): void {
    this.push(word({ dst: ['ap', 0], op0: ['fp', at], op1: 1, off2: 1, res: 1, ap: 2, opcode: 4 }), BigInt(by));
  }
  /** A cell behind a pointer argument. */
  pushCell(at: number, offset: number): void {
    this.push(word({ dst: ['ap', 0], op0: ['fp', at], op1: 0, off2: offset, ap: 2, opcode: 4 }));
  }
  /** The top of the stack becomes the next cell of the syscall segment. */
  #store(): void {
    this.push(word({ dst: ['ap', -1], op0: ['fp', SYSCALLS], op1: 0, off2: this.used, opcode: 4 }));
    this.used += 1;
  }

  #argument(argument: Argument): void {
    if (typeof argument === 'bigint') this.pushFelt(argument);
    else if ('calldataAt' in argument) this.pushMoved(CALLDATA, argument.calldataAt);
    else if ('calldataFelt' in argument) this.pushCell(CALLDATA, argument.calldataFelt);
    else this.pushCell(SYSCALLS, argument.responseAt);
    this.#store();
  }

  /** A hint before the next instruction. */
  hint(hint: unknown): void {
    this.hints.push([this.words.length, [hint]]);
  }

  /** From here on, requests name this gas instead of what is left. */
  claimGas(felt: bigint): void {
    this.#claimed = felt;
  }

  /** A syscall whose answer has `cells` cells when it succeeds; the offset of its first one. */
  syscall(name: SyscallName | bigint, args: readonly Argument[], cells: number): number {
    this.pushFelt(typeof name === 'bigint' ? name : feltFromAscii(name));
    this.#store();
    this.#pushGas();
    this.#store();
    for (const argument of args) this.#argument(argument);
    this.hints.push([this.words.length, [{ SystemCall: { system: { Deref: { register: 'FP', offset: SYSCALLS } } } }]]);
    this.#gasAt = this.used;
    this.used += 2 + cells;
    return this.#gasAt + 2;
  }

  /** Ends the call: with the felts between two cells of the last answer, or, if it failed, with its panic data. */
  returnAnswer(cells: number): void {
    const gasAt = this.#gasAt ?? 0;
    const first = gasAt + 2;
    this.pushCell(SYSCALLS, gasAt + 1);
    const success = new Code();
    success.pushCell(SYSCALLS, gasAt);
    success.pushMoved(SYSCALLS, this.used);
    success.pushFelt(0n);
    success.pushMoved(SYSCALLS, first);
    success.pushMoved(SYSCALLS, first + cells);
    success.push(RET_WORD);
    this.push(word({ dst: ['ap', -1], op1: 1, off2: 1, pc: 4 }), BigInt(success.words.length + 2), ...success.words);
    this.returnArray(first, 1n);
  }

  /** Ends the call with the felts of the syscall segment between two offsets. */
  returnCells(from: number, to: number): void {
    this.#pushGas();
    this.pushMoved(SYSCALLS, this.used);
    this.pushFelt(0n);
    this.pushMoved(SYSCALLS, from);
    this.pushMoved(SYSCALLS, to);
    this.push(RET_WORD);
  }

  /** Follows pointers from a cell of the syscall segment; what is found becomes the next cell of that segment. Its offset. */
  follow(at: number, path: readonly number[]): number {
    this.pushCell(SYSCALLS, at);
    for (const offset of path) this.push(word({ dst: ['ap', 0], op0: ['ap', -1], op1: 0, off2: offset, ap: 2, opcode: 4 }));
    this.#store();
    return this.used - 1;
  }

  /** Ends a validating entry point that accepts. */
  returnValid(): void {
    this.pushFelt(feltFromAscii('VALID'));
    this.#store();
    this.returnCells(this.used - 1, this.used);
  }

  #pushGas(): void {
    if (this.#claimed !== null) this.pushFelt(this.#claimed);
    else if (this.#gasAt === null) this.pushArgument(GAS);
    else this.pushCell(SYSCALLS, this.#gasAt);
  }

  /** Ends the call with the array whose two pointers stand at a cell of the syscall segment. */
  returnArray(at: number, flag: bigint): void {
    this.#pushGas();
    this.pushMoved(SYSCALLS, this.used);
    this.pushFelt(flag);
    this.pushCell(SYSCALLS, at);
    this.pushCell(SYSCALLS, at + 1);
    this.push(RET_WORD);
  }

  /** Ends the call with its calldata from an index on, as data or as a panic. */
  returnCalldata(from: number, flag: bigint): void {
    this.#pushGas();
    this.pushMoved(SYSCALLS, this.used);
    this.pushFelt(flag);
    this.pushMoved(CALLDATA, from);
    this.pushArgument(CALLDATA + 1);
    this.push(RET_WORD);
  }

  /** As `returnAnswer` where the answer is an array: its felts, or the panic data. */
  returnAnsweredArray(): void {
    const gasAt = this.#gasAt ?? 0;
    this.pushCell(SYSCALLS, gasAt + 1);
    const success = new Code();
    success.used = this.used;
    success.#gasAt = this.#gasAt;
    success.returnArray(gasAt + 2, 0n);
    this.push(word({ dst: ['ap', -1], op1: 1, off2: 1, pc: 4 }), BigInt(success.words.length + 2), ...success.words);
    this.returnArray(gasAt + 2, 1n);
  }
}

type Entry = { readonly name: string; readonly type?: 'EXTERNAL' | 'L1_HANDLER' | 'CONSTRUCTOR'; readonly builtins?: readonly string[] };
/** Entry points by name, each written by a function. */
export type Entries = readonly (Entry & { readonly code: (code: Code) => void })[];

/** A class of these entry points. */
const classOf = (entries: Entries): CasmClass => {
  const bytecode: bigint[] = [];
  const hints: [number, unknown[]][] = [];
  const lists: Record<string, { selector: string; offset: number; builtins: readonly string[] }[]> = {
    EXTERNAL: [],
    L1_HANDLER: [],
    CONSTRUCTOR: [],
  };
  for (const { name, type = 'EXTERNAL', builtins = [], code: write } of entries) {
    const code = new Code();
    write(code);
    lists[type]?.push({ selector: feltToHex(selectorOf(name)), offset: bytecode.length, builtins });
    for (const [at, list] of code.hints) hints.push([bytecode.length + at, list]);
    bytecode.push(...code.words);
  }
  for (const list of Object.values(lists))
    list.splice(0, list.length, ...list.toSorted((a, b) => (BigInt(a.selector) < BigInt(b.selector) ? -1 : 1)));
  const loaded = loadClass({
    prime: '0x800000000000011000000000000000000000000000000000000000000000001',
    compiler_version: '2.12.0',
    bytecode: bytecode.map((felt) => `0x${felt.toString(16)}`),
    hints,
    entry_points_by_type: lists,
  });
  if (!loaded.ok) throw new Error(`classOf: ${loaded.error.code} at ${loaded.error.at}`);
  return loaded.value;
};

/** The class hash of the n-th class of a world. */
export const hashOf = (n: number): Felt => toFelt(0xc1a50000 + n);
export const addressOf = (n: number): Felt => toFelt(0x1000 + n);

/** Classes, each deployed at its own address, and what else the state holds. */
export type World = { readonly classes: readonly StoredClass[]; readonly state: StateDiff };

/** A world of classes given by their entry points; `versions` by index, 1.7.0 where none is given. */
export const worldOf = (classes: readonly Entries[], versions: readonly (SierraVersion | undefined)[] = []): World => {
  const stored = classes.map((entries, n) => ({
    classHash: hashOf(n),
    casm: classOf(entries),
    sierraVersion: versions[n] ?? ([1, 7, 0] as const),
  }));
  return {
    classes: stored,
    state: {
      ...EMPTY_DIFF,
      deployed: new Map(stored.map(({ classHash }, n) => [feltToHex(addressOf(n)), classHash])),
      declared: new Map(stored.map(({ classHash, casm }) => [feltToHex(classHash), compiledHashOf(casm)])),
    },
  };
};

type CallOptions = {
  readonly entry?: string;
  readonly calldata?: readonly bigint[];
  readonly gas?: number;
  readonly mode?: 'validate' | 'execute';
  readonly constants?: VersionedConstants;
  readonly info?: Partial<TransactionInfo>;
  readonly call?: Partial<EntryPointCall>;
  readonly height?: number;
  readonly stepLimit?: number;
};
export type Called = PhaseReport & { readonly diff: StateDiff };

/** Calls an entry point (`main`) of the world's first contract. */
export const callWorld = (world: World, options: CallOptions = {}): Called => {
  const { entry = 'main', calldata = [], gas = 10 ** 9, mode = 'execute', constants = constantsOf('0.14.4'), height = 2_000 } = options;
  const base = diffReader(EMPTY_READER, world.state);
  const overlay = createOverlay();
  const info = { ...executeInfo(contextAt(height), NO_TRANSACTION), ...options.info };
  const report = runPhase(
    {
      mode,
      constants,
      kernel: KERNEL,
      codeOf: createClassStore(world.classes).codeOf,
      base,
      overlay,
      info,
      stepLimit: options.stepLimit ?? null,
    },
    {
      kind: 'external',
      contract: addressOf(0),
      library: null,
      selector: selectorOf(entry),
      calldata: calldata.map(toFelt),
      caller: toFelt(0x777),
      ...options.call,
    },
    gas,
  );
  return { ...report, diff: overlayDiff(base, overlay) };
};

/** A world with one contract that makes one syscall and returns its `cells` answer cells, or panics with its failure. */
export const probe = (name: SyscallName | bigint, args: readonly Argument[], cells: number): Entries => [
  {
    name: 'main',
    code: (code) => {
      code.syscall(name, args, cells);
      code.returnAnswer(cells);
    },
  },
];
/** As `probe`, for a syscall that answers with an array. */
export const arrayProbe = (name: SyscallName, args: readonly Argument[]): Entries => [
  {
    name: 'main',
    code: (code) => {
      code.syscall(name, args, 2);
      code.returnAnsweredArray();
    },
  },
];

/** Text of a hard error, or null. */
export const hardText = ({ end }: PhaseReport): string | null => (end.kind === 'aborted' ? end.error.text : null);
