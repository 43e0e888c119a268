// Laws of the orchestrator: whatever the order of answers, parts, timers and interrupts, a task ends exactly once, nothing throws, and no state changes
// in place. Method: fast-check drives one build or validation with random answers at random delays; some answers never come.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert } from '../base/assert.ts';
import { toFelt } from '../base/felt.ts';
import { clonePlain, plainToText } from '../base/plain.ts';
import { CODE_DEFAULTS } from '../sim/presets.ts';
import type { BatcherAnswer, BatcherRequest } from '../types/batcher.ts';
import type { ProposalPart } from '../types/consensus.ts';
import { toHeight, toRound } from '../types/ids.ts';
import type { OrchestratorInput } from './messages.ts';
import { stepOrchestrator } from './orchestrator.ts';
import {
  Script,
  accepted,
  answerWith,
  batchPart,
  batcherError,
  buildCall,
  finPart,
  infoOf,
  makeConfig,
  transportError,
  txOf,
  validInit,
  validateCall,
} from './fixtures.ts';

const settings = CODE_DEFAULTS.orchestrator;
const HEIGHT = 12;
const anyAnswer: fc.Arbitrary<BatcherAnswer> = fc.oneof(
  fc.constant(accepted),
  fc.constant(transportError),
  fc.constant(batcherError({ code: 'InternalError' })),
  fc.constant(batcherError({ code: 'BlockHashNotFound', height: toHeight(2) })),
  fc.constant(batcherError({ code: 'ProposalAborted' })),
  fc.constant(answerWith({ kind: 'processing' })),
  fc.constant(answerWith({ kind: 'invalid_proposal', reason: 'x' })),
  fc.constant(answerWith({ kind: 'state_commitment_infos', present: true, bytes: null })),
);
const fitting = (request: BatcherRequest, n: number): BatcherAnswer => {
  if (request.kind === 'get_block_hash') return answerWith({ kind: 'block_hash', hash: toFelt(7) });
  if (request.kind === 'has_state_commitment_infos') return answerWith({ kind: 'state_commitment_infos', present: true, bytes: null });
  if (request.kind === 'send_txs_for_proposal') return answerWith({ kind: 'processing' });
  if (request.kind === 'finish_proposal') return answerWith({ kind: 'proposal_finished', info: infoOf(1, request.finalNExecutedTxs) });
  if (request.kind !== 'get_proposal_content') return accepted;
  return n % 3 === 0
    ? answerWith({ kind: 'proposal_finished', info: infoOf(1, n % 2) })
    : answerWith({ kind: 'proposal_txs', txs: [txOf(n)] });
};
const anyPart: fc.Arbitrary<ProposalPart> = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((n) => batchPart(n)),
  fc.constantFrom(finPart(8_000_000_001n, 0), finPart(8_000_000_001n, 1), finPart(4, 9)),
  fc.constant<ProposalPart>({ kind: 'init', init: validInit() }),
);
const delay = fc.integer({ min: 0, max: 6_000_000 });
/** One reaction of the batcher: fitting or not, late or early. */
const reaction = fc.record({
  delayUs: fc.oneof(fc.constant(50), delay),
  answer: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: anyAnswer }),
});
const plan = fc.record({
  reactions: fc.array(reaction, { minLength: 1, maxLength: 12 }),
  parts: fc.array(fc.record({ at: delay, part: anyPart }), { maxLength: 6 }),
  closeAt: fc.option(delay),
  interruptAt: fc.option(delay),
  builds: fc.boolean(),
  recorder: fc.constantFrom('accept' as const, 'refuse' as const, 'silent' as const),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** Checks at each step that the old state is as it was, and that a restored copy of it behaves the same. */
class CheckedScript extends Script {
  override give(input: OrchestratorInput): void {
    const { state, config, now } = this;
    const before = plainToText(state);
    const copy = stepOrchestrator(clonePlain(state), config, now, input);
    super.give(input);
    assert(plainToText(state) === before, 'a step leaves the old state as it was');
    assert(plainToText(copy.state) === plainToText(this.state), 'a restored copy goes on in the same way');
  }
}

const play = (p: Plan): Script => {
  const config = makeConfig(settings, { recorder: { ...makeConfig(settings).recorder, answer: () => p.recorder } });
  const script = new CheckedScript(config, () => accepted);
  script.state = { ...script.state, recorder: { blob: toHeight(HEIGHT - 1), latestReceived: 0 } };
  script.atHeight(toHeight(HEIGHT));
  let n = 0;
  script.respond = (request, now, callId) => {
    const r = p.reactions[n++ % p.reactions.length]!;
    script.later(now + r.delayUs, { kind: 'answer', callId, answer: r.answer ?? fitting(request, n) });
    return null;
  };
  const init = validInit({ height: toHeight(HEIGHT) });
  script.stream(1, init, []);
  for (const { at, part } of p.parts) script.later(script.now + at, { kind: 'part', stream: 1, part });
  if (p.closeAt !== null) script.later(script.now + p.closeAt, { kind: 'stream_closed', stream: 1 });
  if (p.interruptAt !== null) {
    const call = { kind: 'set_height_and_round', height: toHeight(HEIGHT), round: toRound(1) } as const;
    script.later(script.now + p.interruptAt, { kind: 'context', call });
  }
  script.call(p.builds ? buildCall(HEIGHT) : validateCall(init, 1));
  return script;
};

test('task: it ends exactly once, whatever the order of answers, parts, timers and interrupts', () => {
  fc.assert(
    fc.property(plan, (p) => {
      const script = play(p);
      script.run(300_000_000);
      const ended = script.reports.filter((r) => r.kind === (p.builds ? 'build_finished' : 'validation_finished'));
      expect(ended.length).toBe(1);
      expect(script.manager.map(({ kind }) => kind)).toEqual([p.builds ? 'finished_building' : 'finished_validation']);
      expect(script.state).toMatchObject({ task: null, awaited: null, round: p.interruptAt === null ? 0 : 1 });
      const told = script.manager[0];
      expect(told !== undefined && 'value' in told ? told.value !== null : null).toBe(
        ended[0] !== undefined && 'error' in ended[0] && ended[0].error === null,
      );
      const ends = script.sent.filter(({ part }) => part.kind === 'end').length;
      expect(ends).toBe(p.builds ? 1 : 0);
    }),
    { numRuns: 300 },
  );
});

test('task: an answer to a call that nobody waits for changes nothing', () => {
  fc.assert(
    fc.property(plan, fc.integer({ min: -3, max: 40 }), anyAnswer, (p, callId, answer) => {
      const script = play(p);
      script.run(500_000);
      const { task, awaited } = script.state;
      fc.pre(task?.callId !== callId && (awaited === null || awaited.kind === 'interrupting'));
      const { state, effects } = stepOrchestrator(script.state, script.config, script.now, { kind: 'answer', callId, answer });
      expect([plainToText(state), effects]).toEqual([plainToText(script.state), []]);
    }),
    { numRuns: 100 },
  );
});
