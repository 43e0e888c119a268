// All byzantine behaviours, one row each. Several may be on at once; they are applied in the order in which they were switched on.
import type { ByzantineBehaviour, ProcessEffect } from '../process.ts';
import { quietProposer } from './quiet-proposer.ts';
import { wrongCommitment } from './wrong-commitment.ts';

/** One effect under one behaviour. */
const rewriteOne = <Timer>(behaviour: ByzantineBehaviour, effect: ProcessEffect<Timer>): readonly ProcessEffect<Timer>[] => {
  switch (behaviour.kind) {
    case 'wrong_commitment':
      return wrongCommitment({ ...behaviour, kind: 'wrong_commitment' }, effect);
    case 'quiet_proposer':
      return quietProposer({ ...behaviour, kind: 'quiet_proposer' }, effect);
  }
};

/** What leaves the process of a validator with these behaviours. */
export const rewriteEffects = <Timer>(
  behaviours: Iterable<ByzantineBehaviour>,
  effects: readonly ProcessEffect<Timer>[],
): readonly ProcessEffect<Timer>[] => {
  let rewritten = effects;
  for (const behaviour of behaviours) rewritten = rewritten.flatMap((effect) => rewriteOne(behaviour, effect));
  return rewritten;
};
