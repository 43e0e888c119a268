// What a contract is to the call machine: entry points whose code asks for one syscall at a time. Built-in contracts write that code as a generator:
// the machine answers each syscall, or ends the call and never resumes it. So a contract reads like straight code and can leave no trace behind.
// Source: execution.md 5.1-5.3, 6.1-6.5. Kinds of syscalls: those a built-in contract needs.
import { assert } from '../base/assert.ts';
import { type Felt, feltFromAscii } from '../base/felt.ts';

type EntryPointKind = 'external' | 'l1_handler';

/** A call as it is made: `contract` is storage address and code address in one (no library calls here). */
export type EntryPointCall = {
  readonly kind: EntryPointKind;
  readonly contract: Felt;
  readonly selector: Felt;
  readonly calldata: readonly Felt[];
  readonly caller: Felt;
};

/** What a contract may know of transaction and block; rounded values while it validates. */
export type TransactionInfo = {
  /** 3 for invoke, 0 for an L1 handler and for a view call. */
  readonly version: Felt;
  readonly hash: Felt;
  readonly signature: readonly Felt[];
  readonly blockNumber: number;
  readonly blockTimestamp: number;
  readonly sequencer: Felt;
};
export type ExecutionInfo = TransactionInfo & { readonly caller: Felt; readonly contract: Felt; readonly selector: Felt };

export type Syscall =
  | { readonly kind: 'execution_info' }
  | { readonly kind: 'storage_read'; readonly key: Felt }
  | { readonly kind: 'storage_write'; readonly key: Felt; readonly value: Felt }
  | { readonly kind: 'emit_event'; readonly keys: readonly Felt[]; readonly data: readonly Felt[] }
  | { readonly kind: 'call_contract'; readonly to: Felt; readonly selector: Felt; readonly calldata: readonly Felt[] }
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

/** Own cost of an entry point in Sierra gas: without its syscalls, which the versioned constants price. */
export type EntryPointCost = {
  readonly gas: number;
  readonly gasPerCalldataFelt: number;
  /** Builtins of its own run; their gas is contained in `gas`. */
  readonly builtins: ReadonlyMap<string, number>;
};

export type EntryPoint = { readonly cost: EntryPointCost; readonly run: (calldata: readonly Felt[]) => Code<readonly Felt[]> };

/** A class: its entry point for a selector, or null. */
export type ContractCode = { readonly entryPoint: (kind: EntryPointKind, selector: Felt) => EntryPoint | null };
/** The code of a class hash; null when this engine has none. */
export type CodeOf = (classHash: Felt) => ContractCode | null;

/** Ends the call with a short string as panic data. */
export function* panic(text: string): Code<never> {
  return yield* panicWith([feltFromAscii(text)]);
}

function* panicWith(data: readonly Felt[]): Code<never> {
  yield { kind: 'panic', data };
  assert(false, 'panicWith: a call that panicked is never resumed');
}

/** Panics with `text` unless `condition` holds. */
export function* require(condition: boolean, text: string): Code<void> {
  if (!condition) yield* panic(text);
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
