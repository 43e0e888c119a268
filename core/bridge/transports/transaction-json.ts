// A transaction as InternalConsensusTransaction of crates/starknet_api: account transactions in the RPC's words, tagged by type.
import { type Felt, feltToHex } from '../../base/felt.ts';
import { bytesToHex } from '../../base/hex.ts';
import type {
  AccountTransaction,
  DaMode,
  HashedTransaction,
  ResourceBounds,
  ResourceLimits,
  SierraClass,
  SierraEntryPoint,
} from '../../types/transaction.ts';
import { hexOf, type Json } from './json.ts';

const felts = (list: readonly Felt[]): Json => list.map((felt) => feltToHex(felt));
const daMode = (mode: DaMode): Json => (mode === 0 ? 'L1' : 'L2');

const limitsToJson = (limits: ResourceLimits): Json => ({
  max_amount: hexOf(limits.maxAmount),
  max_price_per_unit: hexOf(limits.maxPricePerUnit),
});
const boundsToJson = (bounds: ResourceBounds): Json => ({
  L1_GAS: limitsToJson(bounds.l1Gas),
  L2_GAS: limitsToJson(bounds.l2Gas),
  L1_DATA_GAS: limitsToJson(bounds.l1DataGas),
});

const pointsToJson = (points: readonly SierraEntryPoint[]): Json =>
  points.map((point) => ({ function_idx: point.index, selector: feltToHex(point.selector) }));
const classToJson = (sierra: SierraClass): Json => ({
  sierra_program: felts(sierra.program),
  contract_class_version: sierra.contractClassVersion,
  entry_points_by_type: {
    CONSTRUCTOR: pointsToJson(sierra.constructors),
    EXTERNAL: pointsToJson(sierra.externals),
    L1_HANDLER: pointsToJson(sierra.l1Handlers),
  },
  abi: sierra.abi,
});

const ownFields = (tx: AccountTransaction): Readonly<Record<string, Json>> => {
  switch (tx.kind) {
    case 'invoke_v3':
      return {
        type: 'INVOKE',
        sender_address: feltToHex(tx.sender),
        calldata: felts(tx.calldata),
        account_deployment_data: felts(tx.accountDeploymentData),
        ...(tx.proofFacts.length === 0 ? {} : { proof_facts: felts(tx.proofFacts) }),
        ...(tx.proof.length === 0 ? {} : { proof: `0x${bytesToHex(tx.proof)}` }),
      };
    case 'declare_v3':
      return {
        type: 'DECLARE',
        sender_address: feltToHex(tx.sender),
        compiled_class_hash: feltToHex(tx.compiledClassHash),
        account_deployment_data: felts(tx.accountDeploymentData),
        contract_class: classToJson(tx.class),
      };
    case 'deploy_account_v3':
      return {
        type: 'DEPLOY_ACCOUNT',
        class_hash: feltToHex(tx.classHash),
        contract_address_salt: feltToHex(tx.addressSalt),
        constructor_calldata: felts(tx.constructorCalldata),
      };
  }
};

const accountToJson = (tx: AccountTransaction): Json => ({
  version: '0x3',
  ...ownFields(tx),
  signature: felts(tx.signature),
  nonce: feltToHex(tx.nonce),
  resource_bounds: boundsToJson(tx.resourceBounds),
  tip: hexOf(tx.tip),
  paymaster_data: felts(tx.paymasterData),
  nonce_data_availability_mode: daMode(tx.nonceDaMode),
  fee_data_availability_mode: daMode(tx.feeDaMode),
});

/** `{"RpcTransaction":{"tx":{…},"tx_hash":"0x…"}}` or `{"L1Handler":{…}}`. */
export const transactionToJson = ({ tx, hash }: HashedTransaction): Json => {
  if (tx.kind !== 'l1_handler') return { RpcTransaction: { tx: accountToJson(tx), tx_hash: feltToHex(hash) } };
  const handler = {
    version: '0x0',
    nonce: feltToHex(tx.nonce),
    contract_address: feltToHex(tx.address),
    entry_point_selector: feltToHex(tx.entryPointSelector),
    calldata: felts(tx.calldata),
  };
  return { L1Handler: { tx: handler, tx_hash: feltToHex(hash) } };
};
