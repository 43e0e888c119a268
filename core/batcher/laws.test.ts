// Laws of the batcher over random interleavings of requests and time: one active proposal, one answer per request and in order, unknown ids are never
// found, and a snapshot taken anywhere continues exactly like the original.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clonePlain } from '../base/plain.ts';
import type { BatcherRequest } from '../types/batcher.ts';
import { toHeight, toRound, toTimeUs } from '../types/ids.ts';
import { MS, type Rig, createRig, infoOf, invokeOf, l1HandlerOf, rigAt, syncBlockOf } from './fixtures.ts';

/** Which proposal a request names: the active one (else the newest), one that does not exist yet, or some old one. */
type Which = { readonly kind: 'active' } | { readonly kind: 'fresh' } | { readonly kind: 'old'; readonly id: number };
type Step =
  | { readonly kind: 'wait'; readonly us: number }
  | { readonly kind: 'pool'; readonly account: number; readonly l2Gas: number }
  | { readonly kind: 'begin'; readonly what: 'propose' | 'validate'; readonly which: Which }
  | { readonly kind: 'on'; readonly what: 'content' | 'abort' | 'decide'; readonly which: Which }
  | { readonly kind: 'send'; readonly which: Which; readonly accounts: readonly number[]; readonly l1: boolean }
  | { readonly kind: 'finish'; readonly which: Which; readonly n: number }
  /** Relative to the storage marker. */
  | { readonly kind: 'height'; readonly what: 'start' | 'sync' | 'revert' | 'hash'; readonly offset: number };

const mostly = (kind: 'active' | 'fresh'): fc.Arbitrary<Which> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Which>({ kind }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('old' as const), id: fc.nat(3) }) },
  );

const WAIT = fc.record({
  kind: fc.constant('wait' as const),
  us: fc.oneof(fc.integer({ min: 0, max: 30 * MS }), fc.integer({ min: 0, max: 2_000 * MS })),
});
const POOL = fc.record({
  kind: fc.constant('pool' as const),
  account: fc.integer({ min: 1, max: 9 }),
  l2Gas: fc.integer({ min: 0, max: 4e9 }),
});
const BEGIN = fc.record({
  kind: fc.constant('begin' as const),
  what: fc.constantFrom('propose' as const, 'validate' as const),
  which: mostly('fresh'),
});
const ON = fc.record({
  kind: fc.constant('on' as const),
  what: fc.constantFrom('content' as const, 'content' as const, 'content' as const, 'abort' as const, 'decide' as const),
  which: mostly('active'),
});
const SEND = fc.record({
  kind: fc.constant('send' as const),
  which: mostly('active'),
  accounts: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 8 }),
  l1: fc.boolean(),
});
const FINISH = fc.record({ kind: fc.constant('finish' as const), which: mostly('active'), n: fc.integer({ min: 0, max: 5 }) });
const HEIGHT = fc.record({
  kind: fc.constant('height' as const),
  what: fc.constantFrom('start' as const, 'start' as const, 'start' as const, 'sync' as const, 'revert' as const, 'hash' as const),
  offset: fc.constantFrom(0, 0, 0, -1, 1),
});
const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: WAIT },
  { weight: 2, arbitrary: POOL },
  { weight: 4, arbitrary: BEGIN },
  { weight: 4, arbitrary: ON },
  { weight: 2, arbitrary: SEND },
  { weight: 2, arbitrary: FINISH },
  { weight: 2, arbitrary: HEIGHT },
);

const idOf = ({ state }: Rig, which: Which): number => {
  const known = [...state.executed.keys(), ...state.proposeStreams.keys(), ...state.validateStreams, state.active?.proposalId ?? -1];
  const newest = Math.max(...known);
  switch (which.kind) {
    case 'active':
      return state.active?.proposalId ?? Math.max(0, newest);
    case 'fresh':
      return newest + 1;
    case 'old':
      return which.id;
  }
};

const heightRequest = (rig: Rig, step: Step & { readonly kind: 'height' }): BatcherRequest => {
  const height = toHeight(Math.max(0, rig.state.storage.blocks.length + step.offset));
  switch (step.what) {
    case 'start':
      return { kind: 'start_height', height };
    case 'sync':
      return { kind: 'add_sync_block', block: syncBlockOf(height) };
    case 'revert':
      return { kind: 'revert_block', height };
    case 'hash':
      return { kind: 'get_block_hash', height };
  }
};

const beginRequest = (rig: Rig, step: Step & { readonly kind: 'begin' }): BatcherRequest => {
  const proposal = {
    proposalId: idOf(rig, step.which),
    deadline: toTimeUs(rig.now() + 2_000 * MS),
    retrospectiveBlockHash: null,
    blockInfo: infoOf(rig.state.activeHeight ?? 3),
  };
  return step.what === 'propose'
    ? { kind: 'propose_block', proposalRound: toRound(0), ...proposal }
    : { kind: 'validate_block', ...proposal };
};

const requestOf = (rig: Rig, step: Exclude<Step, { kind: 'wait' | 'pool' }>): BatcherRequest => {
  if (step.kind === 'height') return heightRequest(rig, step);
  if (step.kind === 'begin') return beginRequest(rig, step);
  const proposalId = idOf(rig, step.which);
  if (step.kind === 'finish') return { kind: 'finish_proposal', proposalId, finalNExecutedTxs: step.n };
  if (step.kind === 'send') {
    return {
      kind: 'send_txs_for_proposal',
      proposalId,
      txs: [...step.accounts.map((a) => invokeOf(a)), ...(step.l1 ? [l1HandlerOf(1)] : [])],
    };
  }
  switch (step.what) {
    case 'content':
      return { kind: 'get_proposal_content', proposalId };
    case 'abort':
      return { kind: 'abort_proposal', proposalId };
    case 'decide':
      return { kind: 'decision_reached', proposalId };
  }
};

/** An L1 handler repeats only where its provider errs, which is asserted: a proposal is sent one batch at most. */
const hasContent = ({ state: { active, queue } }: Rig): boolean =>
  (active?.role === 'validator' && active.input.length + active.executor.started.length > 0) || queue.length > 0;
const perform = (rig: Rig, step: Step): void => {
  if (step.kind === 'wait') rig.advance(step.us);
  else if (step.kind === 'pool') rig.neighbours.pool.push(invokeOf(step.account, { l2Gas: step.l2Gas }));
  else if (step.kind !== 'send' || !hasContent(rig)) rig.call(requestOf(rig, step));
};

/** One answer per request, in the order of the requests; what is unanswered waits behind the one in progress. */
const checkAnswers = (rig: Rig): void => {
  const { serving, queue } = rig.state;
  const waiting = [...(serving === null ? [] : [serving.call]), ...queue].map((c) => c.callId);
  const answered = [...rig.answers.keys()];
  expect([...answered, ...waiting]).toEqual(Array.from({ length: answered.length + waiting.length }, (_, i) => i));
  if (queue.length > 0) expect(serving).not.toBeNull();
};

/** Proposals that began minus those that ended, over the notes. */
const checkOneActive = (rig: Rig): void => {
  let active: number | null = null;
  for (const note of rig.notes) {
    if (note.kind !== 'batcher_state') continue;
    if (note.state !== 'idle') expect(active).toBeNull();
    active = note.proposalId;
  }
  if (rig.state.active !== null) expect(rig.state.active.proposalId).toBe(active);
};

const UNKNOWN = 99;
const checkUnknown = (rig: Rig): void => {
  if (rig.state.serving !== null) return;
  const notFound = { ok: false, error: { kind: 'batcher_error', error: { code: 'ProposalNotFound', proposalId: UNKNOWN } } };
  expect(rig.call({ kind: 'get_proposal_content', proposalId: UNKNOWN })).toEqual(notFound);
  expect(rig.call({ kind: 'send_txs_for_proposal', proposalId: UNKNOWN, txs: [] })).toEqual(notFound);
  expect(rig.call({ kind: 'finish_proposal', proposalId: UNKNOWN, finalNExecutedTxs: 0 })).toEqual(notFound);
  expect(rig.call({ kind: 'abort_proposal', proposalId: UNKNOWN })).toEqual(notFound);
};

const OPTIONS = { settings: { nConcurrentTxs: 3, inputStreamContentBufferSize: 4, outstreamContentBufferSize: 2 } } as const;

/** Height 3 is started. */
const ready = (): Rig => {
  const rig = rigAt(3, OPTIONS);
  rig.ask({ kind: 'start_height', height: toHeight(3) });
  return rig;
};

test('batcher law: whatever comes in whatever order, one proposal is active, answers come in order and unknown ids are not found', () => {
  fc.assert(
    fc.property(fc.array(STEP, { minLength: 20, maxLength: 60 }), (steps) => {
      const rig = ready();
      for (const step of steps) {
        perform(rig, step);
        checkAnswers(rig);
        checkUnknown(rig);
      }
      checkOneActive(rig);
      // Nothing waits for ever: deadlines end every build.
      rig.advance(100_000 * MS);
      expect([rig.state.serving, rig.state.queue, rig.state.active]).toEqual([null, [], null]);
    }),
  );
});

test('batcher law: a snapshot taken at any step continues like the original', () => {
  fc.assert(
    fc.property(fc.array(STEP, { minLength: 10, maxLength: 40 }), fc.nat(), (steps, cut) => {
      const rig = ready();
      const at = cut % steps.length;
      for (const step of steps.slice(0, at)) perform(rig, step);
      const copy = createRig({ ...OPTIONS, state: clonePlain(rig.state), at: rig.now() });
      copy.neighbours.pool.push(...rig.neighbours.pool);
      const seen = rig.notes.length;
      copy.notes.length = 0;
      for (const step of steps.slice(at)) {
        perform(rig, step);
        perform(copy, step);
      }
      rig.advance(5_000 * MS);
      copy.advance(5_000 * MS);
      expect(copy.notes.map(withoutCallId)).toEqual(rig.notes.slice(seen).map(withoutCallId));
      expect(copy.state.storage).toEqual(rig.state.storage);
    }),
    { numRuns: 60 },
  );
});

/** Two rigs number their calls differently. */
const withoutCallId = (note: object): object => ({ ...note, callId: 0 });
