// Goal: whatever a live run reports while a recorded start is shown, and however often it is sent another way meanwhile, the page ends with the live log,
// every event once, and is told when the recorded one was wrong. Method: a page and a director as models, a real log, arbitrary slices and rewinds.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEvent } from '../../core/log/event.ts';
import { emptyChain, extendChain } from '../../core/log/fingerprint.ts';
import { type TimeUs, toTimeUs } from '../../core/types/ids.ts';
import type { Problem, RunInfo } from '../../workers/api.ts';
import { sampleLog } from '../../tests/sample-run.ts';
import type { RunListener } from './session.ts';
import { StartRelay } from './start-relay.ts';

const END_US = 1_700_000;
const UNTIL_US = 1_500_000;
const LOG = sampleLog('quiet-proposer', END_US).events;
const START = LOG.filter(({ t }) => t < UNTIL_US);
const info = (seed: number): RunInfo =>
  ({ run: { scenario: 'quiet-proposer', seed, interventions: [], coreVersion: 2 } }) as unknown as RunInfo;

/** What the page has; refuses what a page could not append. */
class Page implements RunListener {
  log: LogEvent[] = [];
  headUs = 0;
  recorded = false;
  problems: Problem['kind'][] = [];
  readonly onStart: RunListener['onStart'] = (recorded) => void (this.recorded = recorded);
  readonly onProblem: RunListener['onProblem'] = ({ kind }) => void this.problems.push(kind);
  readonly onRewound: RunListener['onRewound'] = (t) => {
    this.log = this.log.filter((event) => event.t < t);
    this.headUs = Math.min(this.headUs, t);
  };
  readonly onBatch: RunListener['onBatch'] = ({ events, chains, headUs }) => {
    if (events.some(({ t }) => t < this.headUs)) throw new Error('an event before the head');
    if (chains.length !== events.length * 16) throw new Error('a chain for each event');
    this.log.push(...events);
    this.headUs = headUs;
  };
}

/** Reports its log as the director does: in slices, from where it has reported to. */
class Director {
  log: readonly LogEvent[];
  delivered = 0;
  readonly #relay: StartRelay;

  constructor(log: readonly LogEvent[], relay: StartRelay) {
    this.log = log;
    this.#relay = relay;
  }

  advance(by: number): void {
    const until = Math.min(END_US, this.delivered + by);
    if (until === this.delivered) return;
    const chains: number[] = [];
    const last = new Map<number, Uint8Array>();
    for (const event of this.log) {
      last.set(event.p, extendChain(last.get(event.p) ?? emptyChain(), event));
      if (event.t >= this.delivered && event.t < until) chains.push(...last.get(event.p)!);
    }
    const events = this.log.filter(({ t }) => t >= this.delivered && t < until);
    this.delivered = until;
    this.#relay.onBatch({ events, chains: Uint8Array.from(chains), headUs: toTimeUs(until), checks: [] });
  }

  /** From `t` on everything happens otherwise: here, a microsecond later each time. */
  rewind(t: TimeUs): void {
    this.log = this.log.map((event) => (event.t < t ? event : { ...event, cause: `${t}` as unknown as LogEvent['cause'] }));
    this.delivered = Math.min(this.delivered, t);
    this.#relay.onRewound(t, info(7).run);
  }
}

const played = (start: readonly LogEvent[], live: readonly LogEvent[]): { readonly page: Page; readonly director: Director } => {
  const page = new Page();
  const relay = new StartRelay(page);
  relay.play({ info: info(7), untilUs: UNTIL_US, events: start });
  relay.meet(info(7));
  return { page, director: new Director(live, relay) };
};

const act = fc.oneof(
  fc.record({ kind: fc.constant('advance' as const), us: fc.integer({ min: 1, max: 600_000 }) }),
  fc.record({ kind: fc.constant('rewind' as const), us: fc.integer({ min: 0, max: END_US }) }),
);

test('start relay: the page shows the recorded start at once, and the live log at the end, through any slices and rewinds', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      const { page, director } = played(START, LOG);
      expect([page.recorded, page.headUs, page.log]).toEqual([true, UNTIL_US, START]);
      for (const { kind, us } of acts) {
        if (kind === 'advance') director.advance(us);
        // Nobody can send a run another way at a moment that is not there.
        else director.rewind(toTimeUs(Math.min(us, page.headUs)));
        expect(page.log.filter(({ t }) => t < director.delivered)).toEqual(director.log.filter(({ t }) => t < director.delivered));
      }
      while (director.delivered < END_US) director.advance(END_US);
      expect([page.log, page.headUs, page.recorded, page.problems]).toEqual([director.log, END_US, false, []]);
    }),
    { numRuns: 60 },
  );
});

test('start relay: a recorded start with an event too few, too many or another one is replaced by the live log, and the page is told', () => {
  const breakage = fc.record({
    how: fc.constantFrom('few', 'many', 'other'),
    at: fc.nat(START.length - 1),
    slices: fc.array(fc.integer({ min: 1, max: 900_000 }), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(breakage, ({ how, at, slices }) => {
      const event = START[at]!;
      const put = how === 'few' ? [] : how === 'many' ? [event, event] : [{ ...event, n: event.n + 1 }];
      const { page, director } = played([...START.slice(0, at), ...put, ...START.slice(at + 1)], LOG);
      for (const us of slices) {
        director.advance(us);
        // Confirmed means: the same.
        if (!page.recorded) expect(page.log).toEqual(LOG.filter(({ t }) => t < director.delivered));
      }
      while (director.delivered < END_US) director.advance(END_US);
      expect([page.log, page.recorded, page.problems]).toEqual([LOG, false, ['start_replaced']]);
    }),
    { numRuns: 60 },
  );
});

test('start relay: other facts of the run are enough to replace the start', () => {
  const page = new Page();
  const relay = new StartRelay(page);
  relay.play({ info: info(7), untilUs: UNTIL_US, events: START });
  relay.meet(info(8));
  expect([page.log, page.headUs, page.recorded, page.problems]).toEqual([[], 0, false, ['start_replaced']]);
  new Director(LOG, relay).advance(END_US);
  expect(page.log).toEqual(LOG);
});
