// The foreign oracle: starknet.js builds, hashes and signs the same transactions. Two of them are compared for every fact.
import { type constants, EDataAvailabilityMode, hash as starknetHash, Signer, transaction } from 'starknet';
import { describe, expect, test } from 'vitest';
import { feltFromAscii, feltToHex, toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { publicKeyOf } from '../crypto/ecdsa.ts';
import type { InvokeIntent } from '../types/intent.ts';
import { PREDEPLOYED_ACCOUNTS } from './accounts.ts';
import { buildInvoke, multicallCalldata } from './build-invoke.ts';
import { STRK_ADDRESS } from './felts.ts';
import { SELECTORS } from './selectors.ts';

const kernel = createKernel();
const CHAIN = feltFromAscii('BICAMERAL');
const limits = (maxAmount: bigint, maxPricePerUnit: bigint): { readonly maxAmount: bigint; readonly maxPricePerUnit: bigint } => ({
  maxAmount,
  maxPricePerUnit,
});
const transferCall = (to: bigint, amount: bigint): InvokeIntent['calls'][number] => ({
  to: STRK_ADDRESS,
  selector: SELECTORS.transfer,
  calldata: [toFelt(to), toFelt(amount), toFelt(0)],
});
const INTENTS: readonly InvokeIntent[] = [
  {
    account: 0,
    calls: [transferCall(0x1234n, 10n ** 18n)],
    nonce: null,
    tip: 0n,
    resourceBounds: { l1Gas: limits(0n, 10n ** 15n), l2Gas: limits(3_000_000n, 2n * 10n ** 10n), l1DataGas: limits(1_000n, 10n ** 12n) },
    tamper: 'none',
  },
  {
    account: 7,
    calls: [transferCall(1n, 1n), { to: toFelt(0x77), selector: SELECTORS.balance_of, calldata: [] }, transferCall(2n, 2n ** 127n)],
    nonce: 9n,
    tip: 2n ** 64n - 1n,
    resourceBounds: { l1Gas: limits(1n, 2n ** 128n - 1n), l2Gas: limits(2n ** 64n - 1n, 3n), l1DataGas: limits(0n, 0n) },
    tamper: 'none',
  },
];
const foreignCalldata = (intent: InvokeIntent): readonly string[] =>
  transaction.getExecuteCalldata(
    intent.calls.map((call) => ({
      contractAddress: feltToHex(call.to),
      entrypoint: nameOf(call.selector),
      calldata: call.calldata.map(String),
    })),
    '1',
  );
const nameOf = (selector: bigint): string => Object.entries(SELECTORS).find(([, value]) => value === selector)![0];
const bounds = ({ l1Gas, l2Gas, l1DataGas }: InvokeIntent['resourceBounds']) => ({
  l1_gas: { max_amount: l1Gas.maxAmount, max_price_per_unit: l1Gas.maxPricePerUnit },
  l2_gas: { max_amount: l2Gas.maxAmount, max_price_per_unit: l2Gas.maxPricePerUnit },
  l1_data_gas: { max_amount: l1DataGas.maxAmount, max_price_per_unit: l1DataGas.maxPricePerUnit },
});

describe('build invoke', () => {
  test.each(INTENTS.map((intent) => [intent.account, intent] as const))(
    'build invoke: account %i gets the calldata, hash and signature of starknet.js',
    async (account, intent) => {
      const built = buildInvoke(kernel, intent, { chainId: CHAIN, nonce: 9n });
      const { address, privateKey } = PREDEPLOYED_ACCOUNTS[account]!;
      expect(built.tx.calldata.map(String)).toEqual(foreignCalldata(intent).map((felt) => BigInt(felt).toString()));
      const details = {
        nonce: 9n,
        version: '0x3' as const,
        resourceBounds: bounds(intent.resourceBounds),
        tip: intent.tip,
        paymasterData: [],
        accountDeploymentData: [],
        nonceDataAvailabilityMode: EDataAvailabilityMode.L1,
        feeDataAvailabilityMode: EDataAvailabilityMode.L1,
        chainId: feltToHex(CHAIN) as constants.StarknetChainId,
      };
      const foreignHash = starknetHash.calculateInvokeTransactionHash({
        ...details,
        senderAddress: feltToHex(address),
        compiledCalldata: [...foreignCalldata(intent)],
        nonceDataAvailabilityMode: 0,
        feeDataAvailabilityMode: 0,
      });
      expect(built.hash).toBe(BigInt(foreignHash));
      const calls = intent.calls.map((call) => ({
        contractAddress: feltToHex(call.to),
        entrypoint: nameOf(call.selector),
        calldata: call.calldata.map(String),
      }));
      const signature = await new Signer(feltToHex(privateKey)).signTransaction(calls, {
        ...details,
        walletAddress: feltToHex(address),
        cairoVersion: '1',
      });
      const { r, s } = signature as { readonly r: bigint; readonly s: bigint };
      expect(built.tx.signature).toEqual([r, s]);
    },
  );

  test("build invoke: it verifies under the account's key, and a tampered one does not", () => {
    const intent = INTENTS[0]!;
    const verifies = (tamper: InvokeIntent['tamper']): boolean => {
      const { hash, tx } = buildInvoke(kernel, { ...intent, tamper }, { chainId: CHAIN, nonce: 0n });
      return kernel.ecdsaVerify(PREDEPLOYED_ACCOUNTS[0]!.publicKey, hash, tx.signature[0]!, tx.signature[1]!);
    };
    expect([verifies('none'), verifies('wrong_signature')]).toEqual([true, false]);
  });

  test('build invoke: the same intent gives the same transaction, the nonce and the chain change it', () => {
    const build = (nonce: bigint, chainId = CHAIN) => buildInvoke(kernel, INTENTS[0]!, { chainId, nonce });
    expect(build(1n)).toEqual(build(1n));
    expect(new Set([build(1n), build(2n), build(1n, toFelt(5))].map((b) => b.hash)).size).toBe(3);
  });

  test.each([
    ['a tip', { tip: 1n << 64n }],
    ['an amount', { resourceBounds: { ...INTENTS[0]!.resourceBounds, l2Gas: limits(1n << 64n, 1n) } }],
    ['a price', { resourceBounds: { ...INTENTS[0]!.resourceBounds, l1DataGas: limits(1n, 1n << 128n) } }],
    ['a negative amount', { resourceBounds: { ...INTENTS[0]!.resourceBounds, l1Gas: limits(-1n, 1n) } }],
  ])('build invoke: %s that does not fit its field stops the run', (_, part) => {
    expect(() => buildInvoke(kernel, { ...INTENTS[0]!, ...part }, { chainId: CHAIN, nonce: 0n })).toThrow('u64');
  });

  test('build invoke: no calls are a calldata of one zero, and an unknown account stops the run', () => {
    expect(multicallCalldata([])).toEqual([0n]);
    expect(() => buildInvoke(kernel, { ...INTENTS[0]!, account: 10 }, { chainId: CHAIN, nonce: 0n })).toThrow('a predeployed account');
  });

  test.each(PREDEPLOYED_ACCOUNTS.map((account, i) => [i, account] as const))(
    'accounts: account %i has the public key of its private key',
    (_, account) => {
      expect(publicKeyOf(account.privateKey)).toBe(account.publicKey);
    },
  );
});
