// Goal: what each fault of the bridge does over each transport (world.md 8 and 11). Method: one validator of four has the fault for a while; the others
// must go on, and the log of the one must tell the story.
import { expect, test } from 'vitest';
import type { LogEvent, LogKind } from '../../core/log/event.ts';
import type { Fault } from '../../core/net/fault.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { toTimeUs, toValidatorIndex, validatorOf } from '../../core/types/ids.ts';
import { sampleLog } from '../sample-run.ts';

const SECOND = 1_000_000;
const V2 = toValidatorIndex(2);
const run = (name: string, fault: Fault, onUs: number, offUs: number | null): readonly LogEvent[] => {
  const list: Intervention[] = [{ t: toTimeUs(onUs), kind: 'fault_on', id: 1_000, fault }];
  if (offUs !== null) list.push({ t: toTimeUs(offUs), kind: 'fault_off', id: 1_000 });
  return sampleLog(name, 14 * SECOND, list).events;
};
type Of<K extends LogKind> = LogEvent & { readonly kind: K };
const of = <K extends LogKind>(events: readonly LogEvent[], validator: number, kind: K): readonly Of<K>[] =>
  events.filter((e): e is Of<K> => e.kind === kind && validatorOf(e.p) === validator);
const errorsOf = (events: readonly LogEvent[]): readonly string[] =>
  of(events, V2, 'answer_delivered').flatMap(({ t, request, answer }) => {
    if (answer.ok) return [];
    return [`${t} ${request} ${answer.error.kind === 'client_error' ? answer.error.reason : answer.error.error.code}`];
  });

const CUT: Fault = { kind: 'bridge_cut', validator: V2 };

test('bridge faults: over the local channel a cut fails calls at once, those under way too, and the vote is nil', () => {
  const events = run('all-well', CUT, 2.5 * SECOND, 9 * SECOND);
  // V2 proposes height 2: its pull of content waits when the bridge is cut.
  expect(errorsOf(events)[0]).toBe('2500000 get_proposal_content CommunicationFailure: connection reset');
  expect(of(events, V2, 'build_finished')[0]).toMatchObject({ height: 2, value: null, error: 'Batcher' });
  const nil = of(events, V2, 'vote_cast').find((e) => e.height === 2 && e.voteType === 'prevote');
  expect([nil?.commitment, (nil?.t ?? 0) < 2.6 * SECOND]).toEqual([null, true]);
  expect(errorsOf(events).some((text) => text.endsWith('CommunicationFailure: connection refused'))).toBe(true);
  for (const v of [0, 1, 3]) expect(of(events, v, 'decided').length).toBeGreaterThan(3);
});

test('bridge faults: over remote HTTP a call that meets a cut is tried again until it gets through', () => {
  // V2 validates height 3 from 3.34 s on.
  const events = run('all-well+remote', CUT, 3.33 * SECOND, 3.7 * SECOND);
  expect(Math.max(...of(events, V2, 'call_sent').map(({ attempt }) => attempt))).toBeGreaterThan(5);
  expect(of(events, V2, 'validation_finished').every(({ value }) => value !== null)).toBe(true);
  for (const v of [0, 1, 2, 3]) expect(of(events, v, 'decided').length).toBeGreaterThan(6);
});

test('bridge faults: over remote HTTP an answer that was lost is lost: the retried pull finds no proposal', () => {
  const events = run('all-well+remote', CUT, 2.5 * SECOND, 2.9 * SECOND);
  expect(errorsOf(events).at(-1)).toMatch(/get_proposal_content ProposalNotFound$/);
  expect(of(events, V2, 'build_finished')[0]).toMatchObject({ height: 2, value: null });
});

test('bridge faults: over the stream a cut is found out by three missing heartbeats, and the stream goes on afterwards', () => {
  const events = run('all-well+seed-stream', CUT, 2.5 * SECOND, 6.5 * SECOND);
  expect(
    of(events, V2, 'heartbeat_missed')
      .filter((e) => e.p === 32)
      .map(({ t, missed }) => [t, missed]),
  ).toEqual([
    [4 * SECOND, 1],
    [5 * SECOND, 2],
    [6 * SECOND, 3],
    [7 * SECOND, 4],
  ]);
  expect(of(events, V2, 'bridge_lost').map(({ t, p }) => [t, p])).toEqual([
    [6 * SECOND, 32],
    [6 * SECOND, 33],
  ]);
  expect(errorsOf(events)[0]).toMatch(/^6000000 get_proposal_content CommunicationFailure: 3 heartbeats are missing$/);
  expect(of(events, V2, 'bridge_restored').map(({ t }) => t)).toEqual([7 * SECOND + 50, 7 * SECOND + 50]);
  const later = of(events, V2, 'call_delivered').filter(({ t }) => t > 7.1 * SECOND);
  expect(later.length).toBeGreaterThan(0);
});

test('bridge faults: a cut that is shorter than a heartbeat is found out by the numbers of the frames', () => {
  const events = run('all-well+seed-stream', CUT, 3.33 * SECOND, 3.6 * SECOND);
  expect(of(events, V2, 'bridge_lost')).toEqual([]);
  expect(of(events, V2, 'bridge_reset').some(({ reason }) => reason === 'gap')).toBe(true);
  expect(of(events, V2, 'call_delivered').some(({ t }) => t > 5 * SECOND)).toBe(true);
});

test('bridge faults: heartbeats alone are lost, and calls fail over a bridge that would carry them', () => {
  const lossy: Fault = { kind: 'heartbeat_loss', validator: V2 };
  const events = run('all-well+seed-stream', lossy, 2.5 * SECOND, 8.5 * SECOND);
  expect(of(events, V2, 'bridge_lost').map(({ t }) => t)).toEqual([5 * SECOND, 5 * SECOND].map((t) => t + SECOND));
  expect(of(events, V2, 'bridge_reset')).toEqual([]);
  expect(of(events, V2, 'bridge_restored')).toHaveLength(2);
  const fingerprint = (list: readonly LogEvent[]): string => list.map((e) => `${e.t} ${e.p} ${e.kind}`).join();
  const quiet = run('all-well', lossy, 2.5 * SECOND, 8.5 * SECOND).filter((e) => e.kind !== 'intervention_applied');
  expect(fingerprint(quiet)).toBe(fingerprint(sampleLog('all-well', 14 * SECOND).events.filter((e) => e.kind !== 'intervention_applied')));
});

test('bridge faults: a slow bridge delays both ways by what it says and keeps the order', () => {
  const events = run('all-well', { kind: 'bridge_slow', validator: V2, byUs: 300_000 }, 2 * SECOND, null);
  const sent = new Map(of(events, V2, 'call_sent').map((e) => [e.callId, e.t]));
  const delays = of(events, V2, 'call_delivered').flatMap((e) =>
    (sent.get(e.callId) ?? 0) >= 2 * SECOND ? [e.t - (sent.get(e.callId) ?? 0)] : [],
  );
  expect(delays.length).toBeGreaterThan(5);
  expect(new Set(delays)).toEqual(new Set([300_050]));
});

test('bridge faults: a doubled ProposeBlock meets its own first copy, a doubled frame is seen by its number', () => {
  const fault: Fault = { kind: 'bridge_duplicate', validator: V2 };
  const apollo = run('all-well+remote', fault, 1.2 * SECOND, 2 * SECOND);
  expect(errorsOf(apollo)).toEqual([expect.stringMatching(/ propose_block AnotherProposalInProgress$/)]);
  expect(of(apollo, V2, 'build_finished')[0]).toMatchObject({ value: null, error: 'Batcher' });
  const stream = run('all-well+remote+seed-stream', fault, 1.2 * SECOND, 2 * SECOND);
  expect(errorsOf(stream)).toEqual([]);
  expect(of(stream, V2, 'refused').map(({ source, code }) => `${source} ${code}`)).toContain('bridge DuplicateFrame');
  expect(of(stream, V2, 'build_finished').every(({ value }) => value !== null)).toBe(true);
});
