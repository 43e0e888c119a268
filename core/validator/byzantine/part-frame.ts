// Own proposal parts taken apart and put together again.
import { required } from '../../base/assert.ts';
import type { ProposalPart, StreamId } from '../../types/consensus.ts';
import { encodeProposalPart } from '../../wire/proposal-part.ts';
import { type ProposalMessage, decodeProposalMessage, encodeStreamMessage } from '../../wire/stream-message.ts';
import type { Broadcast, PartBroadcast } from './rewrite.ts';

/** What an own frame says; an own frame always decodes. */
export const readPart = ({ bytes }: PartBroadcast): ProposalMessage => {
  const decoded = decodeProposalMessage(bytes);
  return required(decoded.ok ? decoded.value.value : null, 'readPart: an own frame decodes');
};

/** A frame of a proposal stream; `part` null is its end. */
export const partFrame = (
  streamId: StreamId,
  messageId: number,
  part: ProposalPart | null,
): Pick<Broadcast, 'kind' | 'topic' | 'bytes' | 'what'> => {
  const message = part === null ? ({ kind: 'fin' } as const) : ({ kind: 'content', bytes: encodeProposalPart(part) } as const);
  return {
    kind: 'broadcast',
    topic: 'consensus_proposals',
    bytes: encodeStreamMessage({ streamId, messageId, message }),
    what: {
      kind: 'proposal_part',
      height: streamId.height,
      round: streamId.round,
      messageId,
      part: part?.kind ?? 'end',
      count: part?.kind === 'transactions' ? part.transactions.length : 0,
    },
  };
};
