// A transaction looked at afterwards: the same result as when it was executed, its calls and syscalls, and every step found again.
import { expect, test } from 'vitest';
import { type Felt, feltToHex, toFelt } from '../../core/base/felt.ts';
import { PREDEPLOYED_ACCOUNTS } from '../../core/exec/accounts.ts';
import { compiledHashOf, createClassStore } from '../../core/exec/class-store.ts';
import { blockDiff } from '../../core/exec/block-diff.ts';
import { createCairoEngine } from '../../core/exec/engines/cairo.ts';
import { STRK_ADDRESS } from '../../core/exec/felts.ts';
import { accountAddress, contextAt, createTestKernel, invoke, transferCall } from '../../core/exec/fixture.ts';
import { genesisDiff } from '../../core/exec/genesis.ts';
import { EXECUTE_SELECTOR, SELECTORS, VALIDATE_SELECTOR } from '../../core/exec/selectors.ts';
import { inspect } from '../../core/inspect/inspect.ts';
import { momentAt } from '../../core/inspect/moment.ts';
import { prepare } from '../../core/inspect/replay.ts';
import type { CommittedBlock, InspectInput } from '../../core/inspect/types.ts';
import { Verifier } from '../../core/inspect/verify.ts';
import { diffReader, EMPTY_DIFF, EMPTY_READER, mergeDiffs } from '../../core/state/diff.ts';
import type { HashedTransaction } from '../../core/types/transaction.ts';
import { loadClass } from '../../core/vm/casm-class.ts';
import { assemble } from '../../scripts/asm/assemble.ts';
import type { ContractSource } from '../../scripts/asm/contract.ts';
import { account } from '../../scripts/contracts/account.ts';
import { erc20 } from '../../scripts/contracts/erc20.ts';

const kernel = createTestKernel();
const { info, chainId } = contextAt(1);
const [ACCOUNT, TOKEN] = [toFelt(0xacc), toFelt(0xe20)];
const classOf = (source: ContractSource, classHash: Felt) => {
  const loaded = loadClass(assemble(source));
  if (!loaded.ok) throw new Error(loaded.error.at);
  return { classHash, casm: loaded.value, sierraVersion: [1, 7, 0] as const };
};
const CLASSES = [classOf(account, ACCOUNT), classOf(erc20, TOKEN)];
const genesis = mergeDiffs(genesisDiff(), {
  ...EMPTY_DIFF,
  deployed: new Map([
    [feltToHex(STRK_ADDRESS), TOKEN],
    ...PREDEPLOYED_ACCOUNTS.map(({ address }) => [feltToHex(address), ACCOUNT] as const),
  ]),
  declared: new Map(CLASSES.map(({ classHash, casm }) => [feltToHex(classHash), compiledHashOf(casm)])),
});
const means = { kernel, classes: createClassStore(CLASSES), genesis };
const inputOf = (...txs: readonly HashedTransaction[]): InspectInput => ({ chainId, info, before: [], start: EMPTY_DIFF, txs });
const bob = accountAddress(1);
const [first, second] = [invoke(kernel, { calls: [transferCall(bob, 5n)] }), invoke(kernel, { calls: [transferCall(bob, 7n)], nonce: 1n })];

test('inspect: the second transaction of a block has the result that the block gave it', () => {
  const engine = createCairoEngine(kernel, means.classes);
  const before = diffReader(EMPTY_READER, genesis);
  const one = engine.execute({ info, chainId }, first, before);
  if (!one.ok) throw new Error(one.error.message);
  const two = engine.execute({ info, chainId }, second, diffReader(before, one.value.stateDiff));
  if (!two.ok) throw new Error(two.error.message);
  const { outcome } = inspect(means, inputOf(first, second)).inspection;
  expect(outcome).toMatchObject({ kind: 'executed', receipt: two.value.receipt, stateDiff: two.value.stateDiff });
});

test('inspect: calls stand in the order in which they began, with their steps, gas and syscalls', () => {
  const { steps, calls } = inspect(means, inputOf(first)).inspection;
  expect(calls.map(({ selector, parent, phase }) => [selector, parent, phase])).toEqual([
    [VALIDATE_SELECTOR, null, 'validate'],
    [EXECUTE_SELECTOR, null, 'execute'],
    [SELECTORS.transfer, 1, 'execute'],
    [SELECTORS.transfer, null, 'fee_transfer'],
  ]);
  expect(calls.reduce((sum, call) => sum + call.steps, 0)).toBe(steps);
  const [, execute, transfer] = calls;
  expect(transfer!.first).toBeGreaterThan(execute!.first);
  expect(transfer!.end).toBeLessThan(execute!.end);
  expect(execute!.syscalls.map(({ name, failed }) => [name, failed])).toContainEqual(['CallContract', false]);
  expect(transfer!.syscalls.map(({ name }) => name)).toEqual(expect.arrayContaining(['StorageRead', 'StorageWrite', 'EmitEvent']));
  const [read] = transfer!.syscalls.filter(({ name }) => name === 'StorageRead');
  expect([read?.request.length, read?.response.length]).toEqual([2, 1]);
  expect(calls.every(({ ended, gas }) => ended !== null && !ended.failed && ended.gasConsumed > 0 && ended.gasConsumed < gas)).toBe(true);
});

test('inspect: every step is found again, and each leads to the next', () => {
  const { inspection, trace } = inspect(means, inputOf(first));
  const prepared = prepare(means, inputOf(first));
  for (let step = 0; step < inspection.steps; step += 37) {
    const moment = momentAt(prepared, trace, step);
    expect(moment).toMatchObject({ step, call: trace.call[step] });
    expect(moment!.lines.find((line) => line.step === step)?.text).toBe(moment!.text);
    for (const { before, after } of moment!.operands) if (before !== null) expect(after).toBe(before);
    if (moment!.sense === 'write') expect(moment!.operands[0]!.after).not.toBeNull();
    const next = momentAt(prepared, trace, step + 1);
    const isPlain = next?.call === moment!.call && ['write', 'check', 'solve'].includes(moment!.sense);
    if (isPlain) expect(Number(next.pc.split(':')[1])).toBe(Number(moment!.pc.split(':')[1]) + moment!.words.length);
  }
  expect(momentAt(prepared, trace, inspection.steps)).toBeNull();
});

test('inspect: a rejected transaction has a reason and no trace of calls that did not run', () => {
  const wrong = invoke(kernel, { calls: [], tamper: 'wrong_signature' });
  const { outcome, calls } = inspect(means, inputOf(wrong)).inspection;
  expect(outcome).toMatchObject({ kind: 'rejected', message: expect.stringContaining('invalid signature') });
  expect(calls.map(({ selector }) => selector)).toEqual([VALIDATE_SELECTOR]);
});

const committed = (): CommittedBlock => {
  const engine = createCairoEngine(kernel, means.classes);
  const base = diffReader(EMPTY_READER, genesis);
  const one = engine.execute({ info, chainId }, first, base);
  if (!one.ok) throw new Error(one.error.message);
  const stateDiff = blockDiff(engine, { context: { info, chainId }, base, diffs: [EMPTY_DIFF, one.value.stateDiff] });
  return { info, start: EMPTY_DIFF, txs: [first], receipts: [one.value.receipt], stateDiff };
};
const verify = (block: CommittedBlock) => new Verifier(means, 'BICAMERAL').next(block);

test('verify: a right block has no difference; of a wrong one the first is named', () => {
  const block = committed();
  expect(verify(block)).toBeNull();
  const [receipt] = block.receipts;
  expect(verify({ ...block, receipts: [{ ...receipt!, actualFee: 1n }] })).toEqual({
    kind: 'fee',
    transaction: 0,
    block: 1n,
    ours: receipt!.actualFee,
  });
  const reverted = { ...receipt!, status: { kind: 'reverted', reason: '' } } as const;
  expect(verify({ ...block, receipts: [reverted] })).toEqual({ kind: 'status', transaction: 0 });
  const token = feltToHex(STRK_ADDRESS);
  const cells = block.stateDiff.storage.get(token)!;
  const [key, value] = [...cells].toSorted(([a], [b]) => (a < b ? -1 : 1))[0]!;
  const wrong = { ...block.stateDiff, storage: new Map([...block.stateDiff.storage, [token, new Map([...cells, [key, toFelt(9)]])]]) };
  expect(verify({ ...block, stateDiff: wrong })).toEqual({ kind: 'slot', contract: token, key, block: 9n, ours: value });
  const refused = { ...block, txs: [invoke(kernel, { calls: [], tamper: 'wrong_signature' })] };
  expect(verify(refused)).toMatchObject({ kind: 'rejected', transaction: 0 });
});

test('verify: after a wrong block the next one is judged by the state that the chain has', () => {
  const verifier = new Verifier(means, 'BICAMERAL');
  const block = committed();
  const nonce = { ...block.stateDiff, nonces: new Map([...block.stateDiff.nonces].map(([address]) => [address, toFelt(1)])) };
  const extra = { ...nonce, storage: new Map([...nonce.storage, ['0x77', new Map([['0x1', toFelt(5)]])]]) };
  expect(verifier.next({ ...block, stateDiff: extra })).toMatchObject({ kind: 'slot', contract: '0x77', ours: null });
  const empty = { info: contextAt(2).info, start: EMPTY_DIFF, txs: [], receipts: [], stateDiff: EMPTY_DIFF };
  expect(verifier.next(empty)).toBeNull();
});
