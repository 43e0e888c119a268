// A proposer whose Fin names another commitment than its own batcher computed; its own votes still name the true one.
import { required } from '../../base/assert.ts';
import { type Felt, reduceToFelt } from '../../base/felt.ts';
import type { ProposalPart } from '../../types/consensus.ts';
import { encodeProposalPart } from '../../wire/proposal-part.ts';
import { decodeProposalMessage, encodeStreamMessage } from '../../wire/stream-message.ts';
import { type Rewrite, isOwnProposal } from './rewrite.ts';

/** The commitment that the liar names instead of `truth`. */
export const wrongCommitmentOf = (truth: Felt): Felt => reduceToFelt(truth + 1n);

/** Changes the Fin of own proposals. */
export const wrongCommitment: Rewrite<'wrong_commitment'> = ({ height }, effect) => {
  if (effect.kind !== 'broadcast' || !isOwnProposal(effect.what, height) || effect.what.part !== 'fin') return [effect];
  const decoded = decodeProposalMessage(effect.bytes);
  const message = required(decoded.ok ? decoded.value.value : null, 'wrongCommitment: an own frame decodes');
  const part = required(message.part, 'wrongCommitment: a part');
  if (part.kind !== 'fin') return [effect];
  const lie: ProposalPart = { kind: 'fin', fin: { ...part.fin, proposalCommitment: wrongCommitmentOf(part.fin.proposalCommitment) } };
  const { streamId, messageId } = message;
  const bytes = encodeStreamMessage({ streamId, messageId, message: { kind: 'content', bytes: encodeProposalPart(lie) } });
  return [{ ...effect, bytes }];
};
