// What the batcher calls while it serves a request: mempool and L1 events provider. In Apollo both are components behind clients; here their calls
// cost no virtual time, so that a call and its answer are one function call. Tests hand in failing ones. Source: protocol.md 3.3-3.6, 4.
import type { Felt } from '../base/felt.ts';
import type { Result } from '../base/result.ts';
import type { Height } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';

/** What a committed block means for the mempool; nothing in either part is a pure rewind of what was staged. */
type MempoolCommit = {
  /** Next nonce per account of the block, by `feltToHex` of the address. */
  readonly addressToNonce: ReadonlyMap<string, Felt>;
  readonly rejected: readonly Felt[];
};

/** The errors are texts for the log: whatever goes wrong, Apollo's batcher treats all of them alike. */
export interface MempoolClient {
  readonly commitBlock: (commit: MempoolCommit) => Result<null, string>;
  readonly updateGasPrice: (priceFri: bigint) => Result<null, string>;
  /** At most `n` transactions, staged until the next `commitBlock`. */
  readonly getTxs: (n: number) => Result<readonly HashedTransaction[], string>;
  /** False when `getTxs` would certainly hand out and drop nothing: then polls are skipped (world.md 2). */
  readonly hasReady: () => boolean;
}

type L1Commit = { readonly consumed: readonly Felt[]; readonly rejected: readonly Felt[]; readonly height: Height };

export interface L1Client {
  readonly startBlock: (session: 'Propose' | 'Validate', height: Height) => Result<null, string>;
  readonly getTxs: (n: number, height: Height) => Result<readonly HashedTransaction[], string>;
  /** Null when the transaction is valid, else the reason (InvalidL1Status). */
  readonly validate: (hash: Felt, height: Height) => Result<string | null, string>;
  readonly commitBlock: (commit: L1Commit) => Result<null, string>;
}
