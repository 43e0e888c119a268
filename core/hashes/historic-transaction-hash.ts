// Hashes of transactions of every version and kind in their RPC JSON shapes, with the query variants and the two variants of the first blocks.
// Source: commitments.md 1. For vectors and comparison with old blocks only: the network itself runs version 3 (transaction-hash.ts).
import { FELT_ZERO, type Felt, feltFromAscii, reduceToFelt } from '../base/felt.ts';
import { selectorOf } from '../crypto/keccak.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { DaMode, ResourceLimits } from '../types/transaction.ts';
import { pedersenMany } from './pedersen-many.ts';
import { type Json, RpcShapeError, feltIn, feltsIn, integerIn, objectIn, textIn } from './rpc-reading.ts';
import { type HashedBounds, type Version3Fields, deployedAddress, invokeElements, version3Hash } from './transaction-hash.ts';

/** `deprecated`: without version and fee; `as_invoke`: an L1 handler hashed like the first invokes. */
export type HashVariant = 'normal' | 'deprecated' | 'as_invoke';
export type RpcTransactionToHash = {
  /** ASCII name. */
  readonly chainId: string;
  readonly onlyQuery: boolean;
  readonly variant: HashVariant;
  /** As in the RPC, with `type` and `version`; `class_hash` stands for a declared class. */
  readonly transaction: Json;
};

/** Added to the version of a transaction that is only for estimation and simulation. */
const QUERY_VERSION = 1n << 128n;

/** Throws `RpcShapeError` when a field is missing or there is no rule for the type, version and variant. */
export const transactionHashOfRpc = (kernel: Kernel, asked: RpcTransactionToHash): Felt => {
  const { transaction: tx, onlyQuery } = asked;
  const type = textIn(tx, 'type');
  const version = integerIn(tx, 'version');
  const context: Context = {
    kernel,
    tx,
    chain: feltFromAscii(asked.chainId),
    version: reduceToFelt(version + (onlyQuery ? QUERY_VERSION : 0n)),
    deprecated: asked.variant === 'deprecated',
  };
  if (type === 'L1_HANDLER') return asked.variant === 'as_invoke' ? l1HandlerAsInvoke(context) : l1Handler(context);
  if (asked.variant === 'as_invoke') throw new RpcShapeError(`no as_invoke variant of ${type}`);
  const rule = version === 3n ? rulesOfVersion3[type] : olderRules[`${type} ${version}`];
  if (rule === undefined) throw new RpcShapeError(`no hash rule for ${type} of version ${version}`);
  return rule(context);
};

type Context = {
  readonly kernel: Kernel;
  readonly tx: Json;
  readonly chain: Felt;
  readonly version: Felt;
  readonly deprecated: boolean;
};
type Rule = (context: Context) => Felt;

const address = ({ kernel, tx }: Context): Felt =>
  deployedAddress(kernel, {
    addressSalt: feltIn(tx, 'contract_address_salt'),
    classHash: feltIn(tx, 'class_hash'),
    constructorCalldata: feltsIn(tx, 'constructor_calldata'),
  });

// ── version 3 ──

const limitsIn = (bounds: Json, key: string): ResourceLimits => {
  const limits = objectIn(bounds, key);
  return { maxAmount: integerIn(limits, 'max_amount'), maxPricePerUnit: integerIn(limits, 'max_price_per_unit') };
};

/** Bounds from RPC JSON: the legacy form is told by the absence of the data-gas key. */
export const boundsOfRpc = (bounds: Json): HashedBounds => ({
  l1Gas: limitsIn(bounds, 'l1_gas'),
  l2Gas: limitsIn(bounds, 'l2_gas'),
  l1DataGas: bounds['l1_data_gas'] === undefined ? null : limitsIn(bounds, 'l1_data_gas'),
});

/** 0 or `L1`, 1 or `L2`. */
export const daModeOfRpc = (value: unknown): DaMode => {
  if (value === 0 || value === 'L1' || value === '0x0') return 0;
  if (value === 1 || value === 'L2' || value === '0x1') return 1;
  throw new RpcShapeError('a data availability mode: expected 0 or 1');
};

const version3 = (context: Context, own: Pick<Version3Fields, 'prefix' | 'address' | 'rest'>): Felt => {
  const { kernel, tx, chain, version } = context;
  return version3Hash(kernel, {
    ...own,
    version,
    tip: integerIn(tx, 'tip'),
    bounds: boundsOfRpc(objectIn(tx, 'resource_bounds')),
    paymasterData: feltsIn(tx, 'paymaster_data'),
    chainId: chain,
    nonce: feltIn(tx, 'nonce'),
    nonceDaMode: daModeOfRpc(tx['nonce_data_availability_mode']),
    feeDaMode: daModeOfRpc(tx['fee_data_availability_mode']),
  });
};

const rulesOfVersion3: Readonly<Record<string, Rule>> = {
  INVOKE: (context) => {
    const { kernel, tx } = context;
    const rest = invokeElements(kernel, {
      accountDeploymentData: feltsIn(tx, 'account_deployment_data'),
      calldata: feltsIn(tx, 'calldata'),
      proofFacts: tx['proof_facts'] === undefined ? [] : feltsIn(tx, 'proof_facts'),
    });
    return version3(context, { prefix: 'invoke', address: feltIn(tx, 'sender_address'), rest });
  },
  DECLARE: (context) => {
    const { kernel, tx } = context;
    const deploymentData = kernel.poseidonMany(feltsIn(tx, 'account_deployment_data'));
    const rest = [deploymentData, feltIn(tx, 'class_hash'), feltIn(tx, 'compiled_class_hash')];
    return version3(context, { prefix: 'declare', address: feltIn(tx, 'sender_address'), rest });
  },
  DEPLOY_ACCOUNT: (context) => {
    const { kernel, tx } = context;
    const calldata = kernel.poseidonMany(feltsIn(tx, 'constructor_calldata'));
    const rest = [calldata, feltIn(tx, 'class_hash'), feltIn(tx, 'contract_address_salt')];
    return version3(context, { prefix: 'deploy_account', address: address(context), rest });
  },
};

// ── versions 0 to 2 and L1 handlers: Pedersen ──

const versionUnlessDeprecated = ({ deprecated, version }: Context): readonly Felt[] => (deprecated ? [] : [version]);

const declareOld = (context: Context, payload: readonly Felt[], rest: readonly Felt[]): Felt => {
  const { kernel, tx, chain, version } = context;
  const data = pedersenMany(kernel, payload);
  return pedersenMany(kernel, [
    feltFromAscii('declare'),
    version,
    feltIn(tx, 'sender_address'),
    FELT_ZERO,
    data,
    feltIn(tx, 'max_fee'),
    chain,
    ...rest,
  ]);
};

const deploy: Rule = (context) => {
  const { kernel, tx, chain, deprecated } = context;
  return pedersenMany(kernel, [
    feltFromAscii('deploy'),
    ...versionUnlessDeprecated(context),
    address(context),
    selectorOf('constructor'),
    pedersenMany(kernel, feltsIn(tx, 'constructor_calldata')),
    ...(deprecated ? [] : [FELT_ZERO]),
    chain,
  ]);
};

const olderRules: Readonly<Record<string, Rule>> = {
  'INVOKE 0': (context) => {
    const { kernel, tx, chain, deprecated } = context;
    return pedersenMany(kernel, [
      feltFromAscii('invoke'),
      ...versionUnlessDeprecated(context),
      feltIn(tx, 'contract_address'),
      feltIn(tx, 'entry_point_selector'),
      pedersenMany(kernel, feltsIn(tx, 'calldata')),
      ...(deprecated ? [] : [feltIn(tx, 'max_fee')]),
      chain,
    ]);
  },
  'INVOKE 1': ({ kernel, tx, chain, version }) =>
    pedersenMany(kernel, [
      feltFromAscii('invoke'),
      version,
      feltIn(tx, 'sender_address'),
      FELT_ZERO,
      pedersenMany(kernel, feltsIn(tx, 'calldata')),
      feltIn(tx, 'max_fee'),
      chain,
      feltIn(tx, 'nonce'),
    ]),
  'DECLARE 0': (context) => declareOld(context, [], [feltIn(context.tx, 'class_hash')]),
  'DECLARE 1': (context) => declareOld(context, [feltIn(context.tx, 'class_hash')], [feltIn(context.tx, 'nonce')]),
  'DECLARE 2': (context) =>
    declareOld(context, [feltIn(context.tx, 'class_hash')], [feltIn(context.tx, 'nonce'), feltIn(context.tx, 'compiled_class_hash')]),
  'DEPLOY_ACCOUNT 1': (context) => {
    const { kernel, tx, chain, version } = context;
    const payload = [feltIn(tx, 'class_hash'), feltIn(tx, 'contract_address_salt'), ...feltsIn(tx, 'constructor_calldata')];
    return pedersenMany(kernel, [
      feltFromAscii('deploy_account'),
      version,
      address(context),
      FELT_ZERO,
      pedersenMany(kernel, payload),
      feltIn(tx, 'max_fee'),
      chain,
      feltIn(tx, 'nonce'),
    ]);
  },
  'DEPLOY 0': deploy,
  'DEPLOY 1': deploy,
};

const l1Handler: Rule = (context) => {
  const { kernel, tx, chain, deprecated } = context;
  return pedersenMany(kernel, [
    feltFromAscii('l1_handler'),
    ...versionUnlessDeprecated(context),
    feltIn(tx, 'contract_address'),
    feltIn(tx, 'entry_point_selector'),
    pedersenMany(kernel, feltsIn(tx, 'calldata')),
    ...(deprecated ? [] : [FELT_ZERO]),
    chain,
    feltIn(tx, 'nonce'),
  ]);
};

const l1HandlerAsInvoke: Rule = ({ kernel, tx, chain }) =>
  pedersenMany(kernel, [
    feltFromAscii('invoke'),
    feltIn(tx, 'contract_address'),
    feltIn(tx, 'entry_point_selector'),
    pedersenMany(kernel, feltsIn(tx, 'calldata')),
    chain,
  ]);
