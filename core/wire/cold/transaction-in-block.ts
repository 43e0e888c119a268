// TransactionsResponse: a transaction of a block with its receipt, or the end (crates/apollo_protobuf/src/converters/transaction.rs). Decoding only.
// Versions before 3 cannot occur in this world: they are checked by the same rules and only their name is kept.
import type { Felt } from '../../base/felt.ts';
import { CALLDATA_FELTS_MAX, SIGNATURE_FELTS_MAX } from '../../base/limits.ts';
import { freeze } from '../../base/plain.ts';
import type { DeployAccountV3, InvokeV3, L1HandlerV0 } from '../../types/transaction.ts';
import { type Convert, type DecodeResult, decodeWith } from '../codec.ts';
import { convertDeclareCommon, type DeclareCommon } from '../declare.ts';
import { convertDeployAccount } from '../deploy-account.ts';
import {
  type TransactionInBlockOut,
  type TransactionWithReceiptOut,
  TransactionsResponse,
  type TransactionsResponseOut,
} from '../generated/messages.ts';
import { convertInvoke } from '../invoke.ts';
import { convertL1Handler } from '../l1-handler.ts';
import type { Reading } from '../reading.ts';
import { convertReceipt, type SyncReceipt } from './receipt.ts';

type LegacyName = 'declareV0' | 'declareV1' | 'declareV2' | 'deploy' | 'deployAccountV1' | 'invokeV0' | 'invokeV1';

type BlockTransaction =
  /** Its proof does not travel: it is empty. */
  | InvokeV3
  | DeployAccountV3
  | L1HandlerV0
  | { readonly kind: 'declare_v3_without_class'; readonly classHash: Felt; readonly common: DeclareCommon }
  | { readonly kind: 'legacy'; readonly name: LegacyName };

export type TransactionMessage =
  | { readonly kind: 'transaction'; readonly hash: Felt; readonly tx: BlockTransaction; readonly receipt: SyncReceipt }
  | { readonly kind: 'fin' };

type Wrapped = { readonly elements: Uint8Array };
/** Union of the fields of all legacy messages. */
type LegacyMessage = {
  readonly maxFee?: Wrapped | null;
  readonly signature?: { readonly parts: readonly Wrapped[] } | null;
  readonly sender?: Wrapped | null;
  readonly address?: Wrapped | null;
  readonly classHash?: Wrapped | null;
  readonly nonce?: Wrapped | null;
  readonly compiledClassHash?: Wrapped | null;
  readonly addressSalt?: Wrapped | null;
  readonly entryPointSelector?: Wrapped | null;
  readonly calldata?: readonly Wrapped[];
};
type LegacyField = Exclude<keyof LegacyMessage, 'calldata'>;

/** Required fields in the order of Apollo's checks. */
const LEGACY_FIELDS: Readonly<Record<LegacyName, readonly LegacyField[]>> = {
  declareV0: ['maxFee', 'signature', 'classHash', 'sender'],
  declareV1: ['maxFee', 'signature', 'nonce', 'classHash', 'sender'],
  declareV2: ['maxFee', 'signature', 'nonce', 'classHash', 'compiledClassHash', 'sender'],
  deploy: ['classHash', 'addressSalt'],
  deployAccountV1: ['maxFee', 'signature', 'nonce', 'classHash', 'addressSalt'],
  invokeV0: ['maxFee', 'signature', 'address', 'entryPointSelector'],
  invokeV1: ['maxFee', 'signature', 'sender', 'nonce'],
};

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const checkLegacyField = (message: LegacyMessage, field: LegacyField, path: string, reading: Reading): unknown => {
  switch (field) {
    case 'maxFee':
      return reading.u128OfFelt(message.maxFee, path);
    case 'signature':
      return reading.felts(reading.present(message.signature, path).parts, 'signature', SIGNATURE_FELTS_MAX);
    case 'sender':
    case 'address':
      return reading.address(message[field], path);
    case 'classHash':
    case 'compiledClassHash':
      return reading.hash(message[field], path);
    case 'nonce':
    case 'addressSalt':
    case 'entryPointSelector':
      return reading.felt(message[field], path);
  }
};

const readLegacy = (name: LegacyName, message: LegacyMessage | null, reading: Reading): BlockTransaction => {
  const present = reading.present(message, name);
  const owner = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  for (const field of LEGACY_FIELDS[name]) checkLegacyField(present, field, `${owner}::${snake(field)}`, reading);
  reading.felts(present.calldata ?? [], 'calldata', CALLDATA_FELTS_MAX);
  return freeze({ kind: 'legacy', name });
};

const convertTransaction = (message: TransactionInBlockOut, reading: Reading): BlockTransaction => {
  const txn = reading.present(message.txn, 'Transaction::txn');
  switch (txn) {
    case 'invokeV3':
      return convertInvoke(reading.present(message.invokeV3, txn), reading);
    case 'deployAccountV3':
      return convertDeployAccount(reading.present(message.deployAccountV3, txn), reading);
    case 'l1Handler':
      return convertL1Handler(reading.present(message.l1Handler, txn), reading);
    case 'declareV3': {
      const { common, classHash } = reading.present(message.declareV3, txn);
      return freeze({
        kind: 'declare_v3_without_class',
        common: convertDeclareCommon(reading.present(common, 'DeclareV3WithoutClass::common'), reading),
        classHash: reading.hash(classHash, 'DeclareV3WithoutClass::class_hash'),
      });
    }
    case 'declareV0':
    case 'declareV1':
    case 'declareV2':
    case 'deploy':
    case 'deployAccountV1':
    case 'invokeV0':
    case 'invokeV1':
      return readLegacy(txn, message[txn], reading);
  }
};

const convertWithReceipt: Convert<TransactionWithReceiptOut, TransactionMessage> = (message, reading) => {
  const inBlock = reading.present(message.transaction, 'TransactionWithReceipt::transaction');
  const hash = reading.hash(inBlock.transactionHash, 'Transaction::transaction_hash');
  const tx = convertTransaction(inBlock, reading);
  const receipt = convertReceipt(reading.present(message.receipt, 'TransactionWithReceipt::output'), reading);
  return freeze({ kind: 'transaction', hash, tx, receipt });
};

const convertResponse: Convert<TransactionsResponseOut, TransactionMessage> = (message, reading) => {
  switch (message.transactionMessage) {
    case 'transactionWithReceipt':
      return convertWithReceipt(reading.present(message.transactionWithReceipt, 'transaction_with_receipt'), reading);
    case 'fin':
      return freeze({ kind: 'fin' });
    case undefined:
      return reading.present<TransactionMessage>(null, 'TransactionsResponse::transaction_message');
  }
};

export const decodeTransactionsResponse = (bytes: Uint8Array): DecodeResult<TransactionMessage> =>
  decodeWith(TransactionsResponse, bytes, convertResponse);
