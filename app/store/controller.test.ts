// The controller against a session that simulates inline and answers at once: opening, playing, stepping, seeking, interventions, links.
import { expect, test, vi } from 'vitest';
import { crashOf } from '../../core/net/fault-fields.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { CORE_VERSION, type Run } from '../../core/sim/run.ts';
import type { SharedRun } from '../../core/sim/share.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import { trimLog } from '../../core/view/log-window.ts';
import { type Bench, createBench, fingerprint } from '../../tests/controller-bench.ts';
import { openSample } from '../../tests/sample-run.ts';
import { currentBranch } from './branch-tree.ts';
import type { Deed } from './branching.ts';

const opened = async (scenario: 'all-well' | 'quiet-proposer' = 'all-well'): Promise<Bench> => {
  const bench = createBench();
  await bench.run.openScenario(scenario, 7);
  return bench;
};
const crash: Deed = { kind: 'fault_on', id: 1_000, fault: crashOf(toValidatorIndex(3)) };

test('controller: playing moves the cursor, grants time ahead of it and decides heights', async () => {
  const bench = await opened();
  expect([bench.state().status, bench.state().playing, bench.state().cursor]).toEqual(['ready', false, 0]);
  bench.play(20_000);
  const { view, cursor, us, headUs, narration } = bench.state();
  expect(view.network.decidedHeight).toBeGreaterThanOrEqual(2);
  expect(cursor).toBeGreaterThan(100);
  expect(headUs).toBeGreaterThan(us);
  expect(narration).not.toBeNull();
});

test('controller: a paused page grants nothing by itself, and its time is a whole microsecond', async () => {
  const bench = await opened();
  bench.play(3_000);
  bench.run.pause();
  const [count, us] = [bench.granted.length, bench.state().us];
  for (let ms = 100_000; ms < 110_000; ms += 16) bench.run.frame(ms);
  expect([bench.granted.length, bench.state().us]).toEqual([count, us]);
  expect(Number.isInteger(us)).toBe(true);
});

test('controller: while it plays time is granted in steps, not with every frame', async () => {
  const bench = await opened();
  bench.granted.length = 0;
  bench.play(20_000);
  const steps = bench.granted.map((t, i) => t - (bench.granted[i - 1] ?? 3_000_000));
  expect(bench.granted.length).toBeGreaterThan(2);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(500_000);
});

test('controller: a hidden tab grants nothing', async () => {
  let hidden = false;
  const bench = createBench(() => hidden);
  await bench.run.openScenario('all-well', 7);
  hidden = true;
  const count = bench.granted.length;
  bench.play(30_000);
  expect(bench.granted.length).toBe(count);
  expect(bench.state().us).toBe(bench.state().headUs - 1);
});

test('controller: a step beyond the head asks for time until it finds its stop', async () => {
  const bench = await opened('quiet-proposer');
  for (const height of [1, 2, 3]) {
    bench.run.stepForward('height');
    expect(bench.state().view.network.decidedHeight).toBe(height);
    expect(bench.state().waiting).toBeNull();
  }
  for (const height of [2, 1, 0]) {
    bench.run.stepBack('height');
    expect(bench.state().view.network.decidedHeight).toBe(height);
  }
  expect(bench.state().cursor).toBe(0);
});

test('controller: back undoes forward after a pause in the middle of things', async () => {
  const bench = await opened();
  bench.play(4_321);
  for (const unit of ['phase', 'round', 'height', 'event', 'message'] as const) {
    bench.run.pause();
    const { cursor, view } = bench.state();
    for (let i = 0; i < 3; i++) bench.run.stepForward(unit);
    for (let i = 0; i < 3; i++) bench.run.stepBack(unit);
    expect([bench.state().cursor, bench.state().view]).toEqual([cursor, view]);
  }
});

test('controller: seeking to a time beyond the head simulates up to it', async () => {
  const bench = await opened();
  bench.run.seekTime(12_345_678);
  expect([bench.state().us, bench.state().waiting, bench.state().playing]).toEqual([12_345_678, null, false]);
  expect(bench.state().headUs).toBeGreaterThan(12_345_678);
});

test('controller: an intervention leaves everything up to the cursor as it was and changes what follows', async () => {
  const bench = await opened();
  bench.run.seekTime(3_000_000);
  const before = { cursor: bench.state().cursor, fingerprint: fingerprint(bench) };
  bench.branching.intervene(crash);
  expect({ cursor: bench.state().cursor, fingerprint: fingerprint(bench) }).toEqual(before);
  expect(bench.state().run?.interventions).toEqual([{ ...crash, t: 3_000_001 }]);
  bench.run.seekTime(5_000_000);
  expect(bench.state().view.cards[3]?.consensus.running).toBe(false);
});

test('controller: two interventions at the same moment are both kept', async () => {
  const bench = await opened();
  bench.run.seekTime(3_000_000);
  bench.branching.intervene(crash);
  bench.branching.intervene({ kind: 'fault_off', id: 1_000 });
  expect(bench.state().run?.interventions.map((i) => i.t)).toEqual([3_000_001, 3_000_001]);
});

test('controller: undo brings the earlier run back, redo the later one, to the same fingerprints', async () => {
  const bench = await opened();
  const at = (us: number): string => {
    bench.run.seekTime(us);
    return fingerprint(bench);
  };
  const calm = at(6_000_000);
  bench.run.seekTime(2_000_000);
  bench.branching.intervene(crash);
  const broken = at(6_000_000);
  bench.run.seekTime(2_500_000);
  bench.branching.intervene({ kind: 'fault_off', id: 1_000 });
  const mended = at(6_000_000);
  expect(new Set([calm, broken, mended]).size).toBe(3);
  bench.branching.undo();
  expect(bench.state().us).toBe(2_500_000);
  expect(at(6_000_000)).toBe(broken);
  bench.branching.undo();
  expect(at(6_000_000)).toBe(calm);
  bench.branching.redo();
  expect(at(6_000_000)).toBe(broken);
  bench.branching.redo();
  expect(at(6_000_000)).toBe(mended);
  expect(bench.state().tree.branches.map(({ parent, forkUs }) => [parent, forkUs])).toEqual([
    [null, 0],
    [0, 2_000_001],
    [1, 2_500_001],
  ]);
  expect(currentBranch(bench.state().tree).id).toBe(2);
});

test('controller: another branch is shown at the same moment, also beyond where the branches part', async () => {
  const bench = await opened();
  bench.run.seekTime(2_000_000);
  bench.branching.intervene(crash);
  bench.run.seekTime(5_000_000);
  const broken = fingerprint(bench);
  bench.branching.switchTo(0);
  expect([bench.state().us, bench.state().tree.current]).toEqual([5_000_000, 0]);
  expect(fingerprint(bench)).not.toBe(broken);
  bench.branching.switchTo(1, 4_000_000);
  expect(bench.state().us).toBe(4_000_000);
  bench.branching.remove(1);
  expect([bench.state().us, bench.state().tree.branches.length]).toEqual([4_000_000, 1]);
  bench.branching.restore();
  bench.branching.switchTo(1, 5_000_000);
  expect(fingerprint(bench)).toBe(broken);
});

const sharedFrom = (bench: Bench): SharedRun => ({
  run: { ...bench.state().run!, coreVersion: CORE_VERSION },
  cursor: toTimeUs(bench.state().us),
  fingerprint: fingerprint(bench).slice(0, 16),
});

test('controller: a link opens at its cursor, paused, and is told to be identical', async () => {
  const bench = await opened();
  bench.run.seekTime(2_000_000);
  bench.branching.intervene(crash);
  bench.run.seekTime(7_000_000);
  const other = createBench();
  await other.run.openShared(sharedFrom(bench));
  expect(other.state().link?.kind).toBe('identical');
  expect([other.state().us, other.state().cursor, other.state().playing]).toEqual([7_000_000, bench.state().cursor, false]);
  expect(other.state().view).toEqual(bench.state().view);
});

test('controller: a link with another fingerprint is said to come from another version', async () => {
  const bench = await opened();
  bench.run.seekTime(4_000_000);
  const other = createBench();
  await other.run.openShared({ ...sharedFrom(bench), fingerprint: '00000000' });
  expect(other.state().link).toMatchObject({ kind: 'differs', expected: '00000000', version: CORE_VERSION });
});

test('controller: a link to an unknown scenario, or to a validator that is not there, is refused and something still runs', async () => {
  const run: Run = { scenario: 'no-such', seed: 1, interventions: [], coreVersion: CORE_VERSION };
  const bench = createBench();
  await bench.run.openShared({ run, cursor: toTimeUs(5), fingerprint: '00000000' });
  expect([bench.state().link, bench.state().status, bench.state().scenario]).toEqual([
    { kind: 'refused', error: { code: 'UnknownScenario' } },
    'ready',
    'quiet-proposer',
  ]);
  const wrong: Intervention = { t: toTimeUs(5), kind: 'fault_on', id: 1_000, fault: crashOf(toValidatorIndex(9)) };
  await bench.run.openShared({
    run: { ...run, scenario: 'all-well', interventions: [wrong] },
    cursor: toTimeUs(5),
    fingerprint: '00000000',
  });
  expect(bench.state().link).toEqual({ kind: 'refused', error: { code: 'WrongShape', at: 'intervention.validator' } });
  expect(bench.state().run?.interventions).toEqual([]);
});

test('controller: opening another scenario forgets the first, whatever still comes from it', async () => {
  const bench = await opened();
  bench.play(5_000);
  await bench.run.openScenario('honest-quorum', 9);
  const { view, cursor, scenario, seed, tree } = bench.state();
  expect([view.cards.length, cursor, scenario, seed, tree.branches.length]).toEqual([5, 0, 'honest-quorum', 9, 1]);
});

const SHORT = { whole: 2_000, chunk: 500 };
const END_US = 25_000_000;
/** Simulated to the end; `seen` is what was shown at the times, before the log let go of its beginning. */
const longRun = async (times: readonly number[]) => {
  const bench = await opened();
  bench.run.seekTime(END_US);
  const seen = times.map((us) => {
    bench.run.seekTime(us);
    return { view: bench.state().view, fingerprint: fingerprint(bench), narration: bench.state().narration };
  });
  bench.run.seekTime(END_US - 1);
  const { line } = bench.state();
  expect(trimLog(line, line.stops.total, SHORT)).toBe(true);
  return { bench, seen };
};
const settled = (bench: Bench): Promise<void> => vi.waitFor(() => expect(bench.state().waiting).toBeNull(), { timeout: 20_000 });

test('controller: a moment that the log has let go of is computed again, with a sign of it, and then shown as it was', async () => {
  const times = [3_000_000, 1_000_000];
  const { bench, seen } = await longRun(times);
  for (const [i, us] of times.entries()) {
    bench.run.seekTime(us);
    if (i === 0) expect([bench.state().waiting?.kind, bench.state().us]).toEqual(['older', END_US - 1]);
    await settled(bench);
    expect(bench.state().us).toBe(us);
    expect({ view: bench.state().view, fingerprint: fingerprint(bench), narration: bench.state().narration }).toEqual(seen[i]);
  }
  expect(bench.state().problems).toEqual([]);
});

test('controller: the player waits for stretches that the log has let go of, and a deed there makes a branch', async () => {
  const { bench } = await longRun([]);
  bench.run.seekTime(1_000_000);
  await settled(bench);
  bench.run.setSpeed(64);
  for (let i = 0; i < 40 && bench.state().us < 12_000_000; i++) {
    bench.play(400);
    await settled(bench);
  }
  expect(bench.state().us).toBeGreaterThan(12_000_000);
  bench.run.seekTime(2_000_000);
  await settled(bench);
  bench.branching.intervene(crash);
  expect(bench.state().tree.branches.length).toBe(2);
  bench.run.seekTime(6_000_000);
  expect(bench.state().view.cards[3]?.consensus.running).toBe(false);
  const { line } = bench.state();
  // The other branch parts at a moment that is not kept here: everything is simulated again.
  expect(trimLog(line, line.stops.total, { whole: 300, chunk: 100 })).toBe(true);
  bench.branching.undo();
  await settled(bench);
  expect(bench.state().line.firstStep).toBe(0);
  expect(bench.state().view.cards[3]?.consensus.running).toBe(true);
});

test('controller: a stretch that comes out different is said, and the player stops', async () => {
  const { bench } = await longRun([]);
  const { line } = bench.state();
  for (const chains of line.checkpoints.values()) for (const chain of chains.values()) chain[0]! ^= 1;
  bench.run.seekTime(1_000_000);
  await settled(bench);
  expect(bench.state().problems.map(({ kind }) => kind)).toEqual(['run_halted']);
  expect(bench.state().us).toBe(END_US - 1);
});

test('controller: a page that slept for an hour goes on where it was, without a burst of time', async () => {
  const bench = await opened();
  bench.play(1_000);
  const before = bench.state().us;
  const granted = bench.granted.at(-1)!;
  bench.run.frame(1_000_000);
  bench.run.frame(1_000_000 + 3_600_000);
  expect(bench.state().us - before).toBeLessThan(1_000_000);
  expect(bench.granted.at(-1)! - granted).toBeLessThan(2_000_000);
});

test('controller: on the way to a far moment the workers stay within reach of the page, and the page draws once per slice', async () => {
  const { run, state, granted } = await opened();
  const before = { version: state().version, head: state().headUs };
  granted.length = 0;
  run.seekTime(100_000_000);
  expect(state().us).toBe(100_000_000);
  expect(state().headUs).toBe(101_000_000);
  const ahead = granted.map((t, i) => t - (granted[i - 1] ?? before.head));
  expect(Math.max(...ahead)).toBe(30_000_000);
  expect(granted.at(-1)).toBe(100_000_001);
  // A report per second of virtual time came in.
  expect(state().version - before.version).toBeLessThan(8);
  const fresh = openSample('all-well', 7, []);
  const { events } = fresh.cluster.advance(toTimeUs(101_000_000));
  expect(state().line.events.length).toBe(events.length);
});

test('controller: a far seek of a tab that is hidden meanwhile waits until it is seen', async () => {
  let hidden = false;
  const bench = createBench(() => hidden);
  await bench.run.openScenario('all-well', 7);
  hidden = true;
  bench.run.seekTime(40_000_000);
  expect(bench.state().headUs).toBe(3_000_000);
  hidden = false;
  bench.run.wake();
  expect(bench.state().us).toBe(40_000_000);
});
