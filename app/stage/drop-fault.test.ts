// Goal: whatever is dropped wherever gives a fault that the run accepts. Method: every kind on every sort of target, checked like one from a link.
import { expect, test } from 'vitest';
import { FAULT_KINDS, checkFault } from '../../core/net/fault-fields.ts';
import { type DropTarget, faultFor } from './drop-fault.ts';

const TARGETS: readonly DropTarget[] = [
  { kind: 'validator', validator: 2, part: 'both' },
  { kind: 'validator', validator: 3, part: 'batcher' },
  { kind: 'bridge', validator: 1 },
  { kind: 'edge', from: 0, to: 3 },
];

test('drop: every kind of fault on every target is a fault that a run of four accepts', () => {
  for (const kind of FAULT_KINDS)
    for (const target of TARGETS) {
      const fault = faultFor(kind, target, 4);
      const checked = checkFault(fault, 4);
      expect(checked.ok ? checked.value : checked.error, `${kind} on ${target.kind}`).toEqual(fault);
    }
});

test('drop: a crash on one chamber stops that chamber, a loss on a link is of that link', () => {
  expect(faultFor('crash', TARGETS[1]!, 4)).toMatchObject({ kind: 'crash', validator: 3, part: 'batcher' });
  expect(faultFor('drop', TARGETS[3]!, 4)).toMatchObject({ filter: { from: 0, to: 3 } });
  expect(faultFor('drop', TARGETS[0]!, 4)).toMatchObject({ filter: { from: 2, to: null } });
  expect(faultFor('one_way_cut', TARGETS[0]!, 4)).toMatchObject({ from: [2], to: [0, 1, 3] });
});

test('drop: what needs others is refused to a validator alone', () => {
  expect(faultFor('partition', { kind: 'bridge', validator: 0 }, 1)).toBeNull();
  expect(faultFor('impersonate', { kind: 'bridge', validator: 0 }, 1)).toBeNull();
  expect(faultFor('crash', { kind: 'bridge', validator: 0 }, 1)).not.toBeNull();
});
