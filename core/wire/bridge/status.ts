// ProposalStatus <-> what a content frame led to: the shape of 2025 for the answers to sending, finishing and aborting a validated proposal.
import { freeze } from '../../base/plain.ts';
import type { FinishedProposalInfo, ProposalId } from '../../types/batcher.ts';
import type { ProposalStatusIn, ProposalStatusOut } from '../generated/messages.ts';
import type { Reading } from '../reading.ts';
import { readFinished, writeFinished } from './answer.ts';

export type StatusValue =
  | { readonly kind: 'processing' }
  | { readonly kind: 'finished'; readonly info: FinishedProposalInfo }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'invalid_proposal'; readonly reason: string };

type Status = { readonly callId: number; readonly proposalId: ProposalId; readonly status: StatusValue };

export const writeStatus = ({ callId, proposalId, status }: Status): ProposalStatusIn => {
  switch (status.kind) {
    case 'processing':
      return { callId, proposalId, processing: {} };
    case 'finished':
      return { callId, proposalId, finished: writeFinished(status.info) };
    case 'aborted':
      return { callId, proposalId, aborted: {} };
    case 'invalid_proposal':
      return { callId, proposalId, invalidProposal: { reason: status.reason } };
  }
};

const readValue = (message: ProposalStatusOut, reading: Reading): StatusValue => {
  switch (reading.present(message.status, 'ProposalStatus::status')) {
    case 'processing':
      return freeze({ kind: 'processing' });
    case 'finished':
      return freeze({ kind: 'finished', info: readFinished(message.finished, reading) });
    case 'aborted':
      return freeze({ kind: 'aborted' });
    case 'invalidProposal':
      return freeze({ kind: 'invalid_proposal', reason: reading.present(message.invalidProposal, 'invalid_proposal').reason });
  }
};

export const readStatus = (message: ProposalStatusOut, reading: Reading): Status => ({
  callId: reading.count(message.callId, 'call_id'),
  proposalId: reading.count(message.proposalId, 'proposal_id'),
  status: readValue(message, reading),
});
