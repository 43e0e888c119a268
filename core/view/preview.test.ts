// A run in miniature says what its log says, and nothing else.
import { expect, test } from 'vitest';
import { sampleLog } from '../../tests/sample-run.ts';
import { crashOf } from '../net/fault-fields.ts';
import { toTimeUs, toValidatorIndex, validatorOf } from '../types/ids.ts';
import { previewOf } from './preview.ts';

test('preview: a crash is a gap of its length, decisions and later rounds are those of the log', () => {
  const { events } = sampleLog('all-well', 9_000_000, [
    { t: toTimeUs(2_000_000), kind: 'fault_on', id: 1, fault: crashOf(toValidatorIndex(1)) },
    { t: toTimeUs(6_000_000), kind: 'fault_off', id: 1 },
  ]);
  const { lanes, endMs, faultsMs } = previewOf(events, 4, [2_000_000, 20_000_000]);
  expect(lanes[1]!.down.filter(([, , part]) => part === 'consensus')).toEqual([[2_000, 6_000, 'consensus']]);
  expect(lanes[0]!.down).toEqual([]);
  expect(faultsMs).toEqual([2_000]);
  expect(endMs).toBeLessThanOrEqual(9_000);
  const decided = events.filter((e) => e.kind === 'decided' && validatorOf(e.p) === 0).length;
  expect(lanes[0]!.marks.filter(([, what]) => what === 'decided').length).toBe(decided);
});

test('preview: what is down at the end stays down to the end', () => {
  const { events } = sampleLog('all-well', 4_000_000, [
    { t: toTimeUs(2_000_000), kind: 'fault_on', id: 1, fault: crashOf(toValidatorIndex(3)) },
  ]);
  const { lanes, endMs } = previewOf(events, 4, []);
  expect(lanes[3]!.down).toContainEqual([2_000, endMs, 'consensus']);
});
