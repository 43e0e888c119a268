// All behaviours at the edge, one row each. Several may be on at once; they are applied in the order in which they were switched on,
// except that a frame is made longer than it may be only when nobody reads it any more.
import type { EdgeFault, Fault } from '../../net/fault.ts';
import { equivocate } from './equivocate.ts';
import { quietProposer } from './quiet-proposer.ts';
import type { EdgeContext, EdgeEffect, Rewrite } from './rewrite.ts';
import { dropPart, invalidTransaction, oneTxTooMany, oversizeStream, reorderStream, reuseStreamId, withholdFin } from './streams.ts';
import { alwaysNil, doubleVote, impersonate, lateVote, withholdVotes } from './votes.ts';
import { wrongCommitment } from './wrong-commitment.ts';

const REWRITES: { readonly [K in EdgeFault['kind']]: Rewrite<K> } = {
  drop_part: dropPart,
  withhold_fin: withholdFin,
  reorder_stream: reorderStream,
  reuse_stream_id: reuseStreamId,
  oversize_stream: oversizeStream,
  one_tx_too_many: oneTxTooMany,
  invalid_transaction: invalidTransaction,
  equivocate,
  double_vote: doubleVote,
  always_nil: alwaysNil,
  late_vote: lateVote,
  withhold_votes: withholdVotes,
  wrong_commitment: wrongCommitment,
  impersonate,
  quiet_proposer: quietProposer,
};

const isEdgeFault = (fault: Fault): fault is EdgeFault => Object.hasOwn(REWRITES, fault.kind);

const rewriteBy = <K extends EdgeFault['kind']>(
  fault: Extract<EdgeFault, { readonly kind: K }>,
  effects: readonly EdgeEffect[],
  context: EdgeContext,
): readonly EdgeEffect[] => {
  const rewrite: Rewrite<K> = REWRITES[fault.kind];
  return rewrite(fault, effects, context);
};

/** Whether the behaviour leaves frames that not even their sender can read. */
const spoilsFrames = ({ kind }: EdgeFault): boolean => kind === 'oversize_stream';

/** What leaves a process while these faults are on. */
export const rewriteEffects = (faults: Iterable<Fault>, effects: readonly EdgeEffect[], context: EdgeContext): readonly EdgeEffect[] => {
  const on = [...faults].filter(isEdgeFault);
  let rewritten = effects;
  for (const isLast of [false, true])
    for (const fault of on) if (spoilsFrames(fault) === isLast) rewritten = rewriteBy(fault, rewritten, context);
  return rewritten;
};
