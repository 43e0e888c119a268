// A dropped class, all the way: read, declared, deployed through the universal deployer, invoked and called, by four validators on the Cairo VM. And what is
// refused on the way, with its place.
import { readFileSync } from 'node:fs';
import { hash as starknetHash, type CompiledSierra } from 'starknet';
import { describe, expect, test } from 'vitest';
import { decodeAll, decodeEvent, encodeAll } from '../../core/abi/codec.ts';
import { type Felt, feltFromAscii, toFelt } from '../../core/base/felt.ts';
import { required } from '../../core/base/assert.ts';
import { createKernel } from '../../core/crypto/create-kernel.ts';
import { memoKernel } from '../../core/crypto/memo-kernel.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import { deployCall, deployedIn } from '../../core/contracts/deploy-call.ts';
import { type GivenClass, type GivenFile, readGivenClass } from '../../core/contracts/read-class.ts';
import { callView } from '../../core/contracts/view-call.ts';
import { PREDEPLOYED_ACCOUNTS } from '../../core/exec/accounts.ts';
import { OWN_CLASSES } from '../../core/exec/own-classes.ts';
import { CALM_SPEC, worldOfSpec } from '../../core/scenarios/spec-world.ts';
import type { LogEvent } from '../../core/log/event.ts';
import { Cluster } from '../../core/sim/cluster.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { createMachines } from '../../core/sim/machines.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import type { TransactionIntent } from '../../core/types/intent.ts';
import { loadNodeCairo } from '../../scripts/node-cairo.ts';

const KERNEL = memoKernel(createKernel(), 100_000);
const textOf = (file: string): string => readFileSync(`public/classes/${file}`, 'utf8');
const COUNTER: readonly GivenFile[] = ['counter.casm.json', 'counter.abi.json'].map((name) => ({ name, text: textOf(name) }));
const read = (files: readonly GivenFile[], asked: readonly [number, number, number] = [1, 7, 0]) => readGivenClass(KERNEL, files, asked);
const given = (files: readonly GivenFile[]): GivenClass => {
  const result = read(files);
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.file} ${result.error.at}`);
  return result.value;
};
const casm = JSON.parse(textOf('counter.casm.json')) as Record<string, unknown>;
const file = (name: string, json: unknown): GivenFile => ({ name, text: JSON.stringify(json) });

describe('reading', () => {
  test('read class: our own files have the class hash that the network knows them by, marked as a placeholder', () => {
    const counter = given(COUNTER);
    expect(counter.file.classHash).toBe(OWN_CLASSES.find(({ name }) => name === 'counter')!.classHash);
    expect(counter.file.source).toEqual({ kind: 'placeholder', abi: textOf('counter.abi.json') });
    expect([counter.isVersionAsked, counter.sierraVersion]).toEqual([true, [1, 7, 0]]);
    expect(counter.selectors.external.map(String).toSorted()).toEqual(
      counter.abi!.functions.map(({ selector }) => String(selector)).toSorted(),
    );
  });

  test('read class: a class without an ABI has other hashes, and another Sierra version has another one', () => {
    const hashes = [read(COUNTER), read(COUNTER.slice(0, 1)), read(COUNTER, [1, 6, 0])].map((r) =>
      r.ok ? r.value.classHash : r.error.code,
    );
    expect(new Set(hashes).size).toBe(3);
    expect(read(COUNTER.slice(0, 1))).toMatchObject({ value: { abi: null } });
  });

  const entries = (type: string) => (casm['entry_points_by_type'] as Record<string, { selector: string }[]>)[type]!;
  const sierra = {
    sierra_program: ['0x1', '0x7', '0x0', '0x2', '0xc', '0x0', '0x1234'],
    contract_class_version: '0.1.0',
    entry_points_by_type: Object.fromEntries(
      ['EXTERNAL', 'L1_HANDLER', 'CONSTRUCTOR'].map((type, k) => [
        type,
        entries(type).map(({ selector }, i) => ({ selector, function_idx: 10 * k + i })),
      ]),
    ),
    abi: JSON.parse(textOf('counter.abi.json')) as unknown,
  };

  test('read class: a Sierra file beside it gives class hash and version; starknet.js computes the same hash', () => {
    const both = given([COUNTER[0]!, file('counter.sierra.json', sierra)]);
    const foreign = starknetHash.computeSierraContractClassHash(sierra as unknown as CompiledSierra);
    expect(both.file.classHash).toBe(`0x${BigInt(foreign).toString(16)}`);
    expect([both.isVersionAsked, both.file.source.kind]).toEqual([false, 'sierra']);
    expect(both.abi?.functions).toHaveLength(2);
  });

  const bad = (change: Record<string, unknown>): GivenFile => file('bad.casm.json', { ...casm, ...change });
  test.each([
    ['no JSON', [{ name: 'x.json', text: '{' }], 'NotJson', 'x.json', ''],
    ['nothing known', [file('x.json', { hello: 1 })], 'UnknownFile', 'x.json', ''],
    ['an ABI alone', [COUNTER[1]!], 'NoClass', '', ''],
    ['two classes', [COUNTER[0]!, { ...COUNTER[0]!, name: 'b' }], 'TwoOfAKind', 'b', 'casm'],
    ['Cairo 0', [file('zero.json', { program: { data: [] }, entry_points_by_type: {} })], 'Cairo0Class', 'zero.json', 'program'],
    ['another prime', [bad({ prime: '0x7' })], 'WrongPrime', 'bad.casm.json', 'prime'],
    ['an unknown hint', [bad({ hints: [[0, [{ Steal: {} }]]] })], 'UnknownHint', 'bad.casm.json', 'hints[0][1][0].Steal'],
    ['a broken ABI', [COUNTER[0]!, file('abi.json', [{ type: 'function', name: '<img>' }])], 'WrongShape', 'abi.json', 'abi[0].name'],
    [
      'a Sierra file of another class',
      [COUNTER[0]!, file('s.json', { ...sierra, entry_points_by_type: { ...sierra.entry_points_by_type, EXTERNAL: [] } })],
      'EntryPointsDiffer',
      's.json',
      'entry_points_by_type.EXTERNAL',
    ],
    [
      'an unknown Sierra version',
      [COUNTER[0]!, file('s.json', { ...sierra, sierra_program: ['0x2', '0x0', '0x0'] })],
      'SierraVersion',
      's.json',
      'sierra_program[0..2]',
    ],
    [
      'a program that fits in no frame',
      [COUNTER[0]!, file('s.json', { ...sierra, sierra_program: ['0x1', '0x7', '0x0', ...Array.from({ length: 40_000 }, () => '0x1')] })],
      'TooLargeForAFrame',
      's.json',
      expect.stringContaining('1048576'),
    ],
  ])('read class: %s is refused with file and place', (_, files, ...[code, name, where]) => {
    expect(read(files)).toEqual({ ok: false, error: { code, file: name, at: where } });
  });
});

const SECOND = 1_000_000;
const frame = { account: 2, nonce: null, tip: 0n, tamper: 'none' } as const;
const BOUNDS: TransactionIntent['resourceBounds'] = {
  l1Gas: { maxAmount: 0n, maxPricePerUnit: 10n ** 16n },
  l2Gas: { maxAmount: 1_000_000_000n, maxPricePerUnit: 2n * 10n ** 10n },
  l1DataGas: { maxAmount: 5_000n, maxPricePerUnit: 10n ** 14n },
};
const at = (t: number, intent: TransactionIntent): Intervention => ({
  t: toTimeUs(t),
  kind: 'send_tx',
  validator: toValidatorIndex(0),
  intent,
});
type Committed = LogEvent & { readonly kind: 'block_committed' };

test('contracts: a dropped class is declared, deployed, invoked and called through consensus, and all validators agree', () => {
  const spec = { ...CALM_SPEC, engine: 'cairo' } as const;
  const world = worldOfSpec(spec, 5);
  const counter = given(COUNTER);
  const abi = required(counter.abi, 'an ABI');
  const cairo = required(loadNodeCairo(world, [counter.file]).engines, 'engines');
  const intents: Intervention[] = [at(SECOND, { ...frame, resourceBounds: BOUNDS, declares: counter.classHash })];
  const cluster = () => new Cluster({ world, seed: 5, interventions: intents, createMachine: createMachines(world, 5, KERNEL, cairo) });
  const run = (until: number): { readonly events: readonly LogEvent[]; readonly blocks: readonly Committed[] } => {
    const { events } = cluster().advance(toTimeUs(until));
    const blocks = events.filter((event): event is Committed => event.kind === 'block_committed');
    return { events, blocks: blocks.filter(({ p }) => p === blocks[0]?.p) };
  };
  const receiptOf = (blocks: readonly Committed[], is: (tx: Committed['txs'][number]['tx']) => boolean) =>
    blocks.flatMap(({ txs, receipts }) => receipts.filter((_, i) => is(txs[i]!.tx))).at(-1);
  const mine = (tx: Committed['txs'][number]['tx']): boolean => tx.kind === 'invoke_v3' && tx.sender === PREDEPLOYED_ACCOUNTS[2]!.address;

  const first = run(8 * SECOND);
  expect(receiptOf(first.blocks, ({ kind }) => kind === 'declare_v3')?.status).toEqual({ kind: 'succeeded' });
  const start = encodeAll(
    abi.constructor!.inputs.map(({ type }) => type),
    [40n],
  );
  const deployment = { classHash: counter.classHash, salt: toFelt(1), isUnique: true, calldata: start };
  intents.push(at(8 * SECOND, { ...frame, resourceBounds: BOUNDS, calls: [deployCall(deployment)] }));

  const second = run(16 * SECOND);
  const [address] = deployedIn(required(receiptOf(second.blocks, mine), 'a receipt'));
  const increase = abi.functions.find(({ name }) => name === 'increase')!;
  const call = {
    to: required(address, 'an address'),
    selector: increase.selector,
    calldata: encodeAll(
      increase.inputs.map(({ type }) => type),
      [2n],
    ),
  };
  intents.push(at(16 * SECOND, { ...frame, resourceBounds: BOUNDS, calls: [call] }));

  const third = run(24 * SECOND);
  const receipt = required(receiptOf(third.blocks, mine), 'a receipt');
  expect(receipt.status).toEqual({ kind: 'succeeded' });
  const [emitted] = receipt.events.filter(({ from }) => from === call.to);
  const { event, values } = required(decodeEvent(abi.events, emitted!.keys, emitted!.data), 'an event');
  expect([event.name, ...values]).toEqual(['Increased', PREDEPLOYED_ACCOUNTS[2]!.address, 2n, 42n]);

  const last = required(third.blocks.at(-1), 'a block');
  const view = (selector: Felt, calldata: readonly Felt[] = []) =>
    callView(KERNEL, cairo, {
      info: last.info,
      chainId: feltFromAscii(world.chainId),
      diffs: third.blocks.map(({ stateDiff }) => stateDiff),
      address: call.to,
      selector,
      calldata,
    });
  const got = view(selectorOf('get'));
  expect(got.ok && decodeAll(abi.functions[0]!.outputs, got.value)).toEqual({ ok: true, value: [42n] });
  expect(view(selectorOf('nothing'))).toMatchObject({ ok: false });
  const roots = third.events.filter((e) => e.kind === 'block_root').map((e) => `${e.height} ${e.stateRoot}`);
  expect(new Set(roots).size * world.validators).toBeGreaterThanOrEqual(roots.length);
  expect(new Set(roots).size).toBe(new Set(third.events.filter((e) => e.kind === 'block_root').map((e) => e.height)).size);
});
