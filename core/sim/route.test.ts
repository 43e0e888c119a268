// Goal: an intervention reaches exactly the processes that it concerns, and one of them announces it. Method: a table of who hears of which kind in a
// network of three validators with two batchers each, and laws over random faults.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryFault } from '../../tests/arbitrary-fault.ts';
import { FAULT_FIELDS, FAULT_KINDS, crashOf } from '../net/fault-fields.ts';
import type { Fault, FaultKind, FrameFilter } from '../net/fault.ts';
import { type ProcessId, slotOf, toProcessId, toTimeUs, toValidatorIndex, validatorOf } from '../types/ids.ts';
import type { Intervention } from './intervention.ts';
import type { QueuedInput } from './queue.ts';
import { numberInterventions, routeIntervention } from './route.ts';

const NODES = 3;
const V = toValidatorIndex;
const PROCESSES: readonly ProcessId[] = [0, 1, 2].flatMap((v) => [0, 1, 2].map((slot) => toProcessId(v, slot)));
const ANY: FrameFilter = { from: null, to: null, what: 'any', height: null };

type Heard = { readonly process: string; readonly input: QueuedInput };

const heardOf = (list: readonly Intervention[], at: number): readonly Heard[] => {
  const numbered = numberInterventions(list)[at]!;
  return PROCESSES.flatMap((id) => {
    const input = routeIntervention(numbered, id);
    return input === null ? [] : [{ process: `${validatorOf(id)}.${slotOf(id)}`, input }];
  });
};
const onOff = (fault: Fault): readonly Intervention[] => [
  { t: toTimeUs(1), kind: 'fault_on', id: 1_000, fault },
  { t: toTimeUs(2), kind: 'fault_off', id: 1_000 },
];

const LINK = (from: number | null): Fault => ({ kind: 'drop', filter: { ...ANY, from: from === null ? null : V(from) }, ppm: 1 });
const crash = (part: 'both' | 'consensus' | 'batcher', instance: number | null = null): Fault => ({ ...crashOf(V(1)), part, instance });

test.each<[string, Fault, readonly string[]]>([
  ['a crash of both', crash('both'), ['1.0', '1.1', '1.2']],
  ['a crash of consensus', crash('consensus'), ['1.0']],
  ['a crash of all batchers, which consensus notices', crash('batcher'), ['1.0', '1.1', '1.2']],
  ['a crash of one batcher', crash('batcher', 2), ['1.0', '1.2']],
  ['a pause', { kind: 'pause', validator: V(1) }, ['1.0', '1.1', '1.2']],
  ['a held inbox', { kind: 'hold_inbox', validator: V(1) }, ['1.0']],
  ['a clock', { kind: 'clock_skew', validator: V(1), byUs: 5 }, ['1.0', '1.1', '1.2']],
  ['a lie', { kind: 'wrong_commitment', validator: V(1), height: null }, ['1.0']],
  ['a slow committer', { kind: 'slow_committer', validator: V(1), byUs: 5 }, ['1.1', '1.2']],
  ['a cut bridge', { kind: 'bridge_cut', validator: V(1) }, ['1.0', '1.1', '1.2']],
  ['loss of one sender', LINK(1), ['1.0']],
  ['loss of all', LINK(null), ['0.0', '1.0', '2.0']],
  ['a partition', { kind: 'partition', side: [V(1)] }, ['0.0', '1.0', '2.0']],
  ['a cut of one way', { kind: 'one_way_cut', from: [V(1)], to: [V(0)] }, ['1.0']],
])('route: %s reaches whom it concerns', (_what, fault, expected) => {
  for (const at of [0, 1]) expect(heardOf(onOff(fault), at).map(({ process }) => process)).toEqual(expected);
});

const announces = ({ input }: Heard): boolean => {
  if (input.kind === 'runner_fault') return input.announce;
  return input.kind === 'command' && input.command.kind !== 'send_tx' && input.command.announce;
};

test('route: every fault but a crash, whose processes speak for themselves, is announced by exactly one process, on and off', () => {
  fc.assert(
    fc.property(arbitraryFault(NODES), (fault) => {
      for (const at of [0, 1]) {
        const heard = heardOf(onOff(fault), at);
        expect(heard.length).toBeGreaterThan(0);
        expect(heard.filter(announces).length).toBe(fault.kind === 'crash' ? 0 : 1);
      }
    }),
  );
});

test('route: what is bound to a validator never reaches another', () => {
  const bound = (kind: FaultKind): boolean => FAULT_FIELDS[kind].some(({ name }) => name === 'validator');
  fc.assert(
    fc.property(arbitraryFault(NODES), (fault) => {
      if (!('validator' in fault)) return;
      expect(bound(fault.kind)).toBe(true);
      for (const { process } of heardOf(onOff(fault), 0)) expect(process.startsWith(`${fault.validator}.`)).toBe(true);
    }),
  );
  expect(FAULT_KINDS.filter((kind) => !bound(kind)).length).toBe(8);
});

test.each<[string, Intervention, readonly string[], number]>([
  ['an edit', { t: toTimeUs(1), kind: 'edit_frame', frame: '0:1', to: V(2), splices: [] }, ['2.0'], 0],
  ['a delivery by hand', { t: toTimeUs(1), kind: 'deliver', validator: V(2), frame: '0:1' }, ['2.0'], 0],
  [
    'a setting of one',
    { t: toTimeUs(1), kind: 'configure', fromHeight: 2, validators: [V(2)], change: { kind: 'quorum', quorum: 'honest' } },
    ['2.0', '2.1', '2.2'],
    1,
  ],
  [
    'a setting of all',
    { t: toTimeUs(1), kind: 'configure', fromHeight: 2, validators: null, change: { kind: 'quorum', quorum: 'honest' } },
    PROCESSES.map((id) => `${validatorOf(id)}.${slotOf(id)}`),
    1,
  ],
])('route: %s reaches whom it concerns', (_what, intervention, expected, announced) => {
  const heard = heardOf([intervention], 0);
  expect(heard.map(({ process }) => process)).toEqual(expected);
  expect(heard.filter(announces).length).toBe(announced);
});

test('route: an id that is used twice, or switched off before it was on, is a bug of the caller', () => {
  const [on, off] = onOff(crashOf(V(0)));
  expect(() => numberInterventions([on!, on!])).toThrow('used once');
  expect(() => numberInterventions([off!])).toThrow('known fault');
});
