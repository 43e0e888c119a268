// Receipt of a transaction in a block (crates/apollo_protobuf/src/converters/receipt.rs). Events travel apart; the presence of a revert reason is what
// makes a receipt a reverted one; msg_hash and price_unit are ignored on reading. Decoding only.
import { type Felt, toFelt } from '../../base/felt.ts';
import { bytesToBigint } from '../../base/bytes.ts';
import { FRAME_BYTES_MAX } from '../../base/limits.ts';
import { freeze } from '../../base/plain.ts';
import type { ExecutionResources, GasVector, L2ToL1Message, TransactionStatus } from '../../types/block.ts';
import type { Convert } from '../codec.ts';
import { refuse } from '../errors.ts';
import type {
  MessageToL1Out,
  ReceiptCommonOut,
  ReceiptExecutionResourcesGasVectorOut,
  ReceiptExecutionResourcesOut,
  ReceiptOut,
} from '../generated/messages.ts';
import type { Reading } from '../reading.ts';

export type SyncReceipt = {
  readonly kind: 'invoke' | 'l1_handler' | 'declare' | 'deploy' | 'deploy_account';
  readonly status: TransactionStatus;
  readonly actualFee: bigint;
  readonly messages: readonly L2ToL1Message[];
  readonly gas: GasVector;
  readonly daGas: GasVector;
  readonly resources: ExecutionResources;
  /** Of a deployed contract; null for other kinds. */
  readonly contractAddress: Felt | null;
};

const ETHEREUM_ADDRESS_BYTES = 20;

const convertGas: Convert<ReceiptExecutionResourcesGasVectorOut, GasVector> = (message, reading) =>
  freeze({
    l1Gas: reading.count(message.l1Gas, 'l1_gas'),
    l1DataGas: reading.count(message.l1DataGas, 'l1_data_gas'),
    l2Gas: reading.count(message.l2Gas, 'l2_gas'),
  });

const convertMessage: Convert<MessageToL1Out, L2ToL1Message> = (message, reading) => {
  const from = reading.patriciaKey(message.fromAddress, 'MessageToL1::from_address', 'PatriciaKey');
  const { elements } = reading.present(message.toAddress, 'MessageToL1::to_address');
  const got = elements.length;
  if (got !== ETHEREUM_ADDRESS_BYTES) {
    refuse({ code: 'BytesDataLengthMismatch', type: 'EthereumAddress', field: 'to_address', expected: ETHEREUM_ADDRESS_BYTES, got });
  }
  return freeze({ from, to: toFelt(bytesToBigint(elements)), payload: reading.felts(message.payload, 'payload', FRAME_BYTES_MAX) });
};

const convertResources: Convert<ReceiptExecutionResourcesOut, Pick<SyncReceipt, 'gas' | 'daGas' | 'resources'>> = (message, reading) => {
  const { bitwise, ecdsa, ecOp, pedersen, rangeCheck, poseidon, keccak } = reading.present(message.builtins, 'builtins');
  const gas = convertGas(reading.present(message.gasConsumed, 'ExecutionResources::gas_consumed'), reading);
  const daGas = convertGas(reading.present(message.daGasConsumed, 'ExecutionResources::da_gas_consumed'), reading);
  const builtins = new Map(Object.entries({ bitwise, ecdsa, ec_op: ecOp, pedersen, range_check: rangeCheck, poseidon, keccak }));
  return { gas, daGas, resources: freeze({ steps: message.steps, memoryHoles: message.memoryHoles, builtins }) };
};

const convertCommon: Convert<ReceiptCommonOut, Omit<SyncReceipt, 'kind' | 'contractAddress'>> = (message, reading) => {
  const actualFee = reading.u128OfFelt(message.actualFee, 'Common::actual_fee');
  const messages = freeze(message.messagesSent.map((m) => convertMessage(m, reading)));
  const { revertReason } = message;
  const status: TransactionStatus = freeze(revertReason === null ? { kind: 'succeeded' } : { kind: 'reverted', reason: revertReason });
  const resources = convertResources(reading.present(message.executionResources, 'Common::execution_resources'), reading);
  return { actualFee, messages, status, ...resources };
};

type Variant = { readonly common: ReceiptCommonOut | null; readonly contractAddress?: { readonly elements: Uint8Array } | null };

const readVariant = (kind: SyncReceipt['kind'], variant: Variant | null, reading: Reading): SyncReceipt => {
  const { common, contractAddress } = reading.present(variant, kind);
  const fields = convertCommon(reading.present(common, 'Common'), reading);
  const deployed = kind === 'deploy' || kind === 'deploy_account';
  return freeze({
    kind,
    ...fields,
    contractAddress: deployed ? reading.patriciaKey(contractAddress, `${kind}::contract_address`, 'PatriciaKey') : null,
  });
};

export const convertReceipt: Convert<ReceiptOut, SyncReceipt> = (message, reading) => {
  switch (message.type) {
    case 'invoke':
      return readVariant('invoke', message.invoke, reading);
    case 'l1Handler':
      return readVariant('l1_handler', message.l1Handler, reading);
    case 'declare':
      return readVariant('declare', message.declare, reading);
    case 'deprecatedDeploy':
      return readVariant('deploy', message.deprecatedDeploy, reading);
    case 'deployAccount':
      return readVariant('deploy_account', message.deployAccount, reading);
    case undefined:
      return reading.present<SyncReceipt>(null, 'Receipt::type');
  }
};
