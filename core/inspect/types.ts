// What a debugger shows of one executed transaction. Plain data that crosses ports: felts are bigints, cells of memory are texts (`segment:offset` or a
// decimal number). Steps are counted over the whole transaction, inner calls where they happen.
import type { Felt } from '../base/felt.ts';
import type { EntryPointKind } from '../exec/calls.ts';
import type { ExecutedTransaction } from '../exec/engine.ts';
import type { BlockInfo, Receipt, StateDiff } from '../types/block.ts';
import type { HashedTransaction } from '../types/transaction.ts';

/** A transaction of a committed block, with all that its execution depends on. */
export type InspectInput = {
  readonly chainId: Felt;
  readonly info: BlockInfo;
  /** Diffs of all blocks before, from height 1 on. */
  readonly before: readonly StateDiff[];
  /** What the block wrote before its first transaction. */
  readonly start: StateDiff;
  /** The block's transactions up to and including the one that is looked at. */
  readonly txs: readonly HashedTransaction[];
};

/** A committed block as the log tells it; `start`: what it wrote before its first transaction. */
export type CommittedBlock = Pick<InspectInput, 'info' | 'start' | 'txs'> & {
  readonly receipts: readonly Receipt[];
  readonly stateDiff: StateDiff;
};

/** The first thing in a block that the correct engine computes otherwise; transactions by their place in the block, values null where unset. */
export type BlockDifference =
  | { readonly kind: 'rejected'; readonly transaction: number; readonly message: string }
  | { readonly kind: 'status'; readonly transaction: number }
  | { readonly kind: 'fee'; readonly transaction: number; readonly block: bigint; readonly ours: bigint }
  /** `key` null: nonce, class or compiled class hash of what `contract` names. */
  | {
      readonly kind: 'slot';
      readonly contract: string;
      readonly key: string | null;
      readonly block: bigint | null;
      readonly ours: bigint | null;
    };

export type InspectedSyscall = {
  /** The step whose hint asked. */
  readonly step: number;
  readonly name: string;
  /** Cells behind selector and gas. */
  readonly request: readonly string[];
  /** Cells behind gas and failure flag; empty where the syscall ended the execution. */
  readonly response: readonly string[];
  /** Null where it ended the execution. */
  readonly failed: boolean | null;
  readonly gasLeft: number;
};

export type InspectedCall = {
  readonly index: number;
  /** The call that made it; null for the outermost. */
  readonly parent: number | null;
  readonly phase: ExecutedTransaction['trace'][number]['phase'] | null;
  readonly kind: EntryPointKind;
  readonly isLibraryCall: boolean;
  readonly contract: Felt;
  readonly classHash: Felt;
  readonly selector: Felt;
  /** Of the entry point, where it is one that the network's own contracts have. */
  readonly name: string | null;
  readonly caller: Felt;
  readonly calldata: readonly Felt[];
  readonly mode: 'sierra_gas' | 'cairo_steps';
  /** Its first step, and the one after its last. */
  readonly first: number;
  readonly end: number;
  /** Steps of its own. */
  readonly steps: number;
  readonly gas: number;
  /** Null where the transaction's result does not tell of the call. */
  readonly ended: { readonly failed: boolean; readonly result: readonly Felt[]; readonly gasConsumed: number } | null;
  readonly syscalls: readonly InspectedSyscall[];
};

/** `code` is a stable name. */
type InspectOutcome =
  | { readonly kind: 'executed'; readonly receipt: Receipt; readonly stateDiff: StateDiff; readonly replaced: StateDiff }
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string };

export type Inspection = {
  /** Steps in all. */
  readonly steps: number;
  /** True when only the first INSPECT_STEPS_MAX are kept. */
  readonly isCut: boolean;
  readonly calls: readonly InspectedCall[];
  readonly outcome: InspectOutcome;
};

export type MomentOperand = {
  readonly name: 'dst' | 'op0' | 'op1';
  readonly at: string;
  /** Null where the cell is unset. */
  readonly before: string | null;
  readonly after: string | null;
};
export type MomentLine = { readonly step: number; readonly call: number; readonly pc: string; readonly text: string };
export type MomentBuiltin = { readonly name: string; readonly segment: number; readonly used: number; readonly last: readonly string[] };

/** Before the instruction of `step` and its hints. */
export type InspectedMoment = {
  readonly step: number;
  readonly call: number;
  readonly pc: string;
  readonly ap: number;
  readonly fp: number;
  /** As it was after the call's last syscall. */
  readonly gasLeft: number;
  readonly text: string;
  readonly words: readonly string[];
  readonly hasHints: boolean;
  readonly sense: 'write' | 'check' | 'solve' | 'call' | 'ret' | 'jump' | 'jump_taken' | 'jump_not_taken' | 'move_ap' | 'blake' | 'unknown';
  readonly operands: readonly MomentOperand[];
  /** Executed instructions around it. */
  readonly lines: readonly MomentLine[];
  /** Cells of the execution segment around fp and ap. */
  readonly cells: readonly { readonly offset: number; readonly value: string | null }[];
  readonly builtins: readonly MomentBuiltin[];
};
