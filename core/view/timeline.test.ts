// The page's log on a real run: steps, fingerprints, rewinding, marks, causes, transactions, messages. The run is "a proposer goes quiet".
import { beforeAll, expect, test } from 'vitest';
import { openSample, sampleLog, sampleTimeline } from '../../tests/sample-run.ts';
import { crashOf } from '../net/fault-fields.ts';
import { DIGEST_BYTES } from '../base/digest.ts';
import { DELIVERY_KINDS, type LogChunk, logEventId } from '../log/event.ts';
import { emptyChain, extendChain, fingerprintOf } from '../log/fingerprint.ts';
import { type ProcessId, toValidatorIndex } from '../types/ids.ts';
import { causeChain, deliveryOf, effectsOfStep } from './causes.ts';
import {
  type Timeline,
  appendEvents,
  createTimeline,
  cursorAt,
  cutTimeline,
  eventsOfStep,
  fingerprintAt,
  indexOfEvent,
  stepOfEvent,
  timeOfCursor,
} from './timeline.ts';
import { lifeAt, lifeOfIntervention, livesAt } from './transactions.ts';
import { transferOf } from './transfer.ts';

const UNTIL_US = 14_000_000;
let log: LogChunk;
let line: Timeline;
beforeAll(() => {
  log = sampleLog('quiet-proposer', UNTIL_US);
  line = createTimeline(4);
  // In two pieces that do not end at a step of their own, as batches come.
  appendEvents(line, log.events.slice(0, 777), log.chains.slice(0, 777 * DIGEST_BYTES));
  appendEvents(line, log.events.slice(777), log.chains.slice(777 * DIGEST_BYTES));
});

test('timeline: steps are the deliveries, and together they hold every event once', () => {
  expect(line.stops.total).toBe(log.events.filter((e) => DELIVERY_KINDS.has(e.kind)).length);
  const all = line.starts.flatMap((_, step) => eventsOfStep(line, step));
  expect(all).toEqual(log.events);
  expect(line.starts.every((at) => DELIVERY_KINDS.has(log.events[at]!.kind))).toBe(true);
});

test('timeline: the fingerprint at a time is the digest over all events up to it, recomputed from the events', () => {
  for (const t of [0, 1, 250_000, 1_660_239, 5_000_000, UNTIL_US]) {
    const chains = new Map<ProcessId, Uint8Array>(log.events.map((e) => [e.p, emptyChain()]));
    for (const event of log.events) if (event.t <= t) chains.set(event.p, extendChain(chains.get(event.p)!, event));
    expect(fingerprintAt(line, t)).toBe(fingerprintOf(chains));
  }
});

test('timeline: a cut log is the log that never had what followed', () => {
  for (const t of [0, 1_645_457, 10_754_380]) {
    const shorter = createTimeline(4);
    const kept = log.events.filter((e) => e.t < t).length;
    appendEvents(shorter, log.events.slice(0, kept), log.chains.slice(0, kept * DIGEST_BYTES));
    const cut = cutTimeline(line, t);
    expect({ ...cut, view: null }).toEqual({ ...shorter, view: null });
  }
});

test('timeline: a cursor knows its time, and a time its cursor', () => {
  for (const cursor of [1, 50, 400, line.stops.total]) {
    const t = timeOfCursor(line, cursor);
    expect(cursorAt(line, t)).toBeGreaterThanOrEqual(cursor);
    expect(line.times[cursorAt(line, t)] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(t);
  }
});

test('marks: height 1 is decided, height 2 times out in every step, goes to round 1 and is decided there', () => {
  const told = line.marks.filter(
    (m) => m.kind === 'decision' || (m.kind === 'round' && m.height === 2) || (m.kind === 'timeout' && m.of === 'propose'),
  );
  expect(told.map((m) => [m.kind, 'height' in m ? m.height : null, 'round' in m ? m.round : null])).toEqual([
    ['round', 2, 0],
    ['decision', 1, 0],
    ['timeout', 2, 0],
    ['timeout', 2, 0],
    ['timeout', 2, 0],
    ['round', 2, 1],
    ['decision', 2, 1],
  ]);
});

test('causes: a prevote leads back, step by step, to the beginning of the run', () => {
  const vote = line.messages.messages.find((m) => m.what.kind === 'vote' && m.what.height === 1)!;
  const chain = causeChain(line, vote.sentBy);
  expect(chain.length).toBeGreaterThan(3);
  expect(chain.at(-1)!.event.cause).toBeNull();
  expect(chain.every((link, i) => i === 0 || link.step < chain[i - 1]!.step)).toBe(true);
});

test('causes: the step that handles a message is found, and names the message as its cause', () => {
  const arrived = line.messages.messages.filter((m) => m.arriveAt !== null && m.arriveAt < UNTIL_US);
  expect(arrived.length).toBeGreaterThan(200);
  for (const message of arrived) {
    const step = deliveryOf(line, message)!;
    expect(eventsOfStep(line, step)[0]).toMatchObject({ kind: 'frame_delivered', from: message.from, cause: message.sentBy });
    expect(effectsOfStep(line, message.step, 50)).toContain(step);
  }
});

test('timeline: every event is found by its id, in its step', () => {
  for (const [i, event] of log.events.entries()) {
    expect(indexOfEvent(line, logEventId(event))).toBe(i);
    expect(eventsOfStep(line, stepOfEvent(line, i))).toContain(event);
  }
  expect(indexOfEvent(line, '99:0')).toBeNull();
  expect(indexOfEvent(line, '<b>')).toBeNull();
});

test('transactions: a transfer is received, admitted, gossiped, proposed, executed and committed by all, with one receipt', () => {
  const whole = [...line.transactions.lives.values()].find((life) => life.receipt?.height === 1)!;
  const kinds = whole.stages.map((stage) => stage.kind);
  expect(kinds[0]).toBe('received');
  expect(kinds.filter((kind) => kind === 'committed').length).toBe(4);
  expect(kinds.filter((kind) => kind === 'executed').length).toBe(4);
  expect(new Set(kinds)).toEqual(new Set(['received', 'admitted', 'gossiped', 'proposed', 'executed', 'committed']));
  expect(whole.receipt!.receipt.status.kind).toBe('succeeded');
  expect(transferOf(whole.tx!.tx)?.amountFri).toBeGreaterThan(0n);
});

test('transactions: at an earlier cursor a life is shorter, has no receipt yet, or has not begun', () => {
  const whole = [...line.transactions.lives.values()].find((life) => life.receipt?.height === 1)!;
  const [first, receipt] = [whole.stages[0]!.step, whole.receipt!.step];
  expect(lifeAt(whole, first - 1)).toBeNull();
  expect(lifeAt(whole, first)?.stages.length).toBe(1);
  expect(lifeAt(whole, receipt - 1)?.receipt).toBeNull();
  expect(lifeAt(whole, receipt)?.receipt).toBe(whole.receipt);
  expect(livesAt(line.transactions, 0, 10)).toEqual([]);
});

test('transactions: the picture at the head holds balances that changed, and their sum with all fees is what genesis gave', () => {
  const { balances } = line.head.ledger;
  const fees = [...line.transactions.lives.values()].reduce((sum, life) => sum + (life.receipt?.receipt.actualFee ?? 0n), 0n);
  expect(balances.reduce((a, b) => a + b, 0n) + fees).toBe(10_000n * 10n ** 18n);
  expect(fees).toBeGreaterThan(0n);
});

test('timeline: the picture of a crashed validator shows it down while the others go on', () => {
  const t = 2_000_000;
  const crashed = sampleTimeline('all-well', 9_000_000, [{ t, kind: 'fault_on', id: 1_000, fault: crashOf(toValidatorIndex(3)) }] as never);
  const card = crashed.head.cards[3]!;
  expect([card.consensus.running, card.batcher.running, card.consensus.step]).toEqual([false, false, null]);
  expect(crashed.head.network.decidedHeight).toBeGreaterThanOrEqual(2);
  expect(crashed.marks.filter((m) => m.kind === 'crash').every((m) => m.validator === 3)).toBe(true);
});

test('transactions: one that is sent twice is found by both interventions, refused the second time', () => {
  const { inputs } = openSample('all-well');
  const first = inputs.find((input) => input.kind === 'send_tx')!;
  const again = { ...first, t: 5_000_000, intent: { ...(first as never as { intent: object }).intent, nonce: 0n } } as never;
  const twice = sampleTimeline('all-well', 7_000_000, [again]);
  const [one, two] = [inputs.indexOf(first), inputs.length].map((index) => lifeOfIntervention(twice.transactions, index));
  expect(two).not.toBeNull();
  expect(one).toBe(two);
  expect(two?.stages.some((stage) => stage.kind === 'refused' && stage.t > 5_000_000)).toBe(true);
});
