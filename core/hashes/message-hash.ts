// Digests of messages: L1 -> L2 messages (Keccak of 32-byte words) and precommit votes (Blake). Source: commitments.md 1 and 6.
import { required } from '../base/assert.ts';
import { concatBytes } from '../base/bytes.ts';
import { type Felt, feltToBytes, toFelt } from '../base/felt.ts';
import { utf8ToBytes } from '../base/utf8.ts';
import { blakeBytes } from '../crypto/blake.ts';
import { keccak256 } from '../crypto/keccak.ts';
import type { L1HandlerV0 } from '../types/transaction.ts';

const VOTE_PREFIX: Uint8Array = utf8ToBytes('PRECOMMIT_VOTE');

/** The 32-byte hash under which L1 knows the message that `tx` consumes; 256 bits, no felt. calldata[0] is the L1 sender (asserted). */
export const l1ToL2MessageHash = (tx: L1HandlerV0): Uint8Array => {
  const [sender, ...payload] = tx.calldata;
  const from = required(sender, 'l1ToL2MessageHash: calldata that starts with the L1 sender');
  const words = [from, tx.address, tx.nonce, tx.entryPointSelector, toFelt(payload.length), ...payload];
  return keccak256(concatBytes(...words.map(feltToBytes)));
};

/** What a signed precommit would sign; today's votes are unsigned. */
export const precommitDigest = (blockHash: Felt): Felt => blakeBytes(concatBytes(VOTE_PREFIX, feltToBytes(blockHash)));
