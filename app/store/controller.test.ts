// The controller against a session that simulates inline and answers at once: opening, playing, stepping, seeking, interventions, links.
import { crashOf } from '../../core/net/fault-fields.ts';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Intervention } from '../../core/sim/intervention.ts';
import { CORE_VERSION, type Run } from '../../core/sim/run.ts';
import type { SharedRun } from '../../core/sim/share.ts';
import { type TimeUs, toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import { fingerprintAt } from '../../core/view/timeline.ts';
import type { Session, SessionListener } from '../../workers/api.ts';
import { openSample } from '../../tests/sample-run.ts';
import { currentBranch } from './branch-tree.ts';
import { Branching, type Deed } from './branching.ts';
import { type OpenSession, RunController } from './controller.ts';
import { createPlayhead } from './playhead.ts';
import { type RunState, initialRunState } from './run-state.ts';

const GRANT_US = 1_000_000;

/** Simulates inline; a rewind starts from the beginning again, which gives the same log. */
const openInline =
  (granted: number[]): OpenSession =>
  (run: Run, _options, listener: SessionListener) => {
    let sample = openSample(run.scenario, run.seed, run.interventions);
    let [head, delivered, target] = [0, 0, 0];
    const grow = (): void => {
      while (head < Math.max(target, delivered)) {
        head += GRANT_US;
        const { events, chains } = sample.cluster.advance(toTimeUs(head));
        const skip = events.findIndex((e) => e.t >= delivered);
        const from = skip === -1 ? events.length : skip;
        if (head > delivered) {
          delivered = head;
          listener.onBatch({ events: events.slice(from), chains: chains.slice(from * 16), headUs: toTimeUs(head), checks: [] });
        }
      }
    };
    const session: Session = {
      info: { run, validators: sample.validators, inputs: sample.inputs } as unknown as Session['info'],
      advance: (t: TimeUs) => {
        granted.push(t);
        target = Math.max(target, t);
        grow();
      },
      rewind: (t: TimeUs, interventions: readonly Intervention[]) => {
        sample = openSample(run.scenario, run.seed, interventions);
        [head, target] = [0, t];
        delivered = Math.min(delivered, t);
        listener.onRewound(t, { ...run, interventions });
        grow();
      },
      place: () => Promise.reject(new Error('one placement only')),
      close: () => undefined,
    };
    return Promise.resolve(session);
  };

type Bench = {
  readonly run: RunController;
  readonly branching: Branching;
  readonly state: () => RunState;
  readonly granted: number[];
  readonly play: (ms: number) => void;
};

const createBench = (isHidden: () => boolean = () => false): Bench => {
  const store = createStore<RunState>()(() => initialRunState());
  const granted: number[] = [];
  const run = new RunController({ store, playhead: createPlayhead(), openSession: openInline(granted), isHidden });
  let clock = 1_000;
  const play = (ms: number): void => {
    run.play();
    for (const end = clock + ms; clock < end; clock += 16) run.frame(clock);
  };
  return { run, branching: new Branching(store, run), state: store.getState, granted, play };
};

const opened = async (scenario: 'all-well' | 'quiet-proposer' = 'all-well'): Promise<Bench> => {
  const bench = createBench();
  await bench.run.openScenario(scenario, 7);
  return bench;
};
const crash: Deed = { kind: 'fault_on', id: 1_000, fault: crashOf(toValidatorIndex(3)) };
const fingerprint = (bench: Bench): string => fingerprintAt(bench.state().line, Math.floor(bench.state().us));

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
