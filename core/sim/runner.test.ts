// Goal: crashes are virtual: a process that is down is silent, starts once per life, and what reaches it meanwhile leaves a log whose groups begin with a
// delivery. Method: a machine that only says when it starts and crashes, in a cluster with crash faults at awkward moments.
import { crashOf } from '../net/fault-fields.ts';
import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import { type LogEvent, logEventId } from '../log/event.ts';
import { createStandardWorld } from '../scenarios/worlds.ts';
import { toProcessId, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { ProcessMachine } from '../validator/process.ts';
import { Cluster } from './cluster.ts';
import type { Intervention } from './intervention.ts';

const standard = createStandardWorld({ seed: 1, validators: 1 });
const world = { ...standard, inputs: [] };

/** Logs its starts and crashes and ticks once a second. */
const clock = (): ProcessMachine => ({
  handle: (now, input) => {
    const next = { kind: 'timer', at: toTimeUs(now + 1_000_000), timer: 'tick' } as const;
    if (input.kind === 'start') return [{ kind: 'log', body: { kind: 'started', restart: input.restart } }, next];
    if (input.kind === 'crash') return [{ kind: 'log', body: { kind: 'crashed' } }];
    return [{ kind: 'log', body: { kind: 'timer_fired', timer: 'sync_poll', height: null, round: null } }, next];
  },
  snapshot: () => null,
  restore: () => undefined,
});

const crash = (t: number, id: number): Intervention => ({
  t: toTimeUs(t),
  kind: 'fault_on',
  id,
  fault: crashOf(toValidatorIndex(0)),
});
const restart = (t: number, id: number): Intervention => ({ t: toTimeUs(t), kind: 'fault_off', id });

const run = (interventions: readonly Intervention[], inputs: readonly Intervention[] = []): readonly LogEvent[] =>
  new Cluster({ world: { ...world, inputs }, seed: 1, interventions, createMachine: clock }).advance(toTimeUs(3_500_000)).events;

const story = (interventions: readonly Intervention[]): readonly string[] =>
  run(interventions)
    .filter((e) => e.p === toProcessId(0, 0))
    .map((e) => `${e.t} ${e.kind}${e.kind === 'started' && e.restart ? ' again' : ''}`);

test.each<[string, readonly Intervention[], readonly string[]]>([
  ['runs', [], ['0 started', '1000000 timer_fired', '2000000 timer_fired', '3000000 timer_fired']],
  [
    'is silent while it is down and forgets its timers',
    [crash(500_000, 1), restart(1_700_000, 1)],
    ['0 started', '500000 crashed', '1700000 started again', '2700000 timer_fired'],
  ],
  ['does not start while it is down from the first moment', [crash(0, 1)], ['0 crashed']],
  ['starts late after a crash at the first moment', [crash(0, 1), restart(2_600_000, 1)], ['0 crashed', '2600000 started again']],
  [
    'starts once when it comes back at the first moment',
    [crash(0, 1), restart(0, 1)],
    ['0 crashed', '0 started again', '1000000 timer_fired', '2000000 timer_fired', '3000000 timer_fired'],
  ],
  [
    'is down until the last of two crashes is taken back',
    [crash(500_000, 1), crash(600_000, 2), restart(700_000, 1), restart(2_900_000, 2)],
    ['0 started', '500000 crashed', '2900000 started again'],
  ],
])('runner: a process %s', (_, interventions, expected) => {
  expect(story(interventions)).toEqual(expected);
});

test('runner: a transaction for a crashed validator is refused as an effect of the intervention', () => {
  const sent = standard.inputs.filter((i) => i.kind === 'send_tx').slice(0, 1);
  const events = run([crash(0, 1)], sent);
  const [applied, refused] = events.filter((e) => e.t > 0);
  expect(applied).toMatchObject({ kind: 'intervention_applied', cause: null });
  expect(refused).toMatchObject({ kind: 'refused', code: 'ValidatorDown', cause: applied === undefined ? '' : logEventId(applied) });
});

/** Sends a frame to everybody every ten milliseconds. */
const talker = (): ProcessMachine => ({
  handle: (now, input) => {
    const next = { kind: 'timer', at: toTimeUs(now + 10_000), timer: 'tick' } as const;
    if (input.kind === 'start') return [{ kind: 'log', body: { kind: 'started', restart: false } }, next];
    if (input.kind !== 'timer') return [];
    const what = { kind: 'transaction', hash: toFelt(1n) } as const;
    const body = { kind: 'timer_fired', timer: 'sync_poll', height: null, round: null } as const;
    return [{ kind: 'log', body }, { kind: 'broadcast', topic: 'mempool', bytes: Uint8Array.of(1), what }, next];
  },
  snapshot: () => null,
  restore: () => undefined,
});

test('runner: an edit of a frame that nobody remembers is refused, when it comes or when its frame is forgotten', () => {
  const two = { ...createStandardWorld({ seed: 1, validators: 2 }), inputs: [] };
  const play = (interventions: readonly Intervention[]): readonly LogEvent[] =>
    new Cluster({ world: two, seed: 1, interventions, createMachine: talker }).advance(toTimeUs(7_000_000)).events;
  const [first] = play([]).filter((e) => e.kind === 'frame_sent' && e.p === toProcessId(0, 0));
  const edit = (t: number, frame: string): Intervention => ({
    t: toTimeUs(t),
    kind: 'edit_frame',
    frame,
    to: toValidatorIndex(1),
    splices: [],
  });
  // The first names an event that is no frame: later frames of the same sender make it hopeless.
  const events = play([edit(1_000, '0:0'), edit(1_000_000, logEventId(first!)), edit(6_900_000, logEventId(first!))]);
  const refused = events.filter((e) => e.kind === 'refused');
  expect(refused.map(({ code }) => code)).toEqual(['FrameHandled', 'FrameForgotten', 'FrameForgotten']);
  const deeds = events.filter((e) => e.kind === 'intervention_applied').map((e) => logEventId(e));
  expect(refused.map(({ cause }) => deeds.indexOf(cause ?? ''))).toEqual([1, 0, 2]);
});
