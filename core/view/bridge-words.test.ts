import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import { toTimeUs } from '../types/ids.ts';
import type { BridgeCard } from './bridge-card.ts';
import { answerWord, requestWord } from './bridge-words.ts';

const NONE = { kind: 'none' } as const;
const answer = (part: Partial<NonNullable<BridgeCard['last']>>): string =>
  answerWord({ request: 'get_proposal_content', ok: true, error: null, response: 'done', cargo: NONE, at: toTimeUs(1), ...part });

test('bridge words: a request is named as Apollo does, shortly, with what it carries', () => {
  expect(requestWord({ request: 'get_proposal_content', cargo: NONE })).toBe('GetContent');
  expect(requestWord({ request: 'send_txs_for_proposal', cargo: { kind: 'txs', count: 3 } })).toBe('SendTxs[3]');
  expect(requestWord({ request: 'decision_reached', cargo: NONE })).toBe('DecisionReached');
});

test('bridge words: an answer tells transactions, the first digits of a commitment, or the code of a refusal', () => {
  expect(answer({ response: 'proposal_txs', cargo: { kind: 'txs', count: 2 } })).toBe('Txs[2]');
  expect(answer({ response: 'proposal_finished', cargo: { kind: 'hash', hash: toFelt(0x3f2a99n) } })).toBe('Finished 0x3f2a');
  expect(answer({ ok: false, error: 'ProposalNotFound', response: null })).toBe('ProposalNotFound');
  expect(answer({ ok: false, error: 'CommunicationFailure: connection reset', response: null })).toBe('ClientError');
});
