// Short names of what crosses a bridge, for a place a few letters wide; Apollo's identifiers, the same in every language (experience.md D3).
import type { BatcherRequestKind } from '../types/batcher.ts';
import { type BridgeCard, type BridgeCargo, type LastRequest } from './bridge-card.ts';
import { callName } from './phrase.ts';

const SHORT: Readonly<Partial<Record<BatcherRequestKind, string>>> = {
  get_proposal_content: 'GetContent',
  send_txs_for_proposal: 'SendTxs',
  finish_proposal: 'Finish',
  abort_proposal: 'Abort',
};

/** Hex digits of a commitment that fit. */
const DIGITS = 4;

const cargoWord = (cargo: BridgeCargo): string => {
  switch (cargo.kind) {
    case 'none':
      return '';
    case 'txs':
      return `[${cargo.count}]`;
    case 'hash':
      return ` 0x${cargo.hash.toString(16).slice(0, DIGITS)}`;
  }
};

/** `GetContent`, `SendTxs[3]`. */
export const requestWord = ({ request, cargo }: Pick<LastRequest, 'request' | 'cargo'>): string =>
  `${SHORT[request] ?? callName(request)}${cargoWord(cargo)}`;

/** `Txs[3]`, `Finished 0x3f2a`, `ok`, or the code of an error. */
export const answerWord = (last: NonNullable<BridgeCard['last']>): string => {
  // A failure of the transport has a reason in words, a refusal of the batcher a code.
  if (!last.ok) return /^\w+$/.test(last.error ?? '') ? (last.error ?? '') : 'ClientError';
  switch (last.response) {
    case 'proposal_txs':
      return `Txs${cargoWord(last.cargo)}`;
    case 'proposal_finished':
      return `Finished${cargoWord(last.cargo)}`;
    case 'processing':
      return 'Processing';
    case 'invalid_proposal':
      return 'Invalid';
    case 'done':
    case 'current_height':
    case 'decision':
    case 'block_hash':
    case 'state_commitment_infos':
    case 'call_result':
    case null:
      return 'ok';
  }
};
