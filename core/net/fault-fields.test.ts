// Goal: the table of faults describes every kind completely, and nothing from outside that it does not describe becomes a fault.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryFault, arbitraryFaultOf } from '../../tests/arbitrary-fault.ts';
import { toValidatorIndex } from '../types/ids.ts';
import { FAULT_GROUPS, FAULT_KINDS, checkFault, crashOf, validatorsOfFault } from './fault-fields.ts';

const NODES = 7;

test('fault table: there are at least 24 kinds, six of execution or bridge among them', () => {
  expect(FAULT_KINDS.length).toBeGreaterThanOrEqual(24);
  const inside = FAULT_KINDS.filter((kind) => FAULT_GROUPS[kind] === 'execution' || FAULT_GROUPS[kind] === 'bridge');
  expect(inside.length).toBeGreaterThanOrEqual(6);
});

test.each(FAULT_KINDS)('fault table: %s comes back from JSON as it was', (kind) => {
  fc.assert(
    fc.property(arbitraryFaultOf(kind, NODES), (fault) => {
      expect(checkFault(JSON.parse(JSON.stringify(fault)), NODES)).toEqual({ ok: true, value: fault });
    }),
    { numRuns: 30 },
  );
});

test('fault table: no validator beyond the network passes, wherever it is named', () => {
  fc.assert(
    fc.property(arbitraryFault(2 * NODES), (fault) => {
      const isInside = validatorsOfFault(fault).every((v) => v < NODES);
      expect(checkFault(fault, NODES).ok).toBe(isInside);
    }),
  );
});

test.each([
  ['nothing', null, 'fault.kind'],
  ['an unknown kind', { kind: 'meteor' }, 'fault.kind'],
  ['a kind from the prototype', { kind: 'constructor' }, 'fault.kind'],
  ['a missing field', { kind: 'clock_skew', validator: 0 }, 'fault.byUs'],
  ['an unknown field', { ...crashOf(toValidatorIndex(0)), loud: true }, 'fault.loud'],
  ['markup as a field', { ...crashOf(toValidatorIndex(0)), '<b>': 1 }, 'fault.?'],
  ['a fraction', { kind: 'bridge_slow', validator: 0, byUs: 1.5 }, 'fault.byUs'],
  ['an empty side', { kind: 'partition', side: [] }, 'fault.side'],
  ['a side that names one twice', { kind: 'partition', side: [1, 1] }, 'fault.side'],
  ['a wrong filter', { kind: 'drop', filter: { what: 'everything' }, ppm: 1 }, 'fault.filter.what'],
])('fault table: %s is refused with its place', (_what, value, at) => {
  expect(checkFault(value, NODES)).toEqual({ ok: false, error: { code: 'WrongShape', at } });
});

test('fault table: any JSON is a fault or a refusal, never an exception', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => typeof checkFault(value, NODES).ok === 'boolean'));
});
