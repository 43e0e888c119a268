// What is checked before an account's code runs: nonce, bounds, balance, proof facts. Each failure is a rejection.
// Source: execution.md 7.2, in its order; the version of row 1 is fixed by the transaction type. Texts are blockifier's.
import { type Felt, FELT_ZERO, toFelt } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { nextCell } from '../hashes/storage-address.ts';
import { type Overlay, overlayReader, writeNonce } from '../state/overlay.ts';
import type { StateReader } from '../state/reader.ts';
import type { AccountTransaction, ResourceBounds, ResourceLimits } from '../types/transaction.ts';
import type { VersionedConstants } from './constants.ts';
import type { BlockContext, TransactionRejection } from './engine.ts';
import { STRK_ADDRESS } from './felts.ts';
import { boundFindings, maxPossibleFee } from './fee.ts';
import { minimalGas } from './gas.ts';
import { balanceCell } from './native/erc20.ts';
import { feltText } from './panic-text.ts';

/** One transaction on its layer. */
export type TransactionScope<T extends AccountTransaction = AccountTransaction> = {
  readonly kernel: Kernel;
  readonly constants: VersionedConstants;
  readonly context: BlockContext;
  readonly tx: T;
  /** The account, also one that is being deployed. */
  readonly sender: Felt;
  /** Felts that OS costs grow with: calldata and proof facts; 0 for a declaration. */
  readonly calldataFelts: number;
  readonly base: StateReader;
  readonly overlay: Overlay;
};

/** Fees are enforced exactly when the bounds allow any. */
export const enforcesFee = (tx: AccountTransaction): boolean => maxPossibleFee(tx.resourceBounds, tx.tip) > 0n;

export type Balance = { readonly low: Felt; readonly high: Felt };

/** STRK balance of an account as the fee logic reads it: two cells, no call. */
export const balanceOf = (kernel: Kernel, state: StateReader, account: Felt): Balance => {
  const cell = balanceCell(kernel, account);
  return { low: state.storageAt(STRK_ADDRESS, cell), high: state.storageAt(STRK_ADDRESS, nextCell(cell)) };
};

export const covers = (balance: Balance, fee: bigint): boolean => balance.high > FELT_ZERO || balance.low >= fee;

/** Checks the transaction and raises the nonce of its sender in the overlay. Not strict: a nonce above the account's passes (gateway). */
export const preValidate = (scope: TransactionScope, strictNonce: boolean): Result<null, TransactionRejection> => {
  const { tx, sender, overlay } = scope;
  const reader = overlayReader(scope.base, overlay);
  const nonce = reader.nonceAt(sender);
  if (strictNonce ? nonce !== tx.nonce : nonce > tx.nonce) {
    const text = `Account nonce: ${feltText(nonce)}; got: ${feltText(tx.nonce)}.`;
    return err({ code: 'InvalidNonce', message: `Invalid transaction nonce of contract at address ${feltText(sender)}. ${text}` });
  }
  writeNonce(overlay, sender, toFelt(nonce + 1n));
  if (enforcesFee(tx)) {
    const refused = checkBounds(scope) ?? checkBalance(scope, reader);
    if (refused !== null) return err(refused);
  }
  if (tx.kind === 'invoke_v3' && tx.proofFacts.length > 0) {
    return err({ code: 'InvalidProofFacts', message: 'Invalid proof facts: this engine does not know client-side proofs.' });
  }
  return ok(null);
};

const checkBounds = ({ constants, context, tx, calldataFelts }: TransactionScope): TransactionRejection | null => {
  const minimal = minimalGas(constants, tx.kind, { calldataFelts, daMode: context.info.l1DaMode });
  const findings = boundFindings(tx.resourceBounds, minimal, context.info);
  if (findings.length === 0) return null;
  return { code: 'InsufficientResourceBounds', message: `Resource bounds were not satisfied: ${findings.join('\n')}` };
};

const limitsText = (limits: ResourceLimits): string => `{ max_amount: ${limits.maxAmount}, max_price_per_unit: ${limits.maxPricePerUnit} }`;
const boundsText = (bounds: ResourceBounds): string =>
  `{ l1_gas: ${limitsText(bounds.l1Gas)}, l2_gas: ${limitsText(bounds.l2Gas)}, l1_data_gas: ${limitsText(bounds.l1DataGas)} }`;

const checkBalance = ({ kernel, tx, sender }: TransactionScope, reader: StateReader): TransactionRejection | null => {
  const balance = balanceOf(kernel, reader, sender);
  if (covers(balance, maxPossibleFee(tx.resourceBounds, tx.tip))) return null;
  const amount = balance.low + (balance.high << 128n);
  return {
    code: 'ResourcesBoundsExceedBalance',
    message: `Resources bounds (${boundsText(tx.resourceBounds)}) exceed balance (${amount}).`,
  };
};
