// The seam between the batcher and whatever executes transactions. The native engine and the Cairo engine implement it.
// Source of the semantics: execution.md 7 (flows), 8 (receipts and fees), 9 (bouncer weights).
import type { Felt } from '../base/felt.ts';
import type { Result } from '../base/result.ts';
import type { BlockInfo, BouncerWeights, ExecutionResources, Receipt, StateDiff } from '../types/block.ts';
import type { StateReader } from '../state/reader.ts';
import type { AccountTransaction, HashedTransaction } from '../types/transaction.ts';
import type { EntryPointKind } from './calls.ts';

/** One call of the trace: shape of starknet_traceTransaction, much reduced. */
export type CallTrace = {
  readonly kind: EntryPointKind;
  readonly isLibraryCall: boolean;
  readonly contract: Felt;
  readonly classHash: Felt;
  readonly selector: Felt;
  readonly calldata: readonly Felt[];
  readonly caller: Felt;
  readonly result: readonly Felt[];
  readonly failed: boolean;
  /** What it was paid in. */
  readonly mode: 'sierra_gas' | 'cairo_steps';
  /** Cairo steps of its own run, or of the compiled run that a built-in contract mirrors; 0 for a built-in call that ended in a hard error. */
  readonly steps: number;
  readonly gasConsumed: number;
  readonly inner: readonly CallTrace[];
};

/** Keys touched by a transaction; the bouncer charges first visits in a block. */
export type VisitedCells = ReadonlyMap<string, ReadonlySet<string>>;

export type ExecutedTransaction = {
  readonly receipt: Receipt;
  /** Net changes of this transaction against the state it was given, fee transfer included. */
  readonly stateDiff: StateDiff;
  readonly visited: VisitedCells;
  /** Compiled classes that ran, with what hashing each costs a block that has not run it yet. */
  readonly executedClasses: ReadonlyMap<string, ExecutionResources>;
  /** Weights that do not depend on earlier transactions of the block (all but state_diff_size and the Patricia part). */
  readonly weights: BouncerWeights;
  readonly resources: ExecutionResources;
  readonly trace: readonly { readonly phase: 'validate' | 'execute' | 'fee_transfer'; readonly call: CallTrace }[];
};

/** The transaction is not in the block: nothing is charged, the nonce is unchanged. `code` is a stable name, `message` blockifier's text. */
export type TransactionRejection = { readonly code: string; readonly message: string };

export type BlockContext = { readonly info: BlockInfo; readonly chainId: Felt };

/** Pure: equal inputs give equal outcomes. None of the calls changes what `state` reads. */
export interface ExecutionEngine {
  readonly name: string;
  /** Writes of the sequencer before the first transaction: hash of block h - 10 into contract 0x1 (h >= 10). */
  readonly startOfBlock: (context: BlockContext, retrospective: { readonly height: number; readonly hash: Felt } | null) => StateDiff;
  readonly execute: (context: BlockContext, tx: HashedTransaction, state: StateReader) => Result<ExecutedTransaction, TransactionRejection>;
  /** Writes at the end of a block: alias allocation in 0x2 (execution.md 7.11) over the block's changes so far. */
  readonly endOfBlock: (context: BlockContext, blockDiff: StateDiff, state: StateReader) => StateDiff;
  /** The gateway's stateful part: pre-validation without strict nonce, then `__validate__` unless `skipValidate`. */
  readonly validate: (
    context: BlockContext,
    tx: HashedTransaction<AccountTransaction>,
    state: StateReader,
    options: { readonly skipValidate: boolean },
  ) => Result<null, TransactionRejection>;
  /** A view call; the error is the panic data or the hard error's text. */
  readonly call: (
    context: BlockContext,
    request: { readonly address: Felt; readonly selector: Felt; readonly calldata: readonly Felt[] },
    state: StateReader,
  ) => Result<readonly Felt[], string>;
}
