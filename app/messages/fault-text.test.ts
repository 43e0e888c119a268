// What a sentence about a fault or a setting adds to its news.
import { expect, test } from 'vitest';
import type { Fault } from '../../core/net/fault.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import { EN } from './catalogue.ts';
import { deedFacts, interventionText } from './fault-text.ts';
import { enMore } from './more/en.ts';
import { type Translate, translator } from './translate.ts';
import { zh } from './zh.ts';

const en: Translate = translator({ ...EN, ...enMore });
const name = (index: number): string => `V${index + 1}`;
const V1 = toValidatorIndex(0);
const V2 = toValidatorIndex(1);
const on = (id: number, fault: Fault): Intervention => ({ t: toTimeUs(1), kind: 'fault_on', id, fault });
const off = (id: number): Intervention => ({ t: toTimeUs(2), kind: 'fault_off', id });
const drop = { kind: 'drop', filter: { from: V1, to: null, what: 'prevote', height: 3 }, ppm: 250_000 } as const;

test('deed facts: loss says which messages and how many, when it begins and when it ends', () => {
  const list = [on(1, { kind: 'pause', validator: V2 }), on(2, drop), off(2), off(1)];
  expect(deedFacts(en, list, 1, name)).toBe(' (prevotes from V1 to anyone, height 3, 25 %)');
  expect(deedFacts(en, list, 2, name)).toBe(' (prevotes from V1 to anyone, height 3)');
  expect(deedFacts(translator(zh), list, 1, name)).toBe('（V1 发给 任何人 的预投票，高度 3，25 %）');
});

test('deed facts: what the news says already is not said twice', () => {
  const crash = { kind: 'crash', validator: V1, part: 'both', instance: null, storage: 'keep' } as const;
  const list = [on(1, crash), on(2, { ...crash, part: 'batcher', storage: 'lose' }), on(3, { kind: 'pause', validator: V1 })];
  expect(list.map((_, i) => deedFacts(en, list, i, name))).toEqual(['', ' (batcher only, storage is lost)', '']);
});

test('deed facts: a cut names its sides, and its end does not: they are one again', () => {
  const list = [on(1, { kind: 'partition', side: [V1, V2] }), on(2, { kind: 'one_way_cut', from: [V1], to: [V2] })];
  expect(deedFacts(en, list, 0, name)).toBe(' (V1, V2 apart from all others)');
  expect(deedFacts(en, list, 1, name)).toBe(' (from V1, to V2)');
  expect(deedFacts(en, [...list, off(1)], 2, name)).toBe('');
});

test('deed facts: a setting says its value and from which height on; an end without a beginning and a transfer say nothing', () => {
  const change: Intervention = {
    t: toTimeUs(1),
    kind: 'configure',
    fromHeight: 4,
    validators: null,
    change: { kind: 'power', validator: V2, weight: 7n },
  };
  const list = [change, off(9)];
  expect(deedFacts(en, list, 0, name)).toBe(' (voting power: V2 7, from height 4 on)');
  expect(interventionText(en, change, name)).toBe('voting power: V2 7, from height 4 on');
  expect(deedFacts(en, list, 1, name)).toBe('');
  expect(deedFacts(en, list, 2, name)).toBe('');
});
