// What is waited for: a proposal, a part of it, its execution, the bridge, frames on their way, timers.
import { formatMilliseconds, validatorName } from '../format.ts';
import { inFlightAt } from '../messages.ts';
import { proposerAt } from '../network.ts';
import { callName } from '../phrase.ts';
import { type Reason, type Scene, lastEvent, reason } from './scene.ts';

/** A call that takes longer is said to wait; a failed one is told for so long. */
const BRIDGE_PATIENCE_US = 100_000;
const BRIDGE_FAILURE_US = 10_000_000;
const ROUNDS: ReadonlySet<string> = new Set(['round_entered']);
const BUILDS: ReadonlySet<string> = new Set(['build_started']);
const VALIDATIONS: ReadonlySet<string> = new Set(['validation_started']);
const PARTS: ReadonlySet<string> = new Set(['stream_part']);
const ANSWERS: ReadonlySet<string> = new Set(['answer_delivered']);

/** How far each validator is with the proposal of its round. */
export const proposals = (scene: Scene): readonly Reason[] => {
  const { committee, height, view } = scene;
  return scene.inside.flatMap((card): readonly Reason[] => {
    const { index, consensus } = card;
    const { proposal, rack, round } = consensus;
    const one = [index];
    if (proposal?.phase === 'building') return [reason('building', one, { round: round ?? 0 }, lastEvent(scene, index, BUILDS))];
    if (consensus.step !== 'propose') return [];
    if (proposal === null) {
      const leader = consensus.proposer ?? proposerAt(committee, height, round ?? 0, view.network.validators) ?? index;
      return [reason('no_proposal', one, { leader: validatorName(leader), round: round ?? 0 }, lastEvent(scene, index, ROUNDS))];
    }
    const isIncomplete = rack !== null && rack.height === height && rack.round === round && !rack.complete;
    if (isIncomplete)
      return [reason('gap', one, { from: validatorName(rack.from), part: rack.next, round: round ?? 0 }, lastEvent(scene, index, PARTS))];
    return proposal.phase === 'validating' || proposal.phase === 'receiving'
      ? [reason('executing', one, { done: card.batcher.proposal?.executed ?? 0, round: round ?? 0 }, lastEvent(scene, index, VALIDATIONS))]
      : [];
  });
};

/** Calls between the chambers that take long, or failed not long ago. */
export const bridges = (scene: Scene): readonly Reason[] =>
  scene.cards.flatMap(({ index, bridge }): readonly Reason[] => {
    const call = bridge.calls.find(({ sentAt }) => scene.us - sentAt > BRIDGE_PATIENCE_US);
    if (call !== undefined) {
      const params = { call: callName(call.request), seconds: formatMilliseconds(scene.us - call.sentAt), stage: call.stage };
      return [reason('bridge', [index], params)];
    }
    const { last } = bridge;
    if (last === null || last.ok || scene.us - last.at > BRIDGE_FAILURE_US) return [];
    const params = { call: callName(last.request), error: last.error ?? '', seconds: formatMilliseconds(scene.us - last.at) };
    return [reason('bridge_failed', [index], params, lastEvent(scene, index, ANSWERS))];
  });

/** Frames of consensus that are on their way to somebody who runs. */
export const flights = (scene: Scene): readonly Reason[] => {
  const flying = inFlightAt(scene.line.messages, scene.us).filter(
    ({ topic, arriveAt, to, sentAt }) =>
      topic !== 'mempool' && arriveAt !== null && sentAt <= scene.us && scene.cards[to]?.consensus.running === true,
  );
  return flying.length === 0 ? [] : [reason('in_flight', [], { count: flying.length })];
};

/** Timers of the present rounds that will fire. */
export const timers = (scene: Scene): readonly Reason[] => {
  const pending = scene.inside.flatMap(({ index, consensus }) =>
    consensus.timeouts
      .filter(({ round, height, step, at }) => {
        const isCurrent = height === scene.height && round === consensus.round;
        return isCurrent && at >= scene.us && (step === consensus.step || step === 'precommit');
      })
      .map((timeout) => ({ ...timeout, index })),
  );
  const keys = [...new Set(pending.map(({ step, round }) => `${step}/${round}`))];
  return keys.map((key) => {
    const of = pending.filter(({ step, round }) => `${step}/${round}` === key);
    const first = of.reduce((a, b) => (b.at < a.at ? b : a));
    return reason(
      'timer',
      of.map(({ index }) => index),
      {
        step: first.step,
        round: first.round,
        at: formatMilliseconds(first.at),
        seconds: formatMilliseconds(Math.max(0, first.at - scene.us)),
      },
    );
  });
};
