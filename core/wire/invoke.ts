// InvokeV3 <-> message, and its wrapper with the opaque proof that consensus and the mempool carry.
import { CALLDATA_FELTS_MAX, PROOF_BYTES_MAX, SIGNATURE_FELTS_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import type { InvokeV3 } from '../types/transaction.ts';
import type { Convert } from './codec.ts';
import { readVolitionDomain } from './da-mode.ts';
import type { InvokeV3Out, InvokeV3WithProofIn, InvokeV3WithProofOut } from './generated/messages.ts';
import { checkAllResources, convertResourceBounds, writeResourceBounds } from './resource-bounds.ts';
import { writeFelt, writeFelts, writeU64 } from './writing.ts';

export const writeInvokeWithProof = (tx: InvokeV3): InvokeV3WithProofIn => ({
  invoke: {
    sender: writeFelt(tx.sender),
    signature: { parts: writeFelts(tx.signature) },
    calldata: writeFelts(tx.calldata),
    resourceBounds: writeResourceBounds(tx.resourceBounds),
    tip: writeU64(tx.tip),
    paymasterData: writeFelts(tx.paymasterData),
    accountDeploymentData: writeFelts(tx.accountDeploymentData),
    nonceDataAvailabilityMode: tx.nonceDaMode,
    feeDataAvailabilityMode: tx.feeDaMode,
    nonce: writeFelt(tx.nonce),
    proofFacts: writeFelts(tx.proofFacts),
  },
  proof: tx.proof,
});

/** Field order is that of Apollo's checks. The proof is empty: it travels beside this message. */
export const convertInvoke: Convert<InvokeV3Out, InvokeV3> = (message, reading) =>
  freeze({
    kind: 'invoke_v3',
    resourceBounds: convertResourceBounds(reading.present(message.resourceBounds, 'InvokeV3::resource_bounds'), reading),
    tip: reading.u64(message.tip),
    signature: reading.felts(reading.present(message.signature, 'InvokeV3::signature').parts, 'signature', SIGNATURE_FELTS_MAX),
    nonce: reading.felt(message.nonce, 'InvokeV3::nonce'),
    sender: reading.address(message.sender, 'InvokeV3::sender'),
    calldata: reading.felts(message.calldata, 'calldata', CALLDATA_FELTS_MAX),
    nonceDaMode: readVolitionDomain(message.nonceDataAvailabilityMode, 'nonce_data_availability_mode'),
    feeDaMode: readVolitionDomain(message.feeDataAvailabilityMode, 'fee_data_availability_mode'),
    paymasterData: reading.felts(message.paymasterData, 'paymaster_data', CALLDATA_FELTS_MAX),
    accountDeploymentData: reading.felts(message.accountDeploymentData, 'account_deployment_data', CALLDATA_FELTS_MAX),
    proofFacts: reading.felts(message.proofFacts, 'proof_facts', CALLDATA_FELTS_MAX),
    proof: new Uint8Array(0),
  });

export const convertInvokeWithProof: Convert<InvokeV3WithProofOut, InvokeV3> = (message, reading) => {
  reading.limit(message.proof.length, 'proof', PROOF_BYTES_MAX);
  const invoke = convertInvoke(reading.present(message.invoke, 'InvokeV3WithProof::invoke'), reading);
  return freeze({ ...checkAllResources(invoke), proof: Uint8Array.from(message.proof) });
};
