// Transactions for tests of mempool and gateway: small numbers name accounts, and a hash that tells account, nonce and tip apart.
import { type Felt, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { type RngState, createRng } from '../base/rng.ts';
import { type TimeUs, toTimeUs } from '../types/ids.ts';
import type { MempoolSettings } from '../types/settings.ts';
import type { DeclareV3, DeployAccountV3, InvokeV3, ResourceBounds } from '../types/transaction.ts';
import type { Incoming } from './types.ts';

/** The settings of `code-defaults`. */
export const TEST_MEMPOOL_SETTINGS: MempoolSettings = {
  transactionTtlUs: 60_000_000,
  feeEscalationPercent: 10n,
  declareDelayUs: 1_000_000,
  capacityBytes: 1 << 30,
  committedNonceRetentionBlocks: 100,
};

export const testRng = (): RngState => createRng(1, 'mempool', 0);

export const GWEI_8 = 8_000_000_000n;

export const testBounds = (maxPricePerUnit: bigint, maxAmount = 1_000_000n): ResourceBounds => ({
  l1Gas: { maxAmount: 0n, maxPricePerUnit: 0n },
  l2Gas: { maxAmount, maxPricePerUnit },
  l1DataGas: { maxAmount: 0n, maxPricePerUnit: 0n },
});

/** A contract address that the gateway accepts. */
export const testAccount = (account: number): Felt => toFelt(0x1000n + BigInt(account));

const FIELDS = {
  signature: [toFelt(1n), toFelt(2n)],
  paymasterData: [],
  nonceDaMode: 0,
  feeDaMode: 0,
} as const;

export const testInvoke = (change: Partial<InvokeV3> = {}): InvokeV3 => ({
  kind: 'invoke_v3',
  ...FIELDS,
  sender: testAccount(0),
  nonce: toFelt(0n),
  tip: 0n,
  resourceBounds: testBounds(GWEI_8),
  calldata: [],
  accountDeploymentData: [],
  proofFacts: [],
  proof: new Uint8Array(),
  ...change,
});

export const testDeclare = (change: Partial<DeclareV3> = {}): DeclareV3 => ({
  kind: 'declare_v3',
  ...FIELDS,
  sender: testAccount(0),
  nonce: toFelt(0n),
  tip: 0n,
  resourceBounds: testBounds(GWEI_8),
  accountDeploymentData: [],
  compiledClassHash: toFelt(5n),
  class: {
    abi: '[]',
    contractClassVersion: '0.1.0',
    program: [toFelt(1n), toFelt(7n), toFelt(0n)],
    externals: [],
    l1Handlers: [],
    constructors: [],
  },
  ...change,
});

export const testDeploy = (change: Partial<DeployAccountV3> = {}): DeployAccountV3 => ({
  kind: 'deploy_account_v3',
  ...FIELDS,
  nonce: toFelt(0n),
  tip: 0n,
  resourceBounds: testBounds(GWEI_8),
  classHash: toFelt(9n),
  addressSalt: toFelt(0n),
  constructorCalldata: [],
  ...change,
});

export type TestTx = {
  readonly account: number;
  readonly nonce: number;
  readonly tip?: number;
  readonly price?: bigint;
  readonly hash?: number;
  /** What the gateway found as the account's nonce; 0 unless said. */
  readonly accountNonce?: number;
  /** Felts of calldata: 32 bytes each. */
  readonly felts?: number;
};

/** Account, nonce and tip in one number; higher tips give higher hashes. */
export const testHash = (account: number, nonce: number, tip = 0): Felt => toFelt(BigInt(account * 1_000_000 + nonce * 1_000 + tip + 1));

export const incoming = (spec: TestTx): Incoming => {
  const { account, nonce, tip = 0, price = GWEI_8, accountNonce = 0, felts = 0 } = spec;
  const tx = testInvoke({
    sender: testAccount(account),
    nonce: toFelt(nonce),
    tip: BigInt(tip),
    resourceBounds: testBounds(price),
    calldata: Array.from({ length: felts }, () => toFelt(0n)),
  });
  const hash = spec.hash === undefined ? testHash(account, nonce, tip) : toFelt(spec.hash);
  return { tx: freeze({ hash, tx: freeze(tx) }), sender: testAccount(account), accountNonce: toFelt(accountNonce) };
};

export const incomingDeclare = (account: number, nonce: number): Incoming => ({
  tx: freeze({ hash: testHash(account, nonce, 500), tx: testDeclare({ sender: testAccount(account), nonce: toFelt(nonce) }) }),
  sender: testAccount(account),
  accountNonce: toFelt(nonce),
});

export const seconds = (n: number): TimeUs => toTimeUs(n * 1_000_000);
