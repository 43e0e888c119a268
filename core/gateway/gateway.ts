// The gateway: refusal or admission of an account transaction, from RPC and from gossip alike.
// Source: crates/apollo_gateway (gateway.rs, stateless_transaction_validator.rs, stateful_transaction_validator.rs); protocol.md 4.2, execution.md 7.10.
// It runs `__validate__` through the engine, never `__execute__`, and does not put the transaction into the mempool: its caller does.
import { assert } from '../base/assert.ts';
import type { Result } from '../base/result.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { BlockContext, ExecutionEngine } from '../exec/engine.ts';
import type { Incoming, MempoolState } from '../mempool/types.ts';
import type { StateReader } from '../state/reader.ts';
import type { GatewaySettings } from '../types/settings.ts';
import type { AccountTransaction, HashedTransaction } from '../types/transaction.ts';
import type { GatewayError } from './errors.ts';

export type GatewayInputs = {
  readonly kernel: Kernel;
  readonly engine: ExecutionEngine;
  /** Block info of the latest committed block; the gateway validates at the next number (`engine.validate` gets it with height + 1). */
  readonly context: BlockContext;
  /** The latest committed state. */
  readonly state: StateReader;
  readonly mempool: MempoolState;
  readonly settings: GatewaySettings;
};

/** All checks in Apollo's order: stateless, then stateful. The value is what `addTransaction` takes. */
export const checkTransaction = (inputs: GatewayInputs, tx: HashedTransaction<AccountTransaction>): Result<Incoming, GatewayError> => {
  assert(false, 'gateway: body follows');
};
