// DeclareV3 <-> message: the common part, which sync shares, and the class that consensus and the mempool carry with it.
import { CALLDATA_FELTS_MAX, SIGNATURE_FELTS_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import type { DeclareV3 } from '../types/transaction.ts';
import type { Convert } from './codec.ts';
import { readVolitionDomain } from './da-mode.ts';
import type { DeclareV3CommonOut, DeclareV3WithClassIn, DeclareV3WithClassOut } from './generated/messages.ts';
import { checkAllResources, convertResourceBounds, writeResourceBounds } from './resource-bounds.ts';
import { convertSierraClass, writeSierraClass } from './sierra-class.ts';
import { writeFelt, writeFelts, writeU64 } from './writing.ts';

/** A declare transaction without its class. */
export type DeclareCommon = Omit<DeclareV3, 'class'>;

export const writeDeclareWithClass = (tx: DeclareV3): DeclareV3WithClassIn => ({
  common: {
    sender: writeFelt(tx.sender),
    signature: { parts: writeFelts(tx.signature) },
    nonce: writeFelt(tx.nonce),
    compiledClassHash: writeFelt(tx.compiledClassHash),
    resourceBounds: writeResourceBounds(tx.resourceBounds),
    tip: writeU64(tx.tip),
    paymasterData: writeFelts(tx.paymasterData),
    accountDeploymentData: writeFelts(tx.accountDeploymentData),
    nonceDataAvailabilityMode: tx.nonceDaMode,
    feeDataAvailabilityMode: tx.feeDaMode,
  },
  class: writeSierraClass(tx.class),
});

export const convertDeclareCommon: Convert<DeclareV3CommonOut, DeclareCommon> = (message, reading) =>
  freeze({
    kind: 'declare_v3',
    resourceBounds: convertResourceBounds(reading.present(message.resourceBounds, 'DeclareV3Common::resource_bounds'), reading),
    tip: reading.u64(message.tip),
    signature: reading.felts(reading.present(message.signature, 'DeclareV3Common::signature').parts, 'signature', SIGNATURE_FELTS_MAX),
    nonce: reading.felt(message.nonce, 'DeclareV3Common::nonce'),
    compiledClassHash: reading.hash(message.compiledClassHash, 'DeclareV3Common::compiled_class_hash'),
    sender: reading.address(message.sender, 'DeclareV3Common::sender'),
    nonceDaMode: readVolitionDomain(message.nonceDataAvailabilityMode, 'nonce_data_availability_mode'),
    feeDaMode: readVolitionDomain(message.feeDataAvailabilityMode, 'fee_data_availability_mode'),
    paymasterData: reading.felts(message.paymasterData, 'paymaster_data', CALLDATA_FELTS_MAX),
    accountDeploymentData: reading.felts(message.accountDeploymentData, 'account_deployment_data', CALLDATA_FELTS_MAX),
  });

export const convertDeclareWithClass: Convert<DeclareV3WithClassOut, DeclareV3> = (message, reading) => {
  const common = convertDeclareCommon(reading.present(message.common, 'DeclareV3WithClass::common'), reading);
  const sierra = convertSierraClass(reading.present(message.class, 'DeclareV3WithClass::class'), reading);
  return freeze({ ...checkAllResources(common), class: sierra });
};
