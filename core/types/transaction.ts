// Transactions as Apollo's converters produce them after decoding: version 3 and L1 handlers, nothing older.
// Source: crates/starknet_api (InternalConsensusTransaction), wire.md (transaction.proto).
import type { Felt } from '../base/felt.ts';

/** `maxAmount` u64 in gas, `maxPricePerUnit` u128 in fri. */
export type ResourceLimits = { readonly maxAmount: bigint; readonly maxPricePerUnit: bigint };
/** The three bounds of a v3 transaction ("all resource bounds" form). */
export type ResourceBounds = { readonly l1Gas: ResourceLimits; readonly l2Gas: ResourceLimits; readonly l1DataGas: ResourceLimits };
/** Volition domain: 0 = L1, 1 = L2; the gateway admits L1 only. */
export type DaMode = 0 | 1;

type AccountFields = {
  readonly signature: readonly Felt[];
  readonly nonce: Felt;
  readonly resourceBounds: ResourceBounds;
  /** u64, in fri per L2 gas. */
  readonly tip: bigint;
  readonly paymasterData: readonly Felt[];
  readonly nonceDaMode: DaMode;
  readonly feeDaMode: DaMode;
};

export type InvokeV3 = AccountFields & {
  readonly kind: 'invoke_v3';
  readonly sender: Felt;
  readonly calldata: readonly Felt[];
  readonly accountDeploymentData: readonly Felt[];
  readonly proofFacts: readonly Felt[];
  /** Opaque, on the wire, not hashed. */
  readonly proof: Uint8Array;
};

export type SierraEntryPoint = { readonly index: number; readonly selector: Felt };
/** A Sierra class as declared; the ABI is hashed byte for byte. */
export type SierraClass = {
  readonly abi: string;
  readonly contractClassVersion: string;
  readonly program: readonly Felt[];
  readonly externals: readonly SierraEntryPoint[];
  readonly l1Handlers: readonly SierraEntryPoint[];
  readonly constructors: readonly SierraEntryPoint[];
};

export type DeclareV3 = AccountFields & {
  readonly kind: 'declare_v3';
  readonly sender: Felt;
  readonly compiledClassHash: Felt;
  readonly accountDeploymentData: readonly Felt[];
  readonly class: SierraClass;
};

export type DeployAccountV3 = AccountFields & {
  readonly kind: 'deploy_account_v3';
  readonly classHash: Felt;
  readonly addressSalt: Felt;
  readonly constructorCalldata: readonly Felt[];
};

/** Version 0; calldata[0] is the L1 sender. Carries no signature and pays no fee on L2. */
export type L1HandlerV0 = {
  readonly kind: 'l1_handler';
  readonly nonce: Felt;
  readonly address: Felt;
  readonly entryPointSelector: Felt;
  readonly calldata: readonly Felt[];
};

export type AccountTransaction = InvokeV3 | DeclareV3 | DeployAccountV3;
export type Transaction = AccountTransaction | L1HandlerV0;

/** A transaction with its hash, computed once where it entered the validator; frozen. */
export type HashedTransaction<T extends Transaction = Transaction> = { readonly hash: Felt; readonly tx: T };

/** One call of a multicall. */
export type Call = { readonly to: Felt; readonly selector: Felt; readonly calldata: readonly Felt[] };
