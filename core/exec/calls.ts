// What a contract is to the call machine: entry points whose code asks for one syscall at a time. Built-in contracts write that code as a generator:
// the machine answers each syscall, or ends the call and never resumes it. So a contract reads like straight code and can leave no trace behind.
// A compiled class needs no such code: the virtual machine runs it (cairo/). Source: execution.md 5.1-5.3, 6.1-6.5.
import { assert } from '../base/assert.ts';
import { type Felt, feltFromAscii } from '../base/felt.ts';
import type { ExecutionResources } from '../types/block.ts';
import type { AccountTransaction } from '../types/transaction.ts';

export type EntryPointKind = 'external' | 'l1_handler' | 'constructor';

/** A call as it is made. */
export type EntryPointCall = {
  readonly kind: EntryPointKind;
  /** Whose storage it works on. */
  readonly contract: Felt;
  /** The class whose code runs in a library call; null: the contract's own. */
  readonly library: Felt | null;
  readonly selector: Felt;
  readonly calldata: readonly Felt[];
  readonly caller: Felt;
};

/** The part of a version 3 transaction that only such a one has. */
export type TransactionFields = Pick<AccountTransaction, 'resourceBounds' | 'tip' | 'paymasterData' | 'nonceDaMode' | 'feeDaMode'> & {
  readonly accountDeploymentData: readonly Felt[];
  readonly proofFacts: readonly Felt[];
};

/** What a contract may know of transaction and block; rounded values while it validates. */
export type TransactionInfo = {
  /** 3 for account transactions; 0 for an L1 handler, a meta transaction and a view call. */
  readonly version: Felt;
  readonly sender: Felt;
  readonly hash: Felt;
  readonly chainId: Felt;
  readonly nonce: Felt;
  readonly signature: readonly Felt[];
  /** Null: the transaction is older than version 3 and has none of it. */
  readonly fields: TransactionFields | null;
  readonly blockNumber: number;
  readonly blockTimestamp: number;
  readonly sequencer: Felt;
  /** The block's own number, also while validating: block hashes are asked for by it. */
  readonly trueBlockNumber: number;
};
export type ExecutionInfo = TransactionInfo & { readonly caller: Felt; readonly contract: Felt; readonly selector: Felt };

export type Syscall =
  | { readonly kind: 'execution_info' }
  | { readonly kind: 'storage_read'; readonly key: Felt }
  | { readonly kind: 'storage_write'; readonly key: Felt; readonly value: Felt }
  | { readonly kind: 'emit_event'; readonly keys: readonly Felt[]; readonly data: readonly Felt[] }
  | { readonly kind: 'call_contract'; readonly to: Felt; readonly selector: Felt; readonly calldata: readonly Felt[] }
  /** Sets gas aside for one more round of a loop. */
  | { readonly kind: 'withdraw' }
  /** Ends the call with these panic data. */
  | { readonly kind: 'panic'; readonly data: readonly Felt[] };

export type SyscallAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'felt'; readonly value: Felt }
  | { readonly kind: 'info'; readonly info: ExecutionInfo }
  /** `data` of a failed call ends with ENTRYPOINT_FAILED. */
  | { readonly kind: 'returned'; readonly failed: boolean; readonly data: readonly Felt[] };

/** Code that may make syscalls and ends with a `T`. */
export type Code<T> = Generator<Syscall, T, SyscallAnswer>;

/**
 * Where a run of a built-in entry point stands, in terms of the compiled contract that it mirrors: `site` numbers the checks and syscalls of its code,
 * `counts` the rounds of its loops and the sides of branches that meet again. Both decide what the run has cost.
 */
export type Path = { site: number; readonly counts: [number, number, number, number]; syscalls: number };
export const startPath = (): Path => ({ site: 0, counts: [0, 0, 0, 0], syscalls: 0 });

/** What a run took by itself: without the price of its syscalls. `gas` contains that of steps and builtins. */
type PathCost = { readonly gas: number; readonly steps: number; readonly builtins: ReadonlyMap<string, number> };
export type PathCosts = {
  /** Sierra gas that compiled code has set aside when it makes the syscall of this site, what it has spent included; the base of its syscalls too. */
  readonly heldAt: (path: Path) => number;
  /** Of a run that ends at this site. */
  readonly costAt: (path: Path) => PathCost;
  /** Where compiled code stands when the syscall of this site is a hard error, and the calls that led there; null: there is no compiled code. */
  readonly placeAt: (path: Path) => VmPlace | null;
};

/** Addresses of instructions as `segment:offset`; the calls inside a run from the outermost inwards, at most the 20 innermost. */
export type VmPlace = { readonly pc: string; readonly traceback: readonly string[] };

/** Site 0 is the test whether there is gas for the costliest path; the machine moves past it, and past each syscall that succeeds. */
export type EntryPoint = { readonly costs: PathCosts; readonly run: (calldata: readonly Felt[], path: Path) => Code<readonly Felt[]> };

/** A built-in class: its entry point for a selector, or null. */
export type NativeCode = {
  readonly kind: 'native';
  readonly entryPoint: (kind: EntryPointKind, selector: Felt) => EntryPoint | null;
  /** What hashing the compiled class that it mirrors costs the block that executes it first. */
  readonly hashing: ExecutionResources;
};

/** Ends the call with a short string as panic data. */
export function* panic(text: string): Code<never> {
  return yield* panicWith([feltFromAscii(text)]);
}

function* panicWith(data: readonly Felt[]): Code<never> {
  yield { kind: 'panic', data };
  assert(false, 'panicWith: a call that panicked is never resumed');
}

/** Panics with `text` unless `condition` holds. */
export function* require(path: Path, condition: boolean, text: string): Code<void> {
  if (!condition) yield* panic(text);
  path.site += 1;
}

/** Pays for one more round of a loop, as compiled code does at the entry of a function that calls itself. */
export function* withdrawGas(): Code<void> {
  yield { kind: 'withdraw' };
}

export function* executionInfo(): Code<ExecutionInfo> {
  const answer = yield { kind: 'execution_info' };
  assert(answer.kind === 'info', 'executionInfo: its answer');
  return answer.info;
}

export function* storageRead(key: Felt): Code<Felt> {
  const answer = yield { kind: 'storage_read', key };
  assert(answer.kind === 'felt', 'storageRead: its answer');
  return answer.value;
}

export function* storageWrite(key: Felt, value: Felt): Code<void> {
  yield { kind: 'storage_write', key, value };
}

export function* emitEvent(keys: readonly Felt[], data: readonly Felt[]): Code<void> {
  yield { kind: 'emit_event', keys, data };
}

/** Calls another contract and passes a failure on, as `unwrap_syscall` does. */
export function* callContract(to: Felt, selector: Felt, calldata: readonly Felt[]): Code<readonly Felt[]> {
  const answer = yield { kind: 'call_contract', to, selector, calldata };
  assert(answer.kind === 'returned', 'callContract: its answer');
  return answer.failed ? yield* panicWith(answer.data) : answer.data;
}
