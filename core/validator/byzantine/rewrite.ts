// What a byzantine behaviour is: a rewriting of the effects that leave the consensus process. Honest code runs unchanged and never reads a flag, so the
// liar's own state stays that of an honest validator (world.md 9).
import type { FrameSummary } from '../../log/event.ts';
import type { ByzantineBehaviour, ProcessEffect } from '../process.ts';

/** Effects in, effects out; a behaviour may drop or change broadcasts, nothing else. */
export type Rewrite<K extends ByzantineBehaviour['kind'] = ByzantineBehaviour['kind']> = <Timer>(
  behaviour: ByzantineBehaviour & { readonly kind: K },
  effect: ProcessEffect<Timer>,
) => readonly ProcessEffect<Timer>[];

/** Every part of a stream that leaves is of an own proposal. */
export const isOwnProposal = (what: FrameSummary, height: number | null): what is FrameSummary & { readonly kind: 'proposal_part' } =>
  what.kind === 'proposal_part' && (height === null || what.height === height);
