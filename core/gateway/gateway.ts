// The gateway: refusal or admission of an account transaction, from RPC and from gossip alike.
// Source: crates/apollo_gateway (gateway.rs, stateful_transaction_validator.rs); protocol.md 4.2, execution.md 7.10.
// It runs `__validate__` through the engine, never `__execute__`, and does not put the transaction into the mempool: its caller does.
// Left out: declare permission, compilation of declared classes and the proof store.
import type { Felt } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { BlockContext, ExecutionEngine } from '../exec/engine.ts';
import { isAccountKnown, validateTransaction } from '../mempool/mempool.ts';
import type { Incoming, MempoolState } from '../mempool/types.ts';
import type { StateReader } from '../state/reader.ts';
import { toHeight } from '../types/ids.ts';
import type { GatewaySettings } from '../types/settings.ts';
import type { AccountTransaction, DeployAccountV3, HashedTransaction } from '../types/transaction.ts';
import type { GatewayError } from './errors.ts';
import { checkStateless } from './stateless.ts';

export type GatewayInputs = {
  readonly engine: ExecutionEngine;
  /** Block info of the latest committed block (genesis at first): its L2 price is the threshold, and validation runs at the height after it. */
  readonly latest: BlockContext;
  /** The latest committed state. */
  readonly state: StateReader;
  readonly mempool: MempoolState;
  readonly settings: GatewaySettings;
  /** The address a deploy-account transaction deploys to. */
  readonly addressOf: (tx: DeployAccountV3) => Felt;
};

/** All checks in Apollo's order: stateless, then stateful. The value is what `addTransaction` takes. */
export const checkTransaction = (inputs: GatewayInputs, tx: HashedTransaction<AccountTransaction>): Result<Incoming, GatewayError> => {
  const stateless = checkStateless(inputs.settings, tx.tx);
  if (!stateless.ok) return stateless;
  const sender = tx.tx.kind === 'deploy_account_v3' ? inputs.addressOf(tx.tx) : tx.tx.sender;
  const incoming: Incoming = { tx, sender, accountNonce: inputs.state.nonceAt(sender) };
  const refused = gasPriceRefusal(inputs, tx.tx) ?? nonceRefusal(inputs, incoming);
  if (refused !== null) return err(refused);
  const byMempool = validateTransaction(inputs.mempool, incoming);
  if (!byMempool.ok) return err({ code: 'RefusedByMempool', error: byMempool.error });
  const { info, chainId } = inputs.latest;
  const context = { info: { ...info, height: toHeight(info.height + 1) }, chainId };
  const validated = inputs.engine.validate(context, tx, inputs.state, { skipValidate: skipsValidate(inputs, incoming) });
  if (!validated.ok) return err({ code: 'ValidateFailure', rejection: validated.error.code, message: validated.error.message });
  return ok(incoming);
};

/** At least 100 % of the previous block's L2 price. */
const gasPriceRefusal = ({ latest }: GatewayInputs, tx: AccountTransaction): GatewayError | null => {
  const threshold = latest.info.gasPrices.l2Gas.fri;
  const gasPrice = tx.resourceBounds.l2Gas.maxPricePerUnit;
  return gasPrice < threshold ? { code: 'GasPriceTooLow', gasPrice, threshold } : null;
};

const nonceRefusal = ({ settings }: GatewayInputs, { tx, sender, accountNonce }: Incoming): GatewayError | null => {
  const { nonce } = tx.tx;
  const expect = (low: bigint, high: bigint): GatewayError | null =>
    nonce >= low && nonce <= high ? null : { code: 'InvalidTransactionNonce', sender, nonce, low, high };
  switch (tx.tx.kind) {
    case 'declare_v3':
      return expect(accountNonce, accountNonce);
    case 'deploy_account_v3':
      return accountNonce === 0n ? expect(0n, 0n) : { code: 'AccountAlreadyDeployed', sender, accountNonce };
    case 'invoke_v3':
      return expect(accountNonce, accountNonce + BigInt(settings.maxNonceGap));
  }
};

/** Deploy and first invoke may be sent at once: the invoke of nonce 1 is let in unvalidated while its account is only known to the mempool. */
const skipsValidate = ({ mempool }: GatewayInputs, { tx, sender, accountNonce }: Incoming): boolean =>
  tx.tx.kind === 'invoke_v3' && tx.tx.nonce === 1n && accountNonce === 0n && isAccountKnown(mempool, sender);
