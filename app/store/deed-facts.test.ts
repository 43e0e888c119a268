// Which intervention a step of the log tells of: the page lacks the scenario's transactions, the log counts them.
import { expect, test } from 'vitest';
import type { Intervention } from '../../core/sim/intervention.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import { EN } from '../messages/catalogue.ts';
import { enMore } from '../messages/more/en.ts';
import { translator } from '../messages/translate.ts';
import { factsOf } from './deed-facts.ts';
import type { RunState } from './run-state.ts';

const t = translator({ ...EN, ...enMore });
const T0 = toTimeUs(0);
const dropTo = (to: number, id: number): Intervention => ({
  t: T0,
  kind: 'fault_on',
  id,
  fault: { kind: 'drop', filter: { from: null, to: toValidatorIndex(to), what: 'any', height: null }, ppm: 1_000_000 },
});
const mark = (index: number): unknown => ({ kind: 'intervention', index, what: 'fault_on drop', t: T0, step: 1, validator: 0 });

/** The scenario has two transactions, two drops and a transaction; the user a drop of their own. */
const state = {
  info: { inputCount: 5, inputs: [dropTo(0, 1), dropTo(1, 2)] },
  run: { interventions: [dropTo(2, 1_000)] },
  line: { validators: 4, marks: [mark(2), mark(2), mark(3)] },
} as unknown as RunState;

const facts = (index: number, what = 'fault_on drop'): string => factsOf(t, state, { index, t: T0, what });

test('deed facts: two of a kind at one moment are told apart, and the user’s come after all inputs of the scenario', () => {
  expect(facts(2)).toBe(' (everything from anyone to V1, any height, 100 %)');
  expect(facts(3)).toBe(' (everything from anyone to V2, any height, 100 %)');
  expect(facts(5)).toBe(' (everything from anyone to V3, any height, 100 %)');
});

test('deed facts: what cannot be found says nothing', () => {
  expect(facts(2, 'fault_on delay')).toBe('');
  expect(facts(9)).toBe('');
  expect(factsOf(t, { ...state, info: null }, { index: 2, t: T0, what: 'fault_on drop' })).toBe('');
});
