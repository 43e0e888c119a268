// Refusals of the gateway: a stable code with its facts, and an English text for the log and the page.
// Source: crates/apollo_gateway/src/errors.rs and Apollo's deprecated gateway codes (InvalidTransactionNonce, ValidateFailure); protocol.md 4.2.
import { assert } from '../base/assert.ts';
import type { Felt } from '../base/felt.ts';
import type { MempoolError } from '../mempool/types.ts';

export type GatewayError =
  | { readonly code: 'SenderOutOfRange'; readonly sender: Felt }
  | { readonly code: 'NonEmptyField'; readonly field: 'account_deployment_data' | 'paymaster_data' }
  | { readonly code: 'ZeroResourceBounds' }
  | { readonly code: 'MaxGasPriceTooLow'; readonly gasPrice: bigint; readonly minGasPrice: bigint }
  | { readonly code: 'MaxGasAmountTooHigh'; readonly gasAmount: bigint; readonly maxGasAmount: bigint }
  | { readonly code: 'CalldataTooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'SignatureTooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'InvalidDataAvailabilityMode'; readonly field: 'nonce' | 'fee' }
  | { readonly code: 'UnsupportedSierraVersion'; readonly version: string }
  | { readonly code: 'ContractBytecodeSizeTooLarge'; readonly length: number; readonly max: number }
  | { readonly code: 'EntryPointsNotUniquelySorted' }
  | { readonly code: 'UndeployedSender'; readonly sender: Felt }
  | { readonly code: 'GasPriceTooLow'; readonly gasPrice: bigint; readonly threshold: bigint }
  | { readonly code: 'InvalidTransactionNonce'; readonly sender: Felt; readonly nonce: Felt; readonly low: Felt; readonly high: Felt }
  | { readonly code: 'AccountAlreadyDeployed'; readonly sender: Felt }
  | { readonly code: 'RefusedByMempool'; readonly error: MempoolError }
  /** The engine's rejection: `rejection` is its stable code, `message` blockifier's text. */
  | { readonly code: 'ValidateFailure'; readonly rejection: string; readonly message: string };

/** The code a log event carries: the mempool's own code where the mempool refused, the engine's where `__validate__` did. */
export const gatewayErrorCode = (error: GatewayError): string => {
  assert(error.code.length > 0, 'gateway: body follows');
  return error.code;
};

/** One English sentence: got, expected. */
export const gatewayErrorText = (error: GatewayError): string => {
  assert(error.code.length > 0, 'gateway: body follows');
  return error.code;
};
