// Transaction hashes, addresses and class hashes against starknet.js for random contents; real transactions are in tests/vectors.
import fc from 'fast-check';
import { type CompiledSierra, constants, hash as starknet } from 'starknet';
import { expect, test } from 'vitest';
import { FELT_PRIME, FELT_ZERO, feltFromAscii, feltToHex, toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { publicKeyOf } from '../crypto/ecdsa.ts';
import type { DaMode, DeclareV3, DeployAccountV3, InvokeV3, SierraClass } from '../types/transaction.ts';
import { sierraClassHash } from './class-hash.ts';
import { contractAddress } from './contract-address.ts';
import { deployedAddress, transactionHash } from './transaction-hash.ts';

const kernel = createKernel();
const CHAIN = constants.StarknetChainId.SN_SEPOLIA;
const chainId = feltFromAscii('SN_SEPOLIA');

const felt = fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }).map(toFelt);
const felts = fc.array(felt, { maxLength: 4 });
const limits = fc.record({
  maxAmount: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  maxPricePerUnit: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
});
const daMode = fc.constantFrom<DaMode>(0, 1);
const account = {
  signature: felts,
  nonce: felt,
  resourceBounds: fc.record({ l1Gas: limits, l2Gas: limits, l1DataGas: limits }),
  tip: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  paymasterData: felts,
  nonceDaMode: daMode,
  feeDaMode: daMode,
};
const common = (tx: InvokeV3 | DeclareV3 | DeployAccountV3) => {
  const bounds = ({ maxAmount, maxPricePerUnit }: InvokeV3['resourceBounds']['l1Gas']) => ({
    max_amount: maxAmount,
    max_price_per_unit: maxPricePerUnit,
  });
  const { l1Gas, l2Gas, l1DataGas } = tx.resourceBounds;
  return {
    version: '0x3' as const,
    chainId: CHAIN,
    nonce: tx.nonce,
    nonceDataAvailabilityMode: tx.nonceDaMode,
    feeDataAvailabilityMode: tx.feeDaMode,
    resourceBounds: { l1_gas: bounds(l1Gas), l2_gas: bounds(l2Gas), l1_data_gas: bounds(l1DataGas) },
    tip: tx.tip,
    paymasterData: [...tx.paymasterData],
  };
};
const texts = (list: readonly bigint[]): string[] => list.map(String);

test('transaction hash: an invoke has the hash that starknet.js computes', () => {
  const invoke: fc.Arbitrary<InvokeV3> = fc.record({
    ...account,
    kind: fc.constant('invoke_v3' as const),
    sender: felt,
    calldata: felts,
    accountDeploymentData: felts,
    proofFacts: felts,
    proof: fc.uint8Array(),
  });
  fc.assert(
    fc.property(invoke, (tx) => {
      const foreign = starknet.calculateInvokeTransactionHash({
        ...common(tx),
        senderAddress: tx.sender,
        compiledCalldata: texts(tx.calldata),
        accountDeploymentData: [...tx.accountDeploymentData],
        proofFacts: [...tx.proofFacts],
      });
      expect(transactionHash(kernel, tx, chainId)).toBe(BigInt(foreign));
    }),
  );
});

test('transaction hash: a deploy-account has the address and the hash that starknet.js computes', () => {
  const deploy: fc.Arbitrary<DeployAccountV3> = fc.record({
    ...account,
    kind: fc.constant('deploy_account_v3' as const),
    classHash: felt,
    addressSalt: felt,
    constructorCalldata: felts,
  });
  fc.assert(
    fc.property(deploy, (tx) => {
      const contract = starknet.calculateContractAddressFromHash(tx.addressSalt, tx.classHash, texts(tx.constructorCalldata), 0);
      expect(deployedAddress(kernel, tx)).toBe(BigInt(contract));
      const foreign = starknet.calculateDeployAccountTransactionHash({
        ...common(tx),
        contractAddress: contract,
        classHash: tx.classHash,
        compiledConstructorCalldata: texts(tx.constructorCalldata),
        salt: tx.addressSalt,
      });
      expect(transactionHash(kernel, tx, chainId)).toBe(BigInt(foreign));
    }),
    { numRuns: 30 },
  );
});

const entryPoints = fc.array(fc.record({ index: fc.nat(1000), selector: felt }), { maxLength: 3 });
const sierraClass: fc.Arbitrary<SierraClass> = fc.record({
  abi: fc.constantFrom('[]', '[{"type": "function", "name": "\u00e9"}]'),
  contractClassVersion: fc.constant('0.1.0'),
  program: felts,
  externals: entryPoints,
  l1Handlers: entryPoints,
  constructors: entryPoints,
});
const toForeignClass = (sierra: SierraClass): CompiledSierra => {
  const list = (points: SierraClass['externals']) =>
    points.map(({ index, selector }) => ({ function_idx: index, selector: feltToHex(selector) }));
  return {
    abi: JSON.parse(sierra.abi),
    contract_class_version: sierra.contractClassVersion,
    sierra_program: sierra.program.map(feltToHex),
    entry_points_by_type: { EXTERNAL: list(sierra.externals), L1_HANDLER: list(sierra.l1Handlers), CONSTRUCTOR: list(sierra.constructors) },
  };
};

test('transaction hash: a declare has the class hash and the hash that starknet.js computes', () => {
  const declare: fc.Arbitrary<DeclareV3> = fc.record({
    ...account,
    kind: fc.constant('declare_v3' as const),
    sender: felt,
    compiledClassHash: felt,
    accountDeploymentData: felts,
    class: sierraClass,
  });
  fc.assert(
    fc.property(declare, (tx) => {
      const classHash = starknet.computeSierraContractClassHash(toForeignClass(tx.class));
      expect(sierraClassHash(kernel, tx.class)).toBe(BigInt(classHash));
      const foreign = starknet.calculateDeclareTransactionHash({
        ...common(tx),
        classHash,
        compiledClassHash: feltToHex(tx.compiledClassHash),
        senderAddress: tx.sender,
        accountDeploymentData: [...tx.accountDeploymentData],
      });
      expect(transactionHash(kernel, tx, chainId)).toBe(BigInt(foreign));
    }),
    { numRuns: 30 },
  );
});

test('transaction hash: neither signature nor proof is hashed', () => {
  const limit = { maxAmount: 1n, maxPricePerUnit: 2n };
  const tx: InvokeV3 = {
    kind: 'invoke_v3',
    sender: toFelt(1),
    calldata: [],
    accountDeploymentData: [],
    proofFacts: [],
    proof: new Uint8Array(),
    signature: [],
    nonce: FELT_ZERO,
    resourceBounds: { l1Gas: limit, l2Gas: limit, l1DataGas: limit },
    tip: 0n,
    paymasterData: [],
    nonceDaMode: 0,
    feeDaMode: 0,
  };
  const same: InvokeV3 = { ...tx, signature: [toFelt(1)], proof: Uint8Array.of(1) };
  expect(transactionHash(kernel, same, chainId)).toBe(transactionHash(kernel, tx, chainId));
  expect(transactionHash(kernel, tx, toFelt(1))).not.toBe(transactionHash(kernel, tx, chainId));
});

// starknet-devnet --seed 0: private key, then the address with salt 20 (execution.md 10.2).
test.each([
  [0x71d7bb07b9a64f6f78ac4c816aff4da9n, 0x064b48806902a367c8598f4f95c305e8c1a1acba5f082d294a43793113115691n],
  [0x0e1406455b7d66b1690803be066cbe5en, 0x078662e7352d062084b0010068b99288486c2d8b914f6e2a55ce945f8792c8b1n],
  [0xa20a02f0ac53692d144b20cb371a60d7n, 0x049dfb8ce986e21d354ac93ea65e6a11f639c1934ea253e5ff14ca62eca0f38en],
  [0xa641611c17d4d92bd0790074e34beeb7n, 0x04f348398f859a55a0c80b1446c5fdc37edb3a8478a32f10764659fc241027d3n],
  [0x5b4ac23628a5749277bcabbf4726b025n, 0x00d513de92c16aa42418cf7e5b60f8022dbee1b4dfd81bcf03ebee079cfb5cb5n],
])('contract address: the devnet account of key %x', (privateKey, address) => {
  const classHash = toFelt(0x3fcbf77b28c96f4f2fb5bd2d176ab083a12a5e123adeb0de955d7ee228c9854n);
  const deployment = { deployer: FELT_ZERO, salt: toFelt(20), classHash, calldata: [publicKeyOf(privateKey)] };
  expect(contractAddress(kernel, deployment)).toBe(address);
});
