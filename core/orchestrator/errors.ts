// Names of what can go wrong with a proposal, as Apollo names them. Consensus sees none of them: each ends as "no value" and thus as a nil prevote.
// Source: build_proposal.rs and validate_proposal.rs of apollo_consensus_orchestrator, protocol.md 2.4 and 2.7.
import { type Result, err, ok } from '../base/result.ts';
import type { BatcherAnswer, BatcherClientError, BatcherResponse } from '../types/batcher.ts';

export type BuildProposalErrorCode =
  | 'Batcher'
  | 'RetrospectiveBlockHashError'
  | 'RetrospectiveStateCommitmentInfosError'
  | 'Interrupted'
  | 'CendeWriteError'
  | 'TransactionConverterError'
  | 'ProposalInitConversion'
  /** Names that Apollo has and this process cannot reach: streams and consensus share its memory, and price errors fall back (2.6). */
  | 'SendError'
  | 'ExchangeRateOracle'
  | 'L1GasPriceProvider';

export type ValidateProposalErrorCode =
  | 'Batcher'
  | 'RetrospectiveBlockHashError'
  | 'ProposalInitConversion'
  | 'InvalidProposalInit'
  | 'ValidationTimeout'
  | 'ProposalInterrupted'
  | 'InvalidProposal'
  | 'ProposalPartFailed'
  | 'ProposalFinMismatch'
  /** Unreachable here, as above; a deadline is a sum of integers. */
  | 'SendError'
  | 'ExchangeRateOracle'
  | 'L1GasPriceProvider'
  | 'CannotCalculateDeadline';

export type ValidateProposalError = { readonly code: ValidateProposalErrorCode; readonly detail: string };

/** A client error as text: its name, then its facts. */
export const describeClientError = (error: BatcherClientError): string => {
  if (error.kind === 'client_error') return `ClientError: ${error.reason}`;
  const { code, ...facts } = error.error;
  const entries = Object.entries(facts);
  return entries.length === 0 ? code : `${code} (${entries.map(([name, value]) => `${name} ${value}`).join(', ')})`;
};

/** The answer's value when it has one of the kinds asked for; another kind is a transport error, as in Apollo's client. */
export const expectAnswer = <K extends BatcherResponse['kind']>(
  answer: BatcherAnswer,
  ...kinds: readonly K[]
): Result<BatcherResponse & { readonly kind: K }, BatcherClientError> => {
  if (!answer.ok) return err(answer.error);
  const isExpected = (value: BatcherResponse): value is BatcherResponse & { readonly kind: K } => kinds.some((kind) => kind === value.kind);
  return isExpected(answer.value) ? ok(answer.value) : err({ kind: 'client_error', reason: `UnexpectedResponse ${answer.value.kind}` });
};
