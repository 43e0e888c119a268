// Runs one vector of the family `protobuf`: JSON form -> bytes as expected, bytes -> the same message, and what our converters make of the bytes is what
// Apollo's do. `expected.domain` is a text: "ok…", "error: Code words", a number, or "reduced … (0x…)"; of an error the code must be equal and, since
// the rest is prose, one word of it must be a fact of our error (or the type of the message).
import { bytesToHex, hexToBytes, isHexBytes } from '../base/hex.ts';
import { plainToText } from '../base/plain.ts';
import { type DecodeResult, decodeWith, encodeWith, parseWith } from './codec.ts';
import { decodeStarkAuthentication } from './cold/authentication.ts';
import { decodeClassesResponse } from './cold/class.ts';
import { decodeEventsResponse } from './cold/event.ts';
import { decodeHeadersResponse } from './cold/header.ts';
import { decodeSyncRequest } from './cold/iteration.ts';
import { decodeStateDiffsResponse } from './cold/state-diff.ts';
import { decodeTransactionsResponse } from './cold/transaction-in-block.ts';
import { convertConsensusTransaction, convertMempoolTransaction } from './consensus-transaction.ts';
import { wireErrorToText } from './errors.ts';
import * as messages from './generated/messages.ts';
import { MESSAGES } from './generated/schema.ts';
import { decodeMempoolBatch } from './mempool-batch.ts';
import { type Codec, codecOf } from './message-codec.ts';
import { convertProposalFin } from './proposal-fin.ts';
import { convertProposalInit } from './proposal-init.ts';
import { convertTransactionBatch, decodeProposalPart } from './proposal-part.ts';
import { completeMessage, jsonToMessage } from './proto-json.ts';
import { convertResourceBounds } from './resource-bounds.ts';
import { decodeProposalMessage } from './stream-message.ts';
import { decodeVote } from './vote.ts';

type Plain = Readonly<Record<string, unknown>>;

/** What our converters say about bytes of each message type; the values of the first four are numbers. */
const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => DecodeResult<unknown>>> = {
  Felt252: (b) => decodeWith(messages.Felt252, b, (m, r) => r.felt(m, 'Felt252')),
  Hash: (b) => decodeWith(messages.Hash, b, (m, r) => r.hash(m, 'Hash')),
  Address: (b) => decodeWith(messages.Address, b, (m, r) => r.address(m, 'Address')),
  Uint128: (b) => decodeWith(messages.Uint128, b, (m, r) => r.u128(m, 'Uint128')),
  Vote: decodeVote,
  StreamMessage: decodeProposalMessage,
  ProposalPart: decodeProposalPart,
  ProposalInit: (b) => decodeWith(messages.ProposalInit, b, convertProposalInit),
  ProposalFin: (b) => decodeWith(messages.ProposalFin, b, convertProposalFin),
  TransactionBatch: (b) => decodeWith(messages.TransactionBatch, b, convertTransactionBatch),
  ConsensusTransaction: (b) => decodeWith(messages.ConsensusTransaction, b, convertConsensusTransaction),
  ResourceBounds: (b) => decodeWith(messages.ResourceBounds, b, convertResourceBounds),
  MempoolTransaction: (b) => decodeWith(messages.MempoolTransaction, b, convertMempoolTransaction),
  MempoolTransactionBatch: decodeMempoolBatch,
  StarkAuthentication: (b) => decodeStarkAuthentication(b, null),
  BlockHeadersRequest: (b) => decodeSyncRequest('BlockHeadersRequest', b),
  BlockHeadersResponse: decodeHeadersResponse,
  StateDiffsRequest: (b) => decodeSyncRequest('StateDiffsRequest', b),
  StateDiffsResponse: decodeStateDiffsResponse,
  TransactionsRequest: (b) => decodeSyncRequest('TransactionsRequest', b),
  TransactionsResponse: decodeTransactionsResponse,
  ClassesRequest: (b) => decodeSyncRequest('ClassesRequest', b),
  ClassesResponse: decodeClassesResponse,
  EventsRequest: (b) => decodeSyncRequest('EventsRequest', b),
  EventsResponse: decodeEventsResponse,
};

/** Null when the vector passes, otherwise one line that says what differs. A vector of another shape is a failure too. */
export const checkProtobufVector = (vector: unknown): string | null => {
  const { input, expected } = Object(vector) as { readonly input: unknown; readonly expected: unknown };
  const { message_type: type, json } = Object(input) as { readonly message_type: unknown; readonly json: unknown };
  const { hex, domain } = Object(expected) as { readonly hex: unknown; readonly domain: unknown };
  if (typeof type !== 'string' || typeof hex !== 'string' || !isHexBytes(hex)) return 'no protobuf vector: message_type or hex missing';
  if (!Object.hasOwn(MESSAGES, type)) return `unknown message type ${type}`;
  const codec: Codec<Plain, Plain> = codecOf(type);
  const bytes = hexToBytes(hex);
  const message = jsonToMessage(type, json);
  if (!message.ok) return `JSON form: ${message.error}`;
  const encoded = encodeWith(codec, message.value);
  if (bytesToHex(encoded) !== bytesToHex(bytes)) return `encoded ${bytesToHex(encoded)}, expected ${bytesToHex(bytes)}`;
  const parsed = parseWith(codec, bytes);
  if (!parsed.ok) return `decoding: ${wireErrorToText(parsed.error)}`;
  const [got, wanted] = [parsed.value, message.value].map((m) => plainToText(completeMessage(type, m)));
  if (got !== wanted) return `decoded ${got}, expected ${wanted}`;
  return typeof domain === 'string' ? checkDomain(type, bytes, domain) : null;
};

/** A type without a converter passes on its bytes alone when Apollo's answer is "ok". */
const checkDomain = (type: string, bytes: Uint8Array, domain: string): string | null => {
  const isOk = /^ok\b/.test(domain);
  const decode = DECODERS[type];
  if (decode === undefined) return isOk ? null : `no converter for ${type}, expected ${domain}`;
  const result = decode(bytes);
  const said = result.ok
    ? `ok, reduced ${String(result.value.reduced)}, ${plainToText(result.value.value)}`
    : wireErrorToText(result.error);
  const agrees = isOk ? isAccepted(result) : isSame(result, domain, type);
  return agrees ? null : `converter says ${said}, expected ${domain}`;
};

/** Accepted, or refused only because a 64-bit number exceeds our number type: Apollo takes it. */
const isAccepted = (result: DecodeResult<unknown>): boolean =>
  result.ok || (result.error.code === 'TooLarge' && result.error.limit === Number.MAX_SAFE_INTEGER);

const isSame = (result: DecodeResult<unknown>, domain: string, type: string): boolean => {
  const failure = /^error: (\w+)(.*)$/.exec(domain);
  if (failure !== null)
    return !result.ok && result.error.code === failure[1] && namesTheSame(`${type} ${wireErrorToText(result.error)}`, failure[2] ?? '');
  const number = /^(reduced\b.*\()?(0x[0-9a-f]+|\d+)\)?$/i.exec(domain);
  if (number === null || !result.ok || typeof result.value.value !== 'bigint') return false;
  return result.value.value === BigInt(number[2] ?? '') && result.value.reduced === (number[1] !== undefined);
};

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

const namesTheSame = (facts: string, prose: string): boolean => {
  const wanted = wordsOf(prose);
  const ours = wordsOf(facts);
  return wanted.length === 0 || wanted.some((word) => ours.includes(word));
};
