// Refusals of the gateway: a stable code with its facts, and an English text for the log and the page.
// Source: crates/apollo_gateway/src/errors.rs and Apollo's gateway codes (InvalidTransactionNonce, ValidateFailure); protocol.md 4.2. The texts are ours.
import { type Felt, feltToHex } from '../base/felt.ts';
import type { MempoolError } from '../mempool/types.ts';

/** Refusals that need nothing but the transaction and the settings. */
export type StatelessError =
  | { readonly code: 'SenderOutOfRange'; readonly sender: Felt }
  | { readonly code: 'NonEmptyField'; readonly field: 'account_deployment_data' | 'paymaster_data' }
  | { readonly code: 'ZeroResourceBounds' }
  | { readonly code: 'MaxGasPriceTooLow'; readonly gasPrice: bigint; readonly minGasPrice: bigint }
  | { readonly code: 'MaxGasAmountTooHigh'; readonly gasAmount: bigint; readonly maxGasAmount: bigint }
  | { readonly code: 'CalldataTooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'SignatureTooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'InvalidDataAvailabilityMode'; readonly field: 'nonce' | 'fee' }
  | { readonly code: 'ClientSideProvingNotAllowed' }
  | { readonly code: 'InvalidSierraVersion' }
  | { readonly code: 'UnsupportedSierraVersion'; readonly version: string; readonly min: string; readonly max: string }
  | { readonly code: 'ContractBytecodeSizeTooLarge'; readonly length: number; readonly max: number }
  | { readonly code: 'EntryPointsNotUniquelySorted' };

export type GatewayError =
  | StatelessError
  | { readonly code: 'GasPriceTooLow'; readonly gasPrice: bigint; readonly threshold: bigint }
  | { readonly code: 'InvalidTransactionNonce'; readonly sender: Felt; readonly nonce: Felt; readonly low: bigint; readonly high: bigint }
  | { readonly code: 'AccountAlreadyDeployed'; readonly sender: Felt; readonly accountNonce: Felt }
  | { readonly code: 'RefusedByMempool'; readonly error: MempoolError }
  /** The engine's rejection: `rejection` is its stable code, `message` blockifier's text. */
  | { readonly code: 'ValidateFailure'; readonly rejection: string; readonly message: string };

/** The code a log event carries: the mempool's own code where the mempool refused, the engine's where execution rules or `__validate__` did. */
export const gatewayErrorCode = (error: GatewayError): string => {
  if (error.code === 'RefusedByMempool') return error.error.code;
  return error.code === 'ValidateFailure' ? error.rejection : error.code;
};

/** One English sentence of the mempool's refusal: got, expected. */
export const mempoolErrorText = (error: MempoolError): string => {
  switch (error.code) {
    case 'DuplicateNonce':
      return `Account ${feltToHex(error.sender)} already has a transaction of nonce ${error.nonce}; tip and L2 gas price must both rise by the escalation percentage to replace it.`;
    case 'DuplicateTransaction':
      return `Transaction ${feltToHex(error.hash)} is already in the mempool.`;
    case 'NonceTooLarge':
      return `Nonce ${error.nonce} has no successor.`;
    case 'NonceTooOld':
      return `Nonce ${error.txNonce} of account ${feltToHex(error.sender)} is below the next one, ${error.accountNonce}.`;
    case 'TransactionNotFound':
      return `Transaction ${feltToHex(error.hash)} is not in the mempool.`;
    case 'MempoolFull':
      return `The mempool would hold ${error.bytes} bytes; its capacity is ${error.capacityBytes}.`;
  }
};

const statelessErrorText = (error: StatelessError): string => {
  switch (error.code) {
    case 'SenderOutOfRange':
      return `Sender ${feltToHex(error.sender)} is no contract address: expected above 0x1 and below 2^251 - 256.`;
    case 'NonEmptyField':
      return `Field ${error.field} must be empty.`;
    case 'ZeroResourceBounds':
      return 'The maximum fee that the resource bounds allow is zero.';
    case 'MaxGasPriceTooLow':
      return `Max L2 gas price ${error.gasPrice} is below the minimum, ${error.minGasPrice}.`;
    case 'MaxGasAmountTooHigh':
      return `Max L2 gas amount ${error.gasAmount} is above the limit, ${error.maxGasAmount}.`;
    case 'CalldataTooLong':
      return `Calldata has ${error.length} felts; at most ${error.max} are allowed.`;
    case 'SignatureTooLong':
      return `Signature has ${error.length} felts; at most ${error.max} are allowed.`;
    case 'InvalidDataAvailabilityMode':
      return `The ${error.field} data availability mode must be L1.`;
    case 'ClientSideProvingNotAllowed':
      return 'Transactions with proof facts or a proof are not accepted: nothing here can verify them.';
    case 'InvalidSierraVersion':
      return 'The Sierra program does not begin with a version.';
    case 'UnsupportedSierraVersion':
      return `Sierra version ${error.version} is not within ${error.min} to ${error.max}.`;
    case 'ContractBytecodeSizeTooLarge':
      return `The Sierra program has ${error.length} felts; at most ${error.max} are allowed.`;
    case 'EntryPointsNotUniquelySorted':
      return 'Entry points must be sorted by selector, each once.';
  }
};

/** One English sentence: got, expected. */
export const gatewayErrorText = (error: GatewayError): string => {
  switch (error.code) {
    case 'GasPriceTooLow':
      return `Max L2 gas price ${error.gasPrice} is below the previous block's price, ${error.threshold}.`;
    case 'InvalidTransactionNonce':
      return `Invalid transaction nonce of account ${feltToHex(error.sender)}: expected ${error.low} to ${error.high}, got ${error.nonce}.`;
    case 'AccountAlreadyDeployed':
      return `Account ${feltToHex(error.sender)} is already deployed: its nonce is ${error.accountNonce}.`;
    case 'RefusedByMempool':
      return mempoolErrorText(error.error);
    case 'ValidateFailure':
      return error.message;
    case 'SenderOutOfRange':
    case 'NonEmptyField':
    case 'ZeroResourceBounds':
    case 'MaxGasPriceTooLow':
    case 'MaxGasAmountTooHigh':
    case 'CalldataTooLong':
    case 'SignatureTooLong':
    case 'InvalidDataAvailabilityMode':
    case 'ClientSideProvingNotAllowed':
    case 'InvalidSierraVersion':
    case 'UnsupportedSierraVersion':
    case 'ContractBytecodeSizeTooLarge':
    case 'EntryPointsNotUniquelySorted':
      return statelessErrorText(error);
  }
};
