// The foreign oracle: starknet.js hashes and signs the same declaration.
import { type constants, EDataAvailabilityMode, hash as starknetHash, Signer } from 'starknet';
import { expect, test } from 'vitest';
import { feltFromAscii, feltToHex, toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { selectorOf } from '../crypto/keccak.ts';
import { sierraClassHash } from '../hashes/class-hash.ts';
import type { DeclareIntent } from '../types/intent.ts';
import type { SierraClass } from '../types/transaction.ts';
import { encodeMempoolBatch } from '../wire/mempool-batch.ts';
import { PREDEPLOYED_ACCOUNTS } from './accounts.ts';
import { buildDeclare, declareBytesMax } from './build-declare.ts';

const kernel = createKernel();
const CHAIN = feltFromAscii('BICAMERAL');
const SIERRA: SierraClass = {
  abi: '[{"type": "function", "name": "get", "inputs": [], "outputs": [{"type": "core::felt252"}], "state_mutability": "view"}]',
  contractClassVersion: '0.1.0',
  program: [1n, 7n, 0n, 2n, 12n, 0n, 99n].map(toFelt),
  externals: [{ selector: selectorOf('get'), index: 0 }],
  l1Handlers: [],
  constructors: [{ selector: selectorOf('constructor'), index: 1 }],
};
const limits = (maxAmount: bigint, maxPricePerUnit: bigint) => ({ maxAmount, maxPricePerUnit });
const INTENT: DeclareIntent = {
  account: 3,
  declares: sierraClassHash(kernel, SIERRA),
  nonce: null,
  tip: 5n,
  resourceBounds: { l1Gas: limits(0n, 10n ** 15n), l2Gas: limits(9n * 10n ** 8n, 2n * 10n ** 10n), l1DataGas: limits(1_000n, 10n ** 12n) },
  tamper: 'none',
};
const compiledClassHash = toFelt(0xc0de);
const place = { chainId: CHAIN, nonce: 4n };

test('build declare: hash and signature are those of starknet.js', async () => {
  const { hash, tx } = buildDeclare(kernel, { intent: INTENT, place }, { sierra: SIERRA, compiledClassHash });
  const { address, privateKey } = PREDEPLOYED_ACCOUNTS[3]!;
  const { l1Gas, l2Gas, l1DataGas } = INTENT.resourceBounds;
  const details = {
    classHash: feltToHex(INTENT.declares),
    compiledClassHash: feltToHex(compiledClassHash),
    senderAddress: feltToHex(address),
    version: '0x3' as const,
    chainId: feltToHex(CHAIN) as constants.StarknetChainId,
    nonce: 4n,
    tip: INTENT.tip,
    paymasterData: [],
    accountDeploymentData: [],
    resourceBounds: {
      l1_gas: { max_amount: l1Gas.maxAmount, max_price_per_unit: l1Gas.maxPricePerUnit },
      l2_gas: { max_amount: l2Gas.maxAmount, max_price_per_unit: l2Gas.maxPricePerUnit },
      l1_data_gas: { max_amount: l1DataGas.maxAmount, max_price_per_unit: l1DataGas.maxPricePerUnit },
    },
  };
  const modes = { nonceDataAvailabilityMode: 0, feeDataAvailabilityMode: 0 } as const;
  expect(hash).toBe(BigInt(starknetHash.calculateDeclareTransactionHash({ ...details, ...modes })));
  const named = { nonceDataAvailabilityMode: EDataAvailabilityMode.L1, feeDataAvailabilityMode: EDataAvailabilityMode.L1 };
  const { r, s } = (await new Signer(feltToHex(privateKey)).signDeclareTransaction({ ...details, ...named })) as {
    readonly r: bigint;
    readonly s: bigint;
  };
  expect(tx.signature).toEqual([r, s]);
  const other = buildDeclare(kernel, { intent: { ...INTENT, tamper: 'wrong_signature' }, place }, { sierra: SIERRA, compiledClassHash });
  expect([other.hash, other.tx.signature]).toEqual([hash, [r, s ^ 1n]]);
});

test('build declare: the size in bytes is never less than that on the wire, and not far above it', () => {
  const large = { ...SIERRA, program: Array.from({ length: 20_000 }, (_, i) => toFelt(2n ** 250n + BigInt(i))), abi: 'é'.repeat(5_000) };
  for (const sierra of [SIERRA, large]) {
    const { tx } = buildDeclare(kernel, { intent: INTENT, place }, { sierra, compiledClassHash });
    const { length } = encodeMempoolBatch([tx]);
    expect(declareBytesMax(sierra)).toBeGreaterThan(length);
    expect(declareBytesMax(sierra)).toBeLessThan(1.1 * length + 5_000);
  }
});
