// Round trip of links, and links that are broken or hostile.
import { crashOf } from '../net/fault-fields.ts';
import { deflateSync } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME, toFelt } from '../base/felt.ts';
import { SHARE_BYTES_MAX } from '../base/limits.ts';
import { STRK_ADDRESS, TRANSFER_SELECTOR, ACCOUNT_ADDRESSES } from '../types/genesis.ts';
import { toTimeUs, toValidatorIndex } from '../types/ids.ts';
import { arbitraryFault } from '../../tests/arbitrary-fault.ts';
import type { Intervention } from './intervention.ts';
import { type SharedRun, decodeShare, encodeShare, misfit } from './share.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const payloadOf = (value: unknown): string => `1${base64(deflateSync(Buffer.from(JSON.stringify(value))))}`;

const validator = fc.nat(99).map(toValidatorIndex);
const felt = fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }).map(toFelt);
const fault = arbitraryFault(100);
const limits = fc.record({
  maxAmount: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  maxPricePerUnit: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
});
const intent = fc.record({
  account: fc.nat(9),
  calls: fc.array(fc.record({ to: felt, selector: felt, calldata: fc.array(felt, { maxLength: 5 }) }), { maxLength: 3 }),
  nonce: fc.option(felt),
  tip: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  resourceBounds: fc.record({ l1Gas: limits, l2Gas: limits, l1DataGas: limits }),
  tamper: fc.constantFrom('none' as const, 'wrong_signature' as const),
});
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
        fc.record({
          kind: fc.constant('timeout' as const),
          step: fc.constantFrom('propose' as const, 'prevote' as const, 'precommit' as const),
          baseUs: fc.integer({ min: 1_000, max: 60_000_000 }),
          deltaUs: fc.nat(60_000_000),
          maxUs: fc.integer({ min: 1_000, max: 60_000_000 }),
        }),
        fc.record({
          kind: fc.constant('proposer_rule' as const),
          useOnlyActualProposerSelection: fc.boolean(),
          requireVirtualProposerVote: fc.boolean(),
        }),
        fc.record({ kind: fc.constant('preset' as const), preset: fc.constantFrom('code-defaults' as const, 'mainnet' as const) }),
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
    fc.property(shared, (value) => {
      expect(decodeShare(encodeShare(value))).toEqual({ ok: true, value });
    }),
  );
});

test('share link: a plain run takes at most 300 characters and one with 50 transfers at most 2000', () => {
  expect(encodeShare(sample([])).length).toBeLessThan(280);
  expect(encodeShare(sample(Array.from({ length: 50 }, (_, i) => transfer(1_000_000 + 137_911 * i)))).length).toBeLessThan(1_980);
});

test('share link: any text decodes to a value or to a refusal and never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(typeof decodeShare(text).ok).toBe('boolean');
      expect(typeof decodeShare(`1${text}`).ok).toBe('boolean');
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
      expect(outcome).toMatch(/^(?:1[A-Za-z0-9_-]+|[A-Z][A-Za-z0-9]+)$/);
    }
  }
});

const good: readonly unknown[] = [1, 'all-well', 7, 5, '0123456789abcdef', []];
const hostile: readonly (readonly [string, unknown])[] = [
  ['link', {}],
  ['link', [1]],
  ['version', good.with(0, -1)],
  ['scenario', good.with(1, '<img src=x onerror=alert(1)>')],
  ['scenario', good.with(1, 'x'.repeat(81))],
  ['scenario', good.with(1, 'ALL')],
  ['seed', good.with(2, 2 ** 32)],
  ['seed', good.with(2, 1.5)],
  ['cursor', good.with(3, 1e18)],
  ['fingerprint', good.with(4, 'abc')],
  ['fingerprint', good.with(4, 'javascript:alert(1)')],
  ['interventions', good.with(5, 'x')],
  [
    'interventions',
    good.with(
      5,
      Array.from({ length: 1_001 }, () => [0, 'o', 1]),
    ),
  ],
  [
    'interventions.order',
    good.with(5, [
      [5, 'o', 1],
      [4, 'o', 1],
    ] as never),
  ],
  ['intervention.kind', good.with(5, [[5, 'x', 1]])],
  ['fault.kind', good.with(5, [[5, 'f', 1, ['eval', 0]]])],
  ['fault.ppm', good.with(5, [[5, 'f', 1, ['drop', [null, null, 'any', null], 1_000_001]]])],
  ['fault.filter.what', good.with(5, [[5, 'f', 1, ['drop', [null, null, '__proto__', null], 1]]])],
  ['intervention.validator', good.with(5, [[5, 't', 100, []]])],
  ['intent', good.with(5, [[5, 't', 0, []]])],
  [
    'call.to',
    good.with(5, [
      [
        5,
        't',
        0,
        [
          0,
          [['f'.repeat(64), '0', []]],
          null,
          '0',
          [
            ['0', '0'],
            ['0', '0'],
            ['0', '0'],
          ],
          0,
        ],
      ],
    ] as never),
  ],
];

test.each(hostile)('share link: a payload with a wrong %s is refused by name', (at, value) => {
  expect(decodeShare(payloadOf(value))).toEqual({ ok: false, error: { code: 'WrongShape', at } });
});

test('share link: too long, foreign, truncated and exploding payloads are refused', () => {
  expect(decodeShare('1'.repeat(70_000))).toEqual({ ok: false, error: { code: 'TooLong' } });
  expect(decodeShare('')).toEqual({ ok: false, error: { code: 'UnknownFormat' } });
  expect(decodeShare('9AAAA')).toEqual({ ok: false, error: { code: 'UnknownFormat' } });
  expect(decodeShare('1')).toEqual({ ok: false, error: { code: 'NotBase64' } });
  expect(decodeShare('1<script>')).toEqual({ ok: false, error: { code: 'NotBase64' } });
  expect(decodeShare('1____')).toEqual({ ok: false, error: { code: 'NotDeflate' } });
  expect(decodeShare(payloadOf(['x'.repeat(2 * SHARE_BYTES_MAX)]))).toEqual({ ok: false, error: { code: 'TooLarge' } });
  expect(decodeShare(`1${base64(deflateSync(Buffer.from('["ü"]')))}`)).toEqual({ ok: false, error: { code: 'NotText' } });
  expect(decodeShare(`1${base64(deflateSync(Buffer.from('[1,2')))}`)).toEqual({ ok: false, error: { code: 'NotText' } });
});

test('share link: interventions that name what the run does not have are a misfit', () => {
  const t = toTimeUs(5);
  const facts = {
    validators: 4,
    inputs: [{ t, kind: 'fault_on', id: 1, fault: crashOf(toValidatorIndex(0)) }] as const,
  };
  expect(misfit([{ t, kind: 'fault_off', id: 1 }, transfer(3)], facts)).toBeNull();
  expect(misfit([{ t, kind: 'fault_off', id: 2 }], facts)).toEqual({ code: 'WrongShape', at: 'intervention.id' });
  expect(misfit([{ t, kind: 'fault_on', id: 1, fault: crashOf(toValidatorIndex(0)) }], facts)).not.toBeNull();
  expect(misfit([{ t, kind: 'fault_on', id: 9, fault: crashOf(toValidatorIndex(4)) }], facts)).not.toBeNull();
});
