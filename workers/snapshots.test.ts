import { expect, test } from 'vitest';
import type { HostSnapshot } from '../core/sim/host.ts';
import { toProcessId, toValidatorIndex } from '../core/types/ids.ts';
import { joinSnapshots, packSnapshot, shareSnapshot, unpackSnapshot } from './freeze.ts';
import { SNAPSHOTS_MAX, createSnapshotTimes, latestAtOrBefore, recordSnapshot, takesBackup, wantBackup } from './snapshot-times.ts';

test('snapshot times: a bounded number stays, the beginning and the newest among them, and going back re-runs at most twice the way back', () => {
  const list = createSnapshotTimes();
  const forgotten = new Set<number>();
  for (let t = 1; t <= 3_600; t++) {
    for (const time of recordSnapshot(list, t)) forgotten.add(time);
    expect(list.times.length).toBeLessThanOrEqual(SNAPSHOTS_MAX);
    expect(list.times.at(0)).toBe(0);
    expect(list.times.slice(-2)).toEqual([t - 1, t]);
  }
  expect(list.times.every((t) => !forgotten.has(t))).toBe(true);
  expect(list.times.length + forgotten.size).toBe(3_601);
  for (let t = 0; t < 3_600; t++) expect(t - latestAtOrBefore(list, t)).toBeLessThanOrEqual(2 * (3_600 - t));
});

test('snapshot times: backups come every tenth grant at first, at most sixty grants apart in a long run', () => {
  const list = createSnapshotTimes();
  const taken: number[] = [];
  for (let t = 1; t <= 3_600; t++) {
    recordSnapshot(list, t);
    if (takesBackup(list)) taken.push(t);
  }
  const gaps = taken.map((t, i) => t - (taken[i - 1] ?? 0));
  expect(taken.slice(0, 5)).toEqual([10, 20, 30, 40, 50]);
  expect(Math.max(...gaps)).toBe(60);
  expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
  recordSnapshot(list, 3_601);
  wantBackup(list);
  expect(takesBackup(list)).toBe(true);
  expect(takesBackup(list)).toBe(false);
});

test.each([
  [0, 0],
  [9, 0],
  [10, 10],
  [25, 20],
])('snapshot times: the latest at or before %i is %i', (t, expected) => {
  const list = createSnapshotTimes();
  recordSnapshot(list, 10);
  recordSnapshot(list, 20);
  expect(latestAtOrBefore(list, t)).toBe(expected);
});

test('portable snapshot: frozen parts are frozen and shared again after a structured clone', () => {
  const block = Object.freeze({ height: 1, txs: Object.freeze([1, 2]) });
  const open = { counter: 3, blocks: [block, block], map: new Map([['a', block]]) };
  const snapshot: HostSnapshot = { t: 5, processes: new Map([[toProcessId(0, 0), open]]) };
  const copy = unpackSnapshot(structuredClone(packSnapshot(snapshot)), [toProcessId(0, 0)]);
  const state = copy.processes.get(toProcessId(0, 0)) as typeof open;
  expect(copy).toEqual(snapshot);
  expect(Object.isFrozen(state)).toBe(false);
  expect(Object.isFrozen(state.blocks[0])).toBe(true);
  expect(Object.isFrozen(state.blocks[0]?.txs)).toBe(true);
  expect(state.blocks[0]).toBe(state.map.get('a'));
});

test('portable snapshot: what several hosts sent is shared out anew by another layout', () => {
  const part = (ids: readonly (readonly [number, number])[]): HostSnapshot => ({
    t: 7,
    processes: new Map(ids.map(([v, slot]) => [toProcessId(v, slot), { of: `${v}/${slot}` }] as const)),
  });
  const hosts = [
    part([
      [0, 0],
      [0, 1],
    ]),
    part([
      [1, 0],
      [1, 1],
    ]),
  ];
  const joined = joinSnapshots(
    7,
    hosts.map((host) => packSnapshot(host)),
  );
  const [a, b] = [toValidatorIndex(0), toValidatorIndex(1)];
  const shares = shareSnapshot(joined, [
    [
      { node: a, part: 'whole' },
      { node: b, part: 'consensus' },
    ],
    [{ node: b, part: 'batchers' }],
  ]);
  expect(shares.map(({ t, processes }) => [t, [...processes.keys()]])).toEqual([
    [7, [0, 1, 16]],
    [7, [17]],
  ]);
  expect(unpackSnapshot(shares[1]!, [toProcessId(1, 1)]).processes.get(toProcessId(1, 1))).toEqual({ of: '1/1' });
});
