// When a run opens with its recorded start, when it does not, and that nothing a visitor does meanwhile is lost: the controller over a live session that
// comes later.
import { expect, test } from 'vitest';
import { crashOf } from '../../core/net/fault-fields.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import type { Session, SessionListener } from '../../workers/api.ts';
import { type Bench, createBench, fingerprint, openInline } from '../../tests/controller-bench.ts';
import { sampleLog } from '../../tests/sample-run.ts';
import { withRecordedStart } from './recorded-start.ts';
import type { OpenSession } from './session.ts';
import type { RecordedStart } from './start-relay.ts';

const UNTIL_US = 1_500_000;
const { events } = sampleLog('quiet-proposer', UNTIL_US);
const run = { scenario: 'quiet-proposer', seed: 7, interventions: [], coreVersion: 2 };
const info = { run, validators: 4, followers: [], inputCount: 0, inputs: [] } as unknown as Session['info'];
const START: RecordedStart = { info, untilUs: UNTIL_US, events };

/** Both as they are at a moment; what is asked of an early session reaches the live one a little later. */
const settle = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));
const expectSame = async (bench: Bench, plain: Bench, times: readonly number[]): Promise<void> => {
  for (const us of times) {
    bench.run.seekTime(us);
    plain.run.seekTime(us);
    await settle();
    expect([bench.state().us, fingerprint(bench)]).toEqual([us, fingerprint(plain)]);
  }
};

type Late = { readonly bench: Bench; readonly open: () => Promise<void>; readonly fail: () => Promise<void>; readonly loads: () => number };

/** A controller whose live session opens when the test says so. */
const late = (start: RecordedStart | null | Promise<RecordedStart>): Late => {
  let loads = 0;
  let [go, fail] = [(): void => undefined, (): void => undefined];
  const gate = new Promise<void>((resolve, reject) => {
    [go, fail] = [resolve, (): void => reject(new Error('no workers'))];
  });
  const inline = openInline([]);
  const live: OpenSession<SessionListener> = async (asked, options, listener) => {
    await gate;
    // The inputs are those of the recorded facts: none.
    return { ...(await inline(asked, options, listener)), info: { ...info, run: asked } };
  };
  const load = (): Promise<RecordedStart | null> => {
    loads++;
    return Promise.resolve(start);
  };
  return {
    bench: createBench(() => false, withRecordedStart(live, load)),
    open: () => (go(), settle()),
    fail: () => (fail(), settle()),
    loads: () => loads,
  };
};

test('recorded start: the page plays before its workers are there, and the run is the same when they have come', async () => {
  const { bench, open } = late(START);
  await bench.run.openScenario('quiet-proposer', 7);
  expect([bench.state().status, bench.state().recorded, bench.state().headUs]).toEqual(['ready', true, UNTIL_US]);
  bench.play(2_000);
  expect(bench.state().cursor).toBeGreaterThan(20);
  await open();
  expect([bench.state().recorded, bench.state().headUs]).toEqual([false, 7_000_000]);
  const plain = createBench();
  await plain.run.openScenario('quiet-proposer', 7);
  await expectSame(bench, plain, [200_000, UNTIL_US, 1_700_000, 9_000_000]);
  expect(bench.state().line.events).toEqual(plain.state().line.events);
  for (const index of events.keys()) expect(bench.state().line.chains.at(index)).toEqual(plain.state().line.chains.at(index));
  expect(bench.state().problems).toEqual([]);
});

test('recorded start: what is broken while it is shown stays broken, from that moment on', async () => {
  const { bench, open } = late(START);
  await bench.run.openScenario('quiet-proposer', 7);
  bench.run.seekTime(100_000);
  const crash = { kind: 'fault_on', id: 1_000, fault: crashOf(toValidatorIndex(3)) } as const;
  bench.branching.intervene(crash);
  await open();
  expect(bench.state().recorded).toBe(false);
  expect(bench.state().run?.interventions).toEqual([{ ...crash, t: toTimeUs(100_001) }]);
  const plain = createBench();
  await plain.run.openScenario('quiet-proposer', 7);
  plain.run.seekTime(100_000);
  plain.branching.intervene(crash);
  await expectSame(bench, plain, [100_000, 1_000_000, 5_000_000]);
  expect(bench.state().view.cards[3]?.consensus.running).toBe(false);
});

test('recorded start: a run that turns out otherwise takes its place, and the page says so', async () => {
  const { bench, open } = late({ ...START, events: events.slice(0, -1) });
  await bench.run.openScenario('quiet-proposer', 7);
  await open();
  expect(bench.state().problems.map(({ kind }) => kind)).toEqual(['start_replaced']);
  const plain = createBench();
  await plain.run.openScenario('quiet-proposer', 7);
  expect(bench.state().line.events).toEqual(plain.state().line.events);
});

test('recorded start: without the file the page waits for its workers, as it does for any other run', async () => {
  const { bench, open } = late(null);
  const opened = bench.run.openScenario('quiet-proposer', 7);
  await open();
  await opened;
  await settle();
  expect([bench.state().status, bench.state().recorded, bench.state().headUs]).toEqual(['ready', false, 3_000_000]);
});

test.each([
  ['another seed', (b: Bench) => b.run.openScenario('quiet-proposer', 8)],
  ['another scenario', (b: Bench) => b.run.openScenario('all-well', 7)],
  ['another placement', (b: Bench) => b.run.openScenario('quiet-proposer', 7, 'inline')],
  ['a link', (b: Bench) => b.run.openShared({ run, cursor: toTimeUs(5), fingerprint: '00000000' })],
])('recorded start: %s has none', async (_what, openIt) => {
  const { bench, open, loads } = late(START);
  const opened = openIt(bench);
  await open();
  await opened;
  expect([loads(), bench.state().status, bench.state().recorded]).toEqual([0, 'ready', false]);
});

test('recorded start: a file that comes when the workers have reported is too late', async () => {
  let bring: (start: RecordedStart) => void = () => undefined;
  const file = new Promise<RecordedStart>((resolve) => (bring = resolve));
  const { bench, open } = late(file);
  const opened = bench.run.openScenario('quiet-proposer', 7);
  await open();
  await opened;
  await settle();
  const { line } = bench.state();
  expect([bench.state().headUs, line.events.length > events.length]).toEqual([3_000_000, true]);
  bring(START);
  await settle();
  expect([bench.state().recorded, bench.state().line === line, bench.state().problems]).toEqual([false, true, []]);
});

test('recorded start: when no workers come the page says that the run has stopped', async () => {
  const { bench, fail } = late(START);
  await bench.run.openScenario('quiet-proposer', 7);
  await fail();
  expect(bench.state().problems.map(({ kind, message }) => [kind, message])).toEqual([['run_halted', 'Error: no workers']]);
});

test('recorded start: what still comes of it after another scenario was opened is forgotten', async () => {
  const { bench, open } = late(START);
  await bench.run.openScenario('quiet-proposer', 7);
  const other = bench.run.openScenario('all-well', 7);
  await open();
  await other;
  expect([bench.state().scenario, bench.state().recorded, bench.state().problems]).toEqual(['all-well', false, []]);
  bench.run.seekTime(3_000_000);
  await settle();
  expect(bench.state().view.network.decidedHeight).toBeGreaterThan(0);
});
