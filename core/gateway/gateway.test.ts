// The gateway's checks: each rule of protocol.md 4.2 with its code, their order, and what reaches the engine.
import { describe, expect, test } from 'vitest';
import { type Felt, feltToHex, toFelt } from '../base/felt.ts';
import { err, ok } from '../base/result.ts';
import type { BlockContext, ExecutionEngine, TransactionRejection } from '../exec/engine.ts';
import { addTransaction, commitBlock, createMempool } from '../mempool/mempool.ts';
import {
  GWEI_8,
  TEST_MEMPOOL_SETTINGS,
  incoming,
  seconds,
  testAccount,
  testBounds,
  testDeclare,
  testDeploy,
  testInvoke,
  testRng,
} from '../mempool/test-transactions.ts';
import type { StateReader } from '../state/reader.ts';
import { toHeight } from '../types/ids.ts';
import type { GatewaySettings } from '../types/settings.ts';
import type { AccountTransaction, ResourceBounds } from '../types/transaction.ts';
import { type GatewayError, gatewayErrorCode, gatewayErrorText } from './errors.ts';
import { type GatewayInputs, checkTransaction } from './gateway.ts';
import { checkStateless } from './stateless.ts';

const SETTINGS: GatewaySettings = {
  minL2GasPriceFri: GWEI_8,
  maxL2GasAmount: 1_210_000_000n,
  maxNonceGap: 200,
  calldataMax: 5_000,
  signatureMax: 4_000,
};
const felts = (n: number): readonly Felt[] => Array.from({ length: n }, () => toFelt(0n));
const bounds = (change: Partial<ResourceBounds>): ResourceBounds => ({ ...testBounds(GWEI_8), ...change });
const limits = (maxAmount: bigint, maxPricePerUnit: bigint): ResourceBounds['l2Gas'] => ({ maxAmount, maxPricePerUnit });
const sierra = (change: Partial<ReturnType<typeof testDeclare>['class']>): AccountTransaction =>
  testDeclare({ class: { ...testDeclare().class, ...change } });
const version = (...parts: readonly number[]): AccountTransaction => sierra({ program: parts.map((part) => toFelt(part)) });
const entryPoints = (...selectors: readonly number[]): { readonly index: number; readonly selector: Felt }[] =>
  selectors.map((selector, index) => ({ index, selector: toFelt(selector) }));

const stateless = (tx: AccountTransaction): unknown => {
  const checked = checkStateless(SETTINGS, tx);
  return checked.ok ? 'ok' : checked.error;
};

describe('stateless', () => {
  const UPPER = (1n << 251n) - 256n;
  test.each<[string, AccountTransaction, unknown]>([
    ['a plain invoke', testInvoke(), 'ok'],
    ['a plain declare', testDeclare(), 'ok'],
    ['a plain deploy account', testDeploy(), 'ok'],
    ['sender 1', testInvoke({ sender: toFelt(1n) }), { code: 'SenderOutOfRange', sender: 1n }],
    ['sender 2', testInvoke({ sender: toFelt(2n) }), 'ok'],
    ['the last sender', testDeclare({ sender: toFelt(UPPER - 1n) }), 'ok'],
    ['a sender too high', testDeclare({ sender: toFelt(UPPER) }), { code: 'SenderOutOfRange', sender: UPPER }],
    ['deployment data', testInvoke({ accountDeploymentData: felts(1) }), { code: 'NonEmptyField', field: 'account_deployment_data' }],
    ['deployment data', testDeclare({ accountDeploymentData: felts(1) }), { code: 'NonEmptyField', field: 'account_deployment_data' }],
    ['paymaster data', testDeploy({ paymasterData: felts(1) }), { code: 'NonEmptyField', field: 'paymaster_data' }],
    ['no fee at all', testInvoke({ resourceBounds: bounds({ l2Gas: limits(0n, GWEI_8) }), tip: 9n }), { code: 'ZeroResourceBounds' }],
    ['only L1 gas', testInvoke({ resourceBounds: bounds({ l2Gas: limits(0n, GWEI_8), l1Gas: limits(1n, 1n) }) }), 'ok'],
    ['only L1 data gas', testInvoke({ resourceBounds: bounds({ l2Gas: limits(0n, GWEI_8), l1DataGas: limits(1n, 1n) }) }), 'ok'],
    [
      'a low price',
      testInvoke({ resourceBounds: testBounds(GWEI_8 - 1n) }),
      { code: 'MaxGasPriceTooLow', gasPrice: GWEI_8 - 1n, minGasPrice: GWEI_8 },
    ],
    ['the last amount', testInvoke({ resourceBounds: testBounds(GWEI_8, 1_210_000_000n) }), 'ok'],
    [
      'an amount too high',
      testDeploy({ resourceBounds: testBounds(GWEI_8, 1_210_000_001n) }),
      { code: 'MaxGasAmountTooHigh', gasAmount: 1_210_000_001n, maxGasAmount: 1_210_000_000n },
    ],
    ['that amount on a declare', testDeclare({ resourceBounds: testBounds(GWEI_8, 1_210_000_001n) }), 'ok'],
    ['5000 felts', testInvoke({ calldata: felts(5_000) }), 'ok'],
    ['5001 felts', testInvoke({ calldata: felts(5_001) }), { code: 'CalldataTooLong', length: 5_001, max: 5_000 }],
    [
      'calldata and proof facts',
      testInvoke({ calldata: felts(4_000), proofFacts: felts(1_001) }),
      { code: 'CalldataTooLong', length: 5_001, max: 5_000 },
    ],
    ['constructor calldata', testDeploy({ constructorCalldata: felts(5_001) }), { code: 'CalldataTooLong', length: 5_001, max: 5_000 }],
    ['4000 felts of signature', testDeclare({ signature: felts(4_000) }), 'ok'],
    ['4001 felts of signature', testInvoke({ signature: felts(4_001) }), { code: 'SignatureTooLong', length: 4_001, max: 4_000 }],
    ['nonce on L2', testInvoke({ nonceDaMode: 1 }), { code: 'InvalidDataAvailabilityMode', field: 'nonce' }],
    ['fee on L2', testDeploy({ feeDaMode: 1 }), { code: 'InvalidDataAvailabilityMode', field: 'fee' }],
    ['proof facts', testInvoke({ proofFacts: felts(1) }), { code: 'ClientSideProvingNotAllowed' }],
    ['a proof', testInvoke({ proof: new Uint8Array(1) }), { code: 'ClientSideProvingNotAllowed' }],
    ['Sierra 1.1.0', version(1, 1, 0), 'ok'],
    ['Sierra 1.9.99', version(1, 9, 99), 'ok'],
    ['no Sierra version', version(1, 7), { code: 'InvalidSierraVersion' }],
    ['Sierra 1.0.9', version(1, 0, 9), { code: 'UnsupportedSierraVersion', version: '1.0.9', min: '1.1.0', max: '1.9.x' }],
    ['Sierra 1.10.0', version(1, 10, 0), { code: 'UnsupportedSierraVersion', version: '1.10.0', min: '1.1.0', max: '1.9.x' }],
    ['Sierra 2.0.0', version(2, 0, 0), { code: 'UnsupportedSierraVersion', version: '2.0.0', min: '1.1.0', max: '1.9.x' }],
    [
      'a long program',
      sierra({ program: [toFelt(1n), toFelt(7n), ...felts(81_919)] }),
      { code: 'ContractBytecodeSizeTooLarge', length: 81_921, max: 81_920 },
    ],
    ['sorted entry points', sierra({ externals: entryPoints(1, 2, 5) }), 'ok'],
    ['unsorted externals', sierra({ externals: entryPoints(2, 1) }), { code: 'EntryPointsNotUniquelySorted' }],
    ['a constructor twice', sierra({ constructors: entryPoints(1, 1) }), { code: 'EntryPointsNotUniquelySorted' }],
    ['unsorted handlers', sierra({ l1Handlers: entryPoints(3, 2) }), { code: 'EntryPointsNotUniquelySorted' }],
  ])('gateway, stateless: %s', (_, tx, expected) => {
    expect(stateless(tx)).toEqual(expected);
  });

  test('gateway, stateless: of several faults the first in order is named', () => {
    let tx = testInvoke({
      sender: toFelt(0n),
      accountDeploymentData: felts(1),
      paymasterData: felts(1),
      resourceBounds: testBounds(0n),
      calldata: felts(5_001),
      signature: felts(4_001),
      nonceDaMode: 1,
      feeDaMode: 1,
      proofFacts: felts(1),
    });
    const repairs: readonly Partial<typeof tx>[] = [
      { sender: testAccount(1) },
      { accountDeploymentData: [] },
      { paymasterData: [] },
      { resourceBounds: testBounds(1n) },
      { resourceBounds: testBounds(GWEI_8, 1_210_000_001n) },
      { resourceBounds: testBounds(GWEI_8) },
      { calldata: [] },
      { signature: [] },
      { nonceDaMode: 0 },
      { feeDaMode: 0 },
      { proofFacts: [] },
    ];
    const codes = repairs.map((repair) => {
      const checked = checkStateless(SETTINGS, tx);
      tx = { ...tx, ...repair };
      return checked.ok ? 'ok' : checked.error.code;
    });
    expect([...codes, stateless(tx)]).toEqual([
      'SenderOutOfRange',
      'NonEmptyField',
      'NonEmptyField',
      'ZeroResourceBounds',
      'MaxGasPriceTooLow',
      'MaxGasAmountTooHigh',
      'CalldataTooLong',
      'SignatureTooLong',
      'InvalidDataAvailabilityMode',
      'InvalidDataAvailabilityMode',
      'ClientSideProvingNotAllowed',
      'ok',
    ]);
  });
});

type Validation = { readonly height: number; readonly hash: Felt; readonly skipValidate: boolean };
const HASH = toFelt(0x77n);
const DEPLOYED_AT = testAccount(50);

/** A gateway over the given account nonces whose engine notes what it is asked. */
const open = (
  nonces: Readonly<Record<number, number>> = {},
  rejection: TransactionRejection | null = null,
): { readonly inputs: GatewayInputs; readonly asked: Validation[] } => {
  const asked: Validation[] = [];
  const unused = (): never => {
    throw new Error('the gateway only validates');
  };
  const engine: ExecutionEngine = {
    name: 'fake',
    startOfBlock: unused,
    execute: unused,
    endOfBlock: unused,
    call: unused,
    validate: (context, tx, _state, { skipValidate }) => {
      asked.push({ height: context.info.height, hash: tx.hash, skipValidate });
      return rejection === null ? ok(null) : err(rejection);
    },
  };
  const byAddress = new Map(Object.entries(nonces).map(([account, nonce]) => [feltToHex(testAccount(Number(account))), toFelt(nonce)]));
  const state: StateReader = {
    storageAt: () => toFelt(0n),
    classHashAt: () => toFelt(0n),
    compiledClassHashOf: () => toFelt(0n),
    nonceAt: (address) => byAddress.get(feltToHex(address)) ?? toFelt(0n),
  };
  const price = { wei: 1n, fri: 10n * GWEI_8 };
  const latest: BlockContext = {
    chainId: toFelt(1n),
    info: {
      height: toHeight(7),
      timestamp: 1,
      sequencer: toFelt(0x64n),
      gasPrices: { l1Gas: price, l1DataGas: price, l2Gas: price },
      l1DaMode: 'blob',
      starknetVersion: '0.14.4',
    },
  };
  const mempool = createMempool(TEST_MEMPOOL_SETTINGS, testRng());
  return { inputs: { engine, latest, state, mempool, settings: SETTINGS, addressOf: () => DEPLOYED_AT }, asked };
};
const PRICE = testBounds(10n * GWEI_8);
const send = (inputs: GatewayInputs, tx: AccountTransaction): unknown => {
  const checked = checkTransaction(inputs, { hash: HASH, tx });
  return checked.ok ? 'ok' : checked.error;
};

describe('stateful', () => {
  test('gateway: an admitted transaction comes with its sender and the account nonce of the latest state', () => {
    const { inputs, asked } = open({ 1: 5 });
    const tx = { hash: HASH, tx: testInvoke({ sender: testAccount(1), nonce: toFelt(6n), resourceBounds: PRICE }) };
    expect(checkTransaction(inputs, tx)).toEqual(ok({ tx, sender: testAccount(1), accountNonce: 5n }));
    expect(asked).toEqual([{ height: 8, hash: HASH, skipValidate: false }]);
    const deploy = { hash: HASH, tx: testDeploy({ resourceBounds: PRICE }) };
    expect(checkTransaction(inputs, deploy)).toEqual(ok({ tx: deploy, sender: DEPLOYED_AT, accountNonce: 0n }));
  });

  test('gateway: a stateless fault is found before anything is read', () => {
    const { inputs, asked } = open();
    expect(send(inputs, testInvoke({ feeDaMode: 1 }))).toMatchObject({ code: 'InvalidDataAvailabilityMode' });
    expect(asked).toEqual([]);
  });

  test('gateway: the price must reach that of the previous block, whatever the nonce', () => {
    const { inputs, asked } = open({ 1: 5 });
    const tx = testInvoke({ sender: testAccount(1), resourceBounds: testBounds(10n * GWEI_8 - 1n) });
    expect(send(inputs, tx)).toEqual({ code: 'GasPriceTooLow', gasPrice: 10n * GWEI_8 - 1n, threshold: 10n * GWEI_8 });
    expect(asked).toEqual([]);
  });

  const sender = testAccount(1);
  test.each<[string, AccountTransaction, unknown]>([
    [
      'an invoke below the account nonce',
      testInvoke({ sender, nonce: toFelt(4n), resourceBounds: PRICE }),
      { code: 'InvalidTransactionNonce', sender, nonce: 4n, low: 5n, high: 205n },
    ],
    ['an invoke 200 above', testInvoke({ sender, nonce: toFelt(205n), resourceBounds: PRICE }), 'ok'],
    [
      'an invoke 201 above',
      testInvoke({ sender, nonce: toFelt(206n), resourceBounds: PRICE }),
      { code: 'InvalidTransactionNonce', sender, nonce: 206n, low: 5n, high: 205n },
    ],
    ['a declare at the account nonce', testDeclare({ sender, nonce: toFelt(5n), resourceBounds: PRICE }), 'ok'],
    [
      'a declare above it',
      testDeclare({ sender, nonce: toFelt(6n), resourceBounds: PRICE }),
      { code: 'InvalidTransactionNonce', sender, nonce: 6n, low: 5n, high: 5n },
    ],
    [
      'a deploy account of nonce 1',
      testDeploy({ nonce: toFelt(1n), resourceBounds: PRICE }),
      { code: 'InvalidTransactionNonce', sender: DEPLOYED_AT, nonce: 1n, low: 0n, high: 0n },
    ],
  ])('gateway: nonce of %s', (_, tx, expected) => {
    expect(send(open({ 1: 5 }).inputs, tx)).toEqual(expected);
  });

  test('gateway: an address that has a nonce cannot be deployed to', () => {
    expect(send(open({ 50: 1 }).inputs, testDeploy({ resourceBounds: PRICE }))).toEqual({
      code: 'AccountAlreadyDeployed',
      sender: DEPLOYED_AT,
      accountNonce: 1n,
    });
  });

  test('gateway: the mempool refuses before the engine is asked', () => {
    const { inputs, asked } = open({ 1: 5 });
    commitBlock(inputs.mempool, { addressToNonce: new Map([[feltToHex(sender), toFelt(8n)]]), rejected: [] });
    const refused = send(inputs, testInvoke({ sender, nonce: toFelt(7n), resourceBounds: PRICE }));
    expect(refused).toEqual({ code: 'RefusedByMempool', error: { code: 'NonceTooOld', sender, txNonce: 7n, accountNonce: 8n } });
    expect(asked).toEqual([]);
  });

  test('gateway: the rejection of the engine is passed on', () => {
    const { inputs } = open({}, { code: 'InvalidSignature', message: 'The signature is wrong.' });
    expect(send(inputs, testInvoke({ resourceBounds: PRICE }))).toEqual({
      code: 'ValidateFailure',
      rejection: 'InvalidSignature',
      message: 'The signature is wrong.',
    });
  });

  test.each([
    { note: 'nonce 1 of an account that only the mempool knows', account: 3, nonce: 1n, skips: true },
    { note: 'nonce 2 of it', account: 3, nonce: 2n, skips: false },
    { note: 'nonce 1 of an account nobody knows', account: 4, nonce: 1n, skips: false },
    { note: 'nonce 1 of a deployed account', account: 1, nonce: 1n, skips: false },
  ])('gateway: $note skips validation: $skips', ({ account, nonce, skips }) => {
    const { inputs, asked } = open({ 1: 1 });
    for (const known of [1, 3]) addTransaction(inputs.mempool, incoming({ account: known, nonce: 9 }), seconds(0));
    expect(send(inputs, testInvoke({ sender: testAccount(account), nonce: toFelt(nonce), resourceBounds: PRICE }))).toBe('ok');
    expect(asked.map(({ skipValidate }) => skipValidate)).toEqual([skips]);
  });

  test('gateway: checking changes nothing in the mempool', () => {
    const { inputs } = open();
    send(inputs, testInvoke({ resourceBounds: PRICE }));
    expect(inputs.mempool.pool.size).toBe(0);
  });
});

describe('errors', () => {
  const account = testAccount(1);
  const sample: readonly [GatewayError, string][] = [
    [{ code: 'SenderOutOfRange', sender: toFelt(1n) }, 'SenderOutOfRange'],
    [{ code: 'NonEmptyField', field: 'paymaster_data' }, 'NonEmptyField'],
    [{ code: 'ZeroResourceBounds' }, 'ZeroResourceBounds'],
    [{ code: 'MaxGasPriceTooLow', gasPrice: 1n, minGasPrice: 2n }, 'MaxGasPriceTooLow'],
    [{ code: 'MaxGasAmountTooHigh', gasAmount: 2n, maxGasAmount: 1n }, 'MaxGasAmountTooHigh'],
    [{ code: 'CalldataTooLong', length: 2, max: 1 }, 'CalldataTooLong'],
    [{ code: 'SignatureTooLong', length: 2, max: 1 }, 'SignatureTooLong'],
    [{ code: 'InvalidDataAvailabilityMode', field: 'fee' }, 'InvalidDataAvailabilityMode'],
    [{ code: 'ClientSideProvingNotAllowed' }, 'ClientSideProvingNotAllowed'],
    [{ code: 'InvalidSierraVersion' }, 'InvalidSierraVersion'],
    [{ code: 'UnsupportedSierraVersion', version: '1.0.0', min: '1.1.0', max: '1.9.x' }, 'UnsupportedSierraVersion'],
    [{ code: 'ContractBytecodeSizeTooLarge', length: 2, max: 1 }, 'ContractBytecodeSizeTooLarge'],
    [{ code: 'EntryPointsNotUniquelySorted' }, 'EntryPointsNotUniquelySorted'],
    [{ code: 'GasPriceTooLow', gasPrice: 1n, threshold: 2n }, 'GasPriceTooLow'],
    [{ code: 'InvalidTransactionNonce', sender: account, nonce: toFelt(1n), low: 2n, high: 3n }, 'InvalidTransactionNonce'],
    [{ code: 'AccountAlreadyDeployed', sender: account, accountNonce: toFelt(1n) }, 'AccountAlreadyDeployed'],
    [{ code: 'RefusedByMempool', error: { code: 'DuplicateNonce', sender: account, nonce: toFelt(1n) } }, 'DuplicateNonce'],
    [{ code: 'RefusedByMempool', error: { code: 'DuplicateTransaction', hash: HASH } }, 'DuplicateTransaction'],
    [{ code: 'RefusedByMempool', error: { code: 'NonceTooLarge', nonce: toFelt(1n) } }, 'NonceTooLarge'],
    [
      { code: 'RefusedByMempool', error: { code: 'NonceTooOld', sender: account, txNonce: toFelt(1n), accountNonce: toFelt(2n) } },
      'NonceTooOld',
    ],
    [{ code: 'RefusedByMempool', error: { code: 'TransactionNotFound', hash: HASH } }, 'TransactionNotFound'],
    [{ code: 'RefusedByMempool', error: { code: 'MempoolFull', bytes: 2, capacityBytes: 1 } }, 'MempoolFull'],
    [{ code: 'ValidateFailure', rejection: 'InvalidSignature', message: 'The signature is wrong.' }, 'InvalidSignature'],
  ];

  test.each(sample)('gateway errors: %o is logged as %s with a sentence', (error, code) => {
    expect(gatewayErrorCode(error)).toBe(code);
    expect(gatewayErrorText(error)).toMatch(/^[A-Z].*\.$/);
  });
});
