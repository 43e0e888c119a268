// DeployAccountV3 <-> message; consensus, mempool and sync share it. The legacy form of resource bounds is refused by the callers that must.
import { CALLDATA_FELTS_MAX, SIGNATURE_FELTS_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import type { DeployAccountV3 } from '../types/transaction.ts';
import type { Convert } from './codec.ts';
import { readVolitionDomain } from './da-mode.ts';
import type { DeployAccountV3In, DeployAccountV3Out } from './generated/messages.ts';
import { convertResourceBounds, writeResourceBounds } from './resource-bounds.ts';
import { writeFelt, writeFelts, writeU64 } from './writing.ts';

export const writeDeployAccount = (tx: DeployAccountV3): DeployAccountV3In => ({
  signature: { parts: writeFelts(tx.signature) },
  classHash: writeFelt(tx.classHash),
  nonce: writeFelt(tx.nonce),
  addressSalt: writeFelt(tx.addressSalt),
  calldata: writeFelts(tx.constructorCalldata),
  resourceBounds: writeResourceBounds(tx.resourceBounds),
  tip: writeU64(tx.tip),
  paymasterData: writeFelts(tx.paymasterData),
  nonceDataAvailabilityMode: tx.nonceDaMode,
  feeDataAvailabilityMode: tx.feeDaMode,
});

export const convertDeployAccount: Convert<DeployAccountV3Out, DeployAccountV3> = (message, reading) =>
  freeze({
    kind: 'deploy_account_v3',
    resourceBounds: convertResourceBounds(reading.present(message.resourceBounds, 'DeployAccountV3::resource_bounds'), reading),
    tip: reading.u64(message.tip),
    signature: reading.felts(reading.present(message.signature, 'DeployAccountV3::signature').parts, 'signature', SIGNATURE_FELTS_MAX),
    nonce: reading.felt(message.nonce, 'DeployAccountV3::nonce'),
    classHash: reading.hash(message.classHash, 'DeployAccountV3::class_hash'),
    addressSalt: reading.felt(message.addressSalt, 'DeployAccountV3::address_salt'),
    constructorCalldata: reading.felts(message.calldata, 'calldata', CALLDATA_FELTS_MAX),
    nonceDaMode: readVolitionDomain(message.nonceDataAvailabilityMode, 'nonce_data_availability_mode'),
    feeDaMode: readVolitionDomain(message.feeDataAvailabilityMode, 'fee_data_availability_mode'),
    paymasterData: reading.felts(message.paymasterData, 'paymaster_data', CALLDATA_FELTS_MAX),
  });
