// The gateway's checks that look at nothing but the transaction and the settings, in Apollo's order.
// Source: crates/apollo_gateway/src/stateless_transaction_validator.rs; protocol.md 4.2. Client-side proving is off (an Apollo setting): no proof is
// verified here. The size of the class as JSON is not checked; the program's length is.
import { type Result, err, ok } from '../base/result.ts';
import type { GatewaySettings } from '../types/settings.ts';
import type { AccountTransaction, DeclareV3, InvokeV3, ResourceBounds, SierraEntryPoint } from '../types/transaction.ts';
import type { StatelessError } from './errors.ts';

/** Addresses above it and below the upper bound are valid. */
const BLOCK_HASH_TABLE_ADDRESS = 1n;
const ADDRESS_UPPER_BOUND = (1n << 251n) - 256n;
/** max_contract_bytecode_size, felts. */
const MAX_CONTRACT_BYTECODE = 81_920;
/** min_sierra_version and max_sierra_version (any patch). */
const MIN_SIERRA = [1, 1, 0] as const;
const MAX_SIERRA = [1, 9] as const;

type Check = Result<null, StatelessError>;
const OK: Check = ok(null);

/** The first failing check in Apollo's order. */
export const checkStateless = (settings: GatewaySettings, tx: AccountTransaction): Check => {
  const checks: readonly (() => Check)[] = [
    () => checkSender(tx),
    () => checkEmptyFields(tx),
    () => checkResourceBounds(settings, tx),
    () => checkSize(settings, tx),
    () => checkDaModes(tx),
    () => (tx.kind === 'invoke_v3' ? checkNoProof(tx) : OK),
    () => (tx.kind === 'declare_v3' ? checkClass(tx) : OK),
  ];
  for (const check of checks) {
    const outcome = check();
    if (!outcome.ok) return outcome;
  }
  return OK;
};

const checkSender = (tx: AccountTransaction): Check => {
  if (tx.kind === 'deploy_account_v3') return OK;
  const { sender } = tx;
  return sender > BLOCK_HASH_TABLE_ADDRESS && sender < ADDRESS_UPPER_BOUND ? OK : err({ code: 'SenderOutOfRange', sender });
};

const checkEmptyFields = (tx: AccountTransaction): Check => {
  if (tx.kind !== 'deploy_account_v3' && tx.accountDeploymentData.length > 0) {
    return err({ code: 'NonEmptyField', field: 'account_deployment_data' });
  }
  return tx.paymasterData.length > 0 ? err({ code: 'NonEmptyField', field: 'paymaster_data' }) : OK;
};

/** Without the tip: bounds must be positive on their own. */
const allowsNoFee = ({ l1Gas, l2Gas, l1DataGas }: ResourceBounds): boolean =>
  [l1Gas, l2Gas, l1DataGas].every((limits) => limits.maxAmount * limits.maxPricePerUnit === 0n);

const checkResourceBounds = (settings: GatewaySettings, tx: AccountTransaction): Check => {
  if (allowsNoFee(tx.resourceBounds)) return err({ code: 'ZeroResourceBounds' });
  const { maxAmount, maxPricePerUnit } = tx.resourceBounds.l2Gas;
  if (maxPricePerUnit < settings.minL2GasPriceFri) {
    return err({ code: 'MaxGasPriceTooLow', gasPrice: maxPricePerUnit, minGasPrice: settings.minL2GasPriceFri });
  }
  if (tx.kind === 'declare_v3' || maxAmount <= settings.maxL2GasAmount) return OK;
  return err({ code: 'MaxGasAmountTooHigh', gasAmount: maxAmount, maxGasAmount: settings.maxL2GasAmount });
};

/** Felts of calldata; proof facts count too. */
const calldataLength = (tx: AccountTransaction): number => {
  switch (tx.kind) {
    case 'invoke_v3':
      return tx.calldata.length + tx.proofFacts.length;
    case 'deploy_account_v3':
      return tx.constructorCalldata.length;
    case 'declare_v3':
      return 0;
  }
};

const checkSize = (settings: GatewaySettings, tx: AccountTransaction): Check => {
  const length = calldataLength(tx);
  if (length > settings.calldataMax) return err({ code: 'CalldataTooLong', length, max: settings.calldataMax });
  if (tx.signature.length <= settings.signatureMax) return OK;
  return err({ code: 'SignatureTooLong', length: tx.signature.length, max: settings.signatureMax });
};

const checkDaModes = (tx: AccountTransaction): Check => {
  if (tx.nonceDaMode !== 0) return err({ code: 'InvalidDataAvailabilityMode', field: 'nonce' });
  return tx.feeDaMode === 0 ? OK : err({ code: 'InvalidDataAvailabilityMode', field: 'fee' });
};

const checkNoProof = (tx: InvokeV3): Check =>
  tx.proofFacts.length === 0 && tx.proof.length === 0 ? OK : err({ code: 'ClientSideProvingNotAllowed' });

const isSortedAndUnique = (entryPoints: readonly SierraEntryPoint[]): boolean =>
  entryPoints.every((entryPoint, i) => {
    const before = entryPoints[i - 1];
    return before === undefined || before.selector < entryPoint.selector;
  });

const checkClass = ({ class: sierra }: DeclareV3): Check => {
  const version = checkSierraVersion(sierra.program.slice(0, MIN_SIERRA.length));
  if (!version.ok) return version;
  const { length } = sierra.program;
  if (length > MAX_CONTRACT_BYTECODE) return err({ code: 'ContractBytecodeSizeTooLarge', length, max: MAX_CONTRACT_BYTECODE });
  const isSorted = [sierra.constructors, sierra.externals, sierra.l1Handlers].every(isSortedAndUnique);
  return isSorted ? OK : err({ code: 'EntryPointsNotUniquelySorted' });
};

/** The first three felts of a program are its version: major, minor, patch. */
const checkSierraVersion = (parts: readonly bigint[]): Check => {
  if (parts.length < MIN_SIERRA.length) return err({ code: 'InvalidSierraVersion' });
  // Negative, zero or positive as the first part that differs.
  const compareTo = (bound: readonly number[]): bigint =>
    bound.map((part, i) => (parts[i] ?? 0n) - BigInt(part)).find((by) => by !== 0n) ?? 0n;
  if (compareTo(MIN_SIERRA) >= 0n && compareTo(MAX_SIERRA) <= 0n) return OK;
  return err({ code: 'UnsupportedSierraVersion', version: parts.join('.'), min: MIN_SIERRA.join('.'), max: `${MAX_SIERRA.join('.')}.x` });
};
