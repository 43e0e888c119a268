// Round trip of links, and links that are broken or hostile.
import { FAULT_KINDS, crashOf } from '../net/fault-fields.ts';
import type { FaultKind } from '../net/fault.ts';
import { ByteSink } from '../share/bytes.ts';
import { deflateSync } from 'fflate';
// oxlint-disable-next-line import/no-nodejs-modules -- reads a class of ours, in the test only
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME, toFelt } from '../base/felt.ts';
import { SHARE_BYTES_MAX, SHARE_CHARACTERS_MAX, TIMEOUT_US_MIN } from '../base/limits.ts';
import { STRK_ADDRESS, TRANSFER_SELECTOR, ACCOUNT_ADDRESSES } from '../types/genesis.ts';
import { toTimeUs, toValidatorIndex } from '../types/ids.ts';
import { arbitraryFault } from '../../tests/arbitrary-fault.ts';
import type { ClassFile } from '../types/engines.ts';
import type { InvokeIntent, TransactionIntent } from '../types/intent.ts';
import type { Intervention } from './intervention.ts';
import { CALM_SPEC } from '../scenarios/spec-world.ts';
import type { ScenarioSpec } from './spec.ts';
import { type SharedRun, decodeShare, encodeShare, misfit } from './share.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

const validator = fc.nat(99).map(toValidatorIndex);
const felt = fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }).map(toFelt);
const fault = arbitraryFault(100);
const limits = fc.record({
  maxAmount: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  maxPricePerUnit: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
});
const intentFrame = fc.record({
  account: fc.nat(9),
  nonce: fc.option(felt),
  tip: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  resourceBounds: fc.record({ l1Gas: limits, l2Gas: limits, l1DataGas: limits }),
  tamper: fc.constantFrom('none' as const, 'wrong_signature' as const),
});
const calls = fc.array(fc.record({ to: felt, selector: felt, calldata: fc.array(felt, { maxLength: 5 }) }), { maxLength: 3 });
const intent: fc.Arbitrary<TransactionIntent> = fc
  .tuple(intentFrame, fc.oneof(fc.record({ calls }), fc.record({ declares: felt })))
  .map(([frame, what]) => ({ ...frame, ...what }));
const frameId = fc.tuple(fc.nat(1_600), fc.nat(100_000)).map(([p, n]) => `${p}:${n}`);
const splices = fc.array(fc.record({ at: fc.nat(1_000), remove: fc.nat(10), insert: fc.uint8Array({ maxLength: 8 }) }), { maxLength: 3 });
const intervention: fc.Arbitrary<Intervention> = fc.nat(1_000_000_000).chain((at) => {
  const t = toTimeUs(at);
  return fc.oneof(
    fc.record({ t: fc.constant(t), kind: fc.constant('send_tx' as const), validator, intent }),
    fc.record({ t: fc.constant(t), kind: fc.constant('fault_on' as const), id: fc.nat(1_000), fault }),
    fc.record({ t: fc.constant(t), kind: fc.constant('fault_off' as const), id: fc.nat(1_000) }),
    fc.record({ t: fc.constant(t), kind: fc.constant('deliver' as const), validator, frame: frameId }),
    fc.record({ t: fc.constant(t), kind: fc.constant('edit_frame' as const), to: validator, frame: frameId, splices }),
    fc.record({
      t: fc.constant(t),
      kind: fc.constant('configure' as const),
      fromHeight: fc.integer({ min: 1, max: 1_000 }),
      validators: fc.option(fc.array(validator, { minLength: 1, maxLength: 4 })),
      change: fc.oneof(
        fc.record({ kind: fc.constant('quorum' as const), quorum: fc.constantFrom('byzantine' as const, 'honest' as const) }),
        fc.record({ kind: fc.constant('power' as const), validator, weight: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
        fc.constantFrom('propose' as const, 'prevote' as const, 'precommit' as const).chain((step) =>
          fc.record({
            kind: fc.constant('timeout' as const),
            step: fc.constant(step),
            baseUs: fc.integer({ min: TIMEOUT_US_MIN[step], max: 60_000_000 }),
            deltaUs: fc.nat(60_000_000),
            maxUs: fc.integer({ min: TIMEOUT_US_MIN[step], max: 60_000_000 }),
          }),
        ),
        fc.record({
          kind: fc.constant('proposer_rule' as const),
          useOnlyActualProposerSelection: fc.boolean(),
          requireVirtualProposerVote: fc.boolean(),
        }),
        fc.record({ kind: fc.constant('preset' as const), preset: fc.constantFrom('code-defaults' as const, 'mainnet' as const) }),
        fc.record({
          kind: fc.constant('bridge' as const),
          transport: fc.constantFrom('apollo' as const, 'seed-stream' as const),
          preset: fc.constantFrom('local' as const, 'remote' as const),
        }),
        fc.record({ kind: fc.constant('batcher_mode' as const), mode: fc.constantFrom('round_robin' as const, 'failover' as const) }),
      ),
    }),
  );
});
const shared: fc.Arbitrary<SharedRun> = fc.record({
  run: fc.record({
    scenario: fc.stringMatching(/^[a-z0-9-]{1,40}$/),
    seed: fc.nat(0xffff_ffff),
    interventions: fc.array(intervention, { maxLength: 12 }).map((list) => list.toSorted((a, b) => a.t - b.t)),
    coreVersion: fc.nat(1_000),
  }),
  cursor: fc.nat(1_000_000_000).map(toTimeUs),
  fingerprint: fc.stringMatching(/^[0-9a-f]{8,32}$/),
});

const anyLook = fc.record({
  drawer: fc.option(fc.nat(60)),
  tab: fc.nat(60),
  camera: fc.option(
    fc.record({ x: fc.integer({ min: -1_000_000, max: 1_000_000 }), y: fc.integer({ min: -9_999, max: 9_999 }), percent: fc.nat(10_000) }),
  ),
});

const transfer = (t: number): Intervention => ({
  t: toTimeUs(t),
  kind: 'send_tx',
  validator: toValidatorIndex(t % 4),
  intent: {
    account: t % 10,
    calls: [
      { to: STRK_ADDRESS, selector: TRANSFER_SELECTOR, calldata: [ACCOUNT_ADDRESSES[(t + 1) % 10]!, toFelt(10n ** 18n), toFelt(0n)] },
    ],
    nonce: null,
    tip: 0n,
    resourceBounds: {
      l1Gas: { maxAmount: 0n, maxPricePerUnit: 10n ** 16n },
      l2Gas: { maxAmount: 10_000_000n, maxPricePerUnit: 2n * 10n ** 10n },
      l1DataGas: { maxAmount: 2_000n, maxPricePerUnit: 10n ** 14n },
    },
    tamper: 'none',
  },
});
const sample = (interventions: readonly Intervention[]): SharedRun => ({
  run: { scenario: 'quiet-proposer', seed: 7, interventions, coreVersion: 1 },
  cursor: toTimeUs(12_345_678),
  fingerprint: '0123456789abcdef',
});

test('share link: decoding what was encoded gives the same run', () => {
  fc.assert(
    fc.property(shared, fc.option(anyLook), (run, seen) => {
      const value = seen === null ? run : { ...run, look: seen };
      expect(decodeShare(encodeShare(value))).toEqual({ ok: true, value });
    }),
  );
});

/** Room for origin, path and language in front of the payload. */
const ADDRESS = 100;

test('share link: a plain run takes at most 300 characters and one with 50 transfers at most 2000', () => {
  expect(encodeShare(sample([])).length).toBeLessThan(300 - ADDRESS);
  expect(encodeShare(sample(Array.from({ length: 50 }, (_, i) => transfer(1_000_000 + 137_911 * i)))).length).toBeLessThan(2_000 - ADDRESS);
});

test('share link: 50 random interventions of every kind take less than 2000 characters', () => {
  const transfers = fc.record({
    at: fc.nat(600_000_000),
    from: fc.nat(9),
    to: fc.nat(9),
    amount: fc.bigInt({ min: 1n, max: 10n ** 21n }),
    validator: fc.nat(6),
  });
  const paid = transfers.map(({ at, from, to, amount, validator: index }): Intervention => {
    const { intent: model } = transfer(0) as Extract<Intervention, { readonly kind: 'send_tx' }> & { readonly intent: InvokeIntent };
    const sent = [{ ...model.calls[0]!, calldata: [ACCOUNT_ADDRESSES[to]!, toFelt(amount), toFelt(0n)] }];
    return { t: toTimeUs(at), kind: 'send_tx', validator: toValidatorIndex(index), intent: { ...model, account: from, calls: sent } };
  });
  const broken = fc.record({ at: fc.nat(600_000_000), id: fc.integer({ min: 1_000, max: 1_050 }), fault: arbitraryFault(7) });
  const others = intervention.filter((item) => item.kind !== 'send_tx' && item.kind !== 'fault_on');
  const any = fc.oneof(
    paid,
    others,
    broken.map(({ at, id, fault: what }): Intervention => ({ t: toTimeUs(at), kind: 'fault_on', id, fault: what })),
  );
  fc.assert(
    fc.property(fc.array(any, { minLength: 50, maxLength: 50 }), (list) => {
      const payload = encodeShare(sample(list.toSorted((a, b) => a.t - b.t)));
      expect(payload.length).toBeLessThan(2_000 - ADDRESS);
    }),
  );
});

test("share link: the validator that is looked at and a scenario of one's own travel along", () => {
  const spec: ScenarioSpec = { ...CALM_SPEC, title: '两个批处理器 <b>', validators: 5 };
  const value: SharedRun = { ...sample([transfer(5)]), run: { ...sample([]).run, scenario: 'custom', spec }, validator: 3 };
  expect(decodeShare(encodeShare(value))).toEqual({ ok: true, value });
});

test('share link: the classes that a run brings along travel with it, and nothing is written where there are none', () => {
  const text = readFileSync('public/classes/counter.casm.json', 'utf8');
  const classes: readonly ClassFile[] = [
    { classHash: '0xc1', casm: text, sierraVersion: [1, 7, 0], source: { kind: 'placeholder', abi: '[]' } },
    { classHash: '0xc2', casm: '{}', sierraVersion: [1, 6, 12], source: { kind: 'sierra', text: '{"sierra_program": []}' } },
  ];
  const plain = sample([transfer(5)]);
  const value: SharedRun = { ...plain, run: { ...plain.run, classes } };
  const look = { drawer: null, tab: 0, camera: null };
  expect(decodeShare(encodeShare(value))).toEqual({ ok: true, value });
  expect(decodeShare(encodeShare({ ...value, look }))).toEqual({ ok: true, value: { ...value, look } });
  expect(encodeShare({ ...plain, run: { ...plain.run, classes: [] } })).toBe(encodeShare(plain));
});

test('share link: panels and camera take at most 12 characters, and a link without them ends where it always did', () => {
  const before = sample([transfer(5)]);
  const look = { drawer: 7, tab: 2, camera: { x: -1_234, y: 567, percent: 118 } };
  for (const value of [
    { ...before, look },
    { ...before, look: { ...look, camera: null } },
    { ...before, look: { ...look, drawer: null }, validator: 3 },
  ])
    expect(decodeShare(encodeShare(value))).toEqual({ ok: true, value });
  expect(encodeShare({ ...before, look }).length - encodeShare(before).length).toBeLessThanOrEqual(12);
  // A link as pages made it before there were looks.
  const old = '2AghhbGwtd2VsbAcFEAEjRWeJq83vAAA';
  expect(decodeShare(old)).toMatchObject({ ok: true, value: { cursor: 5, fingerprint: '0123456789abcdef' } });
  expect(decodeShare(old)).not.toHaveProperty('value.look');
});

test('share link: what stands after a run is a look or a refusal', () => {
  const wrong = (...bytes: readonly number[]): unknown =>
    decodeShare(pack({ items: (sink) => [0, ...bytes].forEach((byte) => sink.uint(byte)) }));
  expect(wrong(1, 8, 2, 0)).toMatchObject({ ok: true, value: { look: { drawer: 7, tab: 2, camera: null } } });
  expect(wrong(0)).toMatchObject({ ok: false, error: { at: 'look' } });
  expect(wrong(3)).toMatchObject({ ok: false, error: { at: 'look' } });
  expect(wrong(2)).toMatchObject({ ok: false, error: { at: 'classes' } });
  expect(wrong(1)).toMatchObject({ ok: false, error: { at: 'look.drawer' } });
  expect(wrong(1, 62, 0, 0)).toMatchObject({ ok: false, error: { at: 'look.drawer' } });
  expect(wrong(1, 0, 0, 10_002)).toMatchObject({ ok: false, error: { at: 'look.camera' } });
  expect(wrong(1, 0, 0, 101, 2_000_002, 0)).toMatchObject({ ok: false, error: { at: 'look.x' } });
  expect(wrong(1, 0, 0, 0, 0)).toMatchObject({ ok: false, error: { at: 'look' } });
});

test('share link: any text decodes to a value or to a refusal and never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(typeof decodeShare(text).ok).toBe('boolean');
      expect(typeof decodeShare(`2${text}`).ok).toBe('boolean');
    }),
  );
});

test('share link: one changed or missing character gives a refusal or another checked run, never an exception', () => {
  const payload = encodeShare(sample([transfer(1_000_000), transfer(2_000_000)]));
  for (let i = 0; i < payload.length; i++) {
    for (const bad of [
      payload.slice(0, i),
      `${payload.slice(0, i)}A${payload.slice(i + 1)}`,
      `${payload.slice(0, i)}<${payload.slice(i + 1)}`,
    ]) {
      const result = decodeShare(bad);
      const outcome = result.ok ? encodeShare(result.value) : result.error.code;
      expect(outcome).toMatch(/^(?:[23][A-Za-z0-9_-]+|[A-Z][A-Za-z0-9]+)$/);
    }
  }
});

/** The bytes of a link, field by field, so that any of them can be wrong. */
type Fields = {
  readonly version: number;
  readonly scenario: string;
  readonly seed: number;
  readonly cursor: number;
  readonly digits: number;
  readonly items: (sink: ByteSink) => void;
};
const GOOD: Fields = { version: 1, scenario: 'all-well', seed: 7, cursor: 5, digits: 16, items: (sink) => sink.uint(0) };
const pack = (change: Partial<Fields>): string => {
  const { version, scenario, seed, cursor, digits, items } = { ...GOOD, ...change };
  const sink = new ByteSink();
  sink.uint(version);
  sink.text(scenario);
  sink.uint(seed);
  sink.uint(cursor);
  sink.uint(digits);
  sink.raw(new Uint8Array(Math.min(1_000, Math.ceil(digits / 2))));
  sink.uint(0);
  items(sink);
  return `2${base64(sink.finish())}`;
};
/** One item at time 5 of this kind (place in the list of kinds), then numbers. */
const item =
  (kind: number, ...numbers: readonly number[]): Fields['items'] =>
  (sink) => {
    sink.uint(1);
    for (const number of [5, kind, ...numbers]) sink.uint(number);
  };
const faultKind = (kind: FaultKind): number => 5 + FAULT_KINDS.indexOf(kind);

const hostile: readonly (readonly [string, string])[] = [
  ['version', pack({ version: 2 ** 40 })],
  ['scenario', pack({ scenario: '<img src=x onerror=alert(1)>' })],
  ['scenario', pack({ scenario: 'x'.repeat(81) })],
  ['scenario', pack({ scenario: 'ALL' })],
  ['scenario', pack({ scenario: '' })],
  ['spec', pack({ scenario: 'custom' })],
  ['seed', pack({ seed: 2 ** 32 })],
  ['cursor', pack({ cursor: 2 ** 50 })],
  ['fingerprint', pack({ digits: 7 })],
  ['fingerprint', pack({ digits: 33 })],
  ['interventions', pack({ items: (sink) => sink.uint(1_001) })],
  ['intervention.t', pack({ items: (sink) => sink.uint(1) })],
  ['intervention.t', pack({ items: (sink) => [1, 2 ** 45, 1, 0].forEach((n) => sink.uint(n)) })],
  ['intervention.kind', pack({ items: item(5 + FAULT_KINDS.length) })],
  ['intervention.id', pack({ items: item(1, 2 ** 40) })],
  ['fault.validator', pack({ items: item(faultKind('crash'), 0, 104) })],
  ['fault.part', pack({ items: item(faultKind('crash'), 0, 1, 3) })],
  ['fault.side', pack({ items: item(faultKind('partition'), 0, 2, 1, 1) })],
  ['fault.filter.what', pack({ items: item(faultKind('drop'), 0, 0, 0, 6) })],
  ['fault.ppm', pack({ items: item(faultKind('drop'), 0, 0, 0, 0, 0, 0) })],
  ['fault.byUs', pack({ items: item(faultKind('clock_skew'), 0, 1, 2 ** 50) })],
  ['intervention.validator', pack({ items: item(0, 104) })],
  ['intent.account', pack({ items: item(0, 1, 20) })],
  ['bounds', pack({ items: item(0, 1, 0, 0, 0, 9) })],
  ['change.kind', pack({ items: item(4, 1, 0, 7) })],
  ['change.transport', pack({ items: item(4, 1, 0, 5, 2) })],
  ['change.mode', pack({ items: item(4, 1, 0, 6, 2) })],
  ['splice.insert', pack({ items: item(2, 0, 0, 0, 1, 0, 0, 5_000) })],
  ['look', pack({ items: (sink) => [0, 0].forEach((n) => sink.uint(n)) })],
];

test.each(hostile)('share link: a payload with a wrong %s is refused by name', (at, payload) => {
  expect(decodeShare(payload)).toEqual({ ok: false, error: { code: 'WrongShape', at } });
});

test('share link: too long, foreign, truncated and exploding payloads are refused', () => {
  expect(decodeShare('2'.repeat(SHARE_CHARACTERS_MAX + 1))).toEqual({ ok: false, error: { code: 'TooLong' } });
  expect(decodeShare('')).toEqual({ ok: false, error: { code: 'UnknownFormat' } });
  expect(decodeShare('1AAAA')).toEqual({ ok: false, error: { code: 'UnknownFormat' } });
  expect(decodeShare('2')).toEqual({ ok: false, error: { code: 'NotBase64' } });
  expect(decodeShare('2<script>')).toEqual({ ok: false, error: { code: 'NotBase64' } });
  expect(decodeShare('3____')).toEqual({ ok: false, error: { code: 'NotDeflate' } });
  expect(decodeShare(`3${base64(deflateSync(new Uint8Array(2 * SHARE_BYTES_MAX)))}`)).toEqual({ ok: false, error: { code: 'TooLarge' } });
});

test('share link: any bytes decode to a value or to a refusal and never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const read = decodeShare(`2${base64(bytes)}`);
      expect(read.ok || read.error.code === 'WrongShape' || bytes.length === 0).toBe(true);
    }),
  );
});

test('share link: the numbers of the fault kinds are part of the format', () => {
  // A new kind goes to the end of its table, or the format digit changes.
  expect(FAULT_KINDS.slice(0, 39).join(' ')).toBe(
    [
      'crash pause clock_skew l1_delay hold_inbox drop drop_first delay jitter duplicate corrupt partition',
      'one_way_cut drop_part withhold_fin reorder_stream reuse_stream_id oversize_stream equivocate double_vote',
      'always_nil late_vote withhold_votes wrong_commitment invalid_transaction impersonate quiet_proposer',
      'tamper_sync bridge_cut bridge_slow bridge_duplicate heartbeat_loss slow_committer slow_batcher wrong_execution',
      'gas_price_disagreement abort_validation one_tx_too_many recorder_down',
    ].join(' '),
  );
});

test('share link: interventions that name what the run does not have are a misfit', () => {
  const t = toTimeUs(5);
  const facts = {
    validators: 4,
    followers: [],
    inputs: [{ t, kind: 'fault_on', id: 1, fault: crashOf(toValidatorIndex(0)) }] as const,
  };
  expect(misfit([{ t, kind: 'fault_off', id: 1 }, transfer(3)], facts)).toBeNull();
  expect(misfit([{ t, kind: 'fault_off', id: 2 }], facts)).toEqual({ code: 'WrongShape', at: 'intervention.id' });
  expect(misfit([{ t, kind: 'fault_on', id: 1, fault: crashOf(toValidatorIndex(0)) }], facts)).not.toBeNull();
  const crash = { t, kind: 'fault_on', id: 9, fault: crashOf(toValidatorIndex(4)) } as const;
  expect(misfit([crash], facts)).not.toBeNull();
  expect(misfit([crash], { ...facts, followers: ['state_diffs'] })).toBeNull();
});
