// Goal: every rule of Apollo's converters (commitments.md 7) that is not plain copying, and our own limits. Method: a table per message; each case is a
// valid JSON form with one thing changed, and the refusal it must meet.
import { expect, test } from 'vitest';
import { feltFromHex } from '../base/felt.ts';
import { BATCH_TRANSACTIONS_MAX, CALLDATA_FELTS_MAX, FRAME_BYTES_MAX, PROOF_BYTES_MAX, SIGNATURE_FELTS_MAX } from '../base/limits.ts';
import { type DecodeResult, encodeWith } from './codec.ts';
import { decodeStarkAuthentication } from './cold/authentication.ts';
import { decodeClassesResponse } from './cold/class.ts';
import { decodeEventsResponse } from './cold/event.ts';
import { decodeHeadersResponse } from './cold/header.ts';
import { decodeSyncRequest } from './cold/iteration.ts';
import { decodeStateDiffsResponse } from './cold/state-diff.ts';
import { decodeTransactionsResponse } from './cold/transaction-in-block.ts';
import { wireErrorToText } from './errors.ts';
import { codecOf } from './message-codec.ts';
import { decodeMempoolBatch } from './mempool-batch.ts';
import { decodeProposalPart } from './proposal-part.ts';
import { jsonToMessage } from './proto-json.ts';
import { decodeProposalMessage, decodeStreamMessage } from './stream-message.ts';
import { decodeVote } from './vote.ts';

type Json = Record<string, unknown>;
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
/** A felt, hash or address of the given number. */
const f = (n: bigint | number, bytes = 32): Json => ({
  elements: base64(
    BigInt(n)
      .toString(16)
      .padStart(2 * bytes, '0'),
  ),
});
const P = 2n ** 251n + 17n * 2n ** 192n + 1n;
const list = (count: number): Json[] => Array.from({ length: count }, (_, i) => f(i));

const encode = (type: string, json: Json): Uint8Array => {
  const message = jsonToMessage(type, json);
  if (!message.ok) throw new Error(message.error);
  return encodeWith(codecOf(type), message.value);
};
const said = (result: DecodeResult<unknown>): string =>
  result.ok ? `ok${result.value.reduced ? ', reduced' : ''}` : wireErrorToText(result.error);

const limit = { max_amount: '1', max_price_per_unit: f(1) };
const zero = { max_amount: '0', max_price_per_unit: f(0) };
const bounds = { l1_gas: limit, l2_gas: limit, l1_data_gas: limit };
const invoke = { sender: f(1), signature: {}, resource_bounds: bounds, nonce: f(0) };
const deploy = { signature: {}, class_hash: f(1), nonce: f(0), address_salt: f(0), resource_bounds: bounds };
const common = { sender: f(1), signature: {}, nonce: f(0), compiled_class_hash: f(1), resource_bounds: bounds };
const sierra = { abi: '', entry_points: {}, contract_class_version: '0.1.0' };
const handler = { nonce: f(0), address: f(1), entry_point_selector: f(1) };
const vote = { height: '1', voter: f(100), signature: {} };
const u128 = { low: '1' };
const init = {
  height: '1',
  proposer: f(100),
  builder: f(100),
  l2_gas_price_fri: u128,
  l1_gas_price_fri: u128,
  l1_data_gas_price_fri: u128,
  l1_gas_price_wei: u128,
  l1_data_gas_price_wei: u128,
  starknet_version: '0.14.4',
  version_constant_commitment: f(0),
};
const parts = { concatenated_counts: f(1), transaction_commitment: f(1), event_commitment: f(1), receipt_commitment: f(1) };
const payload = { commitment_parts: parts, l2_gas_info: { next_l2_gas_price_fri: {} } };
const header = {
  block_hash: f(1),
  parent_hash: f(1),
  sequencer_address: f(1),
  state_root: f(1),
  state_diff_commitment: {},
  transactions: {},
  events: {},
  protocol_version: '0.14.4',
  l1_gas_price_fri: u128,
  l1_gas_price_wei: u128,
  l1_data_gas_price_fri: u128,
  l1_data_gas_price_wei: u128,
  l2_gas_price_fri: u128,
  l2_gas_price_wei: u128,
  next_l2_gas_price: {},
};
const resources = { builtins: {}, gas_consumed: {}, da_gas_consumed: {} };
const receipt = { actual_fee: f(1), execution_resources: resources };

const tx = (json: Json): Json => ({ transactions: { transactions: [json] } });
const inBlock = (json: Json, receiptOf: Json = { invoke: { common: receipt } }): Json => ({
  transaction_with_receipt: { transaction: { transaction_hash: f(9), ...json }, receipt: receiptOf },
});

type Case = readonly [what: string, json: Json, expected: string];
const check = (subject: string, decode: (bytes: Uint8Array) => DecodeResult<unknown>, cases: readonly Case[]): void => {
  test.each(cases)(`${subject}: %s`, (_what, json, expected) => {
    expect(said(decode(encode(subject, json)))).toBe(expected);
  });
};
const without = <T extends Json>(json: T, key: keyof T): Json => ({ ...json, [key]: null });

check('Vote', decodeVote, [
  ['a missing signature is an empty one', without(vote, 'signature'), 'ok'],
  [
    'a hash of 31 bytes is refused',
    { ...vote, proposal_commitment: f(1, 31) },
    'BytesDataLengthMismatch: Hash proposal_commitment of 31 bytes, expected 32',
  ],
  [
    'an empty hash is refused',
    { ...vote, proposal_commitment: {} },
    'BytesDataLengthMismatch: Hash proposal_commitment of 0 bytes, expected 32',
  ],
  ['an address of 33 bytes is refused', { ...vote, voter: f(1, 33) }, 'BytesDataLengthMismatch: Address voter of 33 bytes, expected 32'],
  ['an address of 2^251 - 1 is accepted', { ...vote, voter: f(2n ** 251n - 1n) }, 'ok'],
  ['an address of P is reduced to zero first', { ...vote, voter: f(P) }, 'ok, reduced'],
  ['a commitment of 2^256 - 1 is reduced', { ...vote, proposal_commitment: f(2n ** 256n - 1n) }, 'ok, reduced'],
  ['a commitment of P - 1 is no reduction', { ...vote, proposal_commitment: f(P - 1n) }, 'ok'],
  [
    'a signature of too many felts is refused',
    { ...vote, signature: { items: list(SIGNATURE_FELTS_MAX + 1) } },
    `TooLarge: signature ${SIGNATURE_FELTS_MAX + 1}, limit ${SIGNATURE_FELTS_MAX}`,
  ],
  [
    'a height that no number of ours holds is refused',
    { ...vote, height: '9007199254740992' },
    'TooLarge: height 9007199254740992, limit 9007199254740991',
  ],
  ["Apollo's refusals come before our limits", { height: '9007199254740992' }, 'MissingField: voter'],
]);

check('StreamMessage', decodeStreamMessage, [
  ['a stream id of 12 bytes is accepted', { fin: {}, stream_id: base64('00'.repeat(12)) }, 'ok'],
  [
    'a stream id of 11 bytes is refused',
    { fin: {}, stream_id: base64('00'.repeat(11)) },
    'DecodeError: stream_id: invalid length, expected 12 bytes, got 11',
  ],
  ['no stream id is refused', { fin: {} }, 'DecodeError: stream_id: invalid length, expected 12 bytes, got 0'],
  ['content is not looked into', { content: base64('ff'), stream_id: base64('00'.repeat(12)) }, 'ok'],
]);

test('StreamMessage: a part that does not decode refuses the whole message, before its stream id is looked at', () => {
  expect(said(decodeProposalMessage(encode('StreamMessage', { content: '' })))).toBe('MissingField: part');
  expect(said(decodeProposalMessage(encode('StreamMessage', { content: base64('ff') })))).toMatch(/^DecodeError: index out of range/);
});

check('ProposalPart', decodeProposalPart, [
  ['no part is refused', {}, 'MissingField: part'],
  ['a part may be an empty batch', { transactions: {} }, 'ok'],
  ['init: a whole one is accepted', { init }, 'ok'],
  ['init: the proposer is required', { init: without(init, 'proposer') }, 'MissingField: proposer'],
  ['init: the builder is required', { init: without(init, 'builder') }, 'MissingField: builder'],
  ['init: the L2 price is required', { init: without(init, 'l2_gas_price_fri') }, 'MissingField: l2_gas_price_fri'],
  ['init: the L1 price in fri is required', { init: without(init, 'l1_gas_price_fri') }, 'MissingField: l1_gas_price_fri'],
  ['init: the L1 data price in fri is required', { init: without(init, 'l1_data_gas_price_fri') }, 'MissingField: l1_data_gas_price_fri'],
  ['init: the L1 price in wei is required', { init: without(init, 'l1_gas_price_wei') }, 'MissingField: l1_gas_price_wei'],
  ['init: the L1 data price in wei is required', { init: without(init, 'l1_data_gas_price_wei') }, 'MissingField: l1_data_gas_price_wei'],
  [
    'init: a third DA mode is out of range',
    { init: { ...init, l1_da_mode: 2 } },
    'OutOfRangeValue: DataAvailabilityMode l1_da_mode, got 2',
  ],
  [
    'init: a version with a leading zero is unknown',
    { init: { ...init, starknet_version: '0.14.04' } },
    'OutOfRangeValue: starknet version starknet_version, got 0.14.04',
  ],
  ['init: no version is unknown', { init: without(init, 'starknet_version') }, 'OutOfRangeValue: starknet version starknet_version, got '],
  [
    'init: a very long version is not even looked up',
    { init: { ...init, starknet_version: '1'.repeat(33) } },
    'TooLarge: starknet_version 33, limit 32',
  ],
  ['fin: the payload is optional', { fin: { proposal_commitment: f(1) } }, 'ok'],
  ['fin: the parent is optional', { fin: { proposal_commitment: f(1), fin_payload: payload } }, 'ok'],
  [
    'fin: the gas info is required although the schema says optional',
    { fin: { proposal_commitment: f(1), fin_payload: without(payload, 'l2_gas_info') } },
    'MissingField: l2_gas_info',
  ],
  [
    'fin: the next price is required',
    { fin: { proposal_commitment: f(1), fin_payload: { ...payload, l2_gas_info: {} } } },
    'MissingField: next_l2_gas_price_fri',
  ],
  [
    'fin: the commitment parts are required',
    { fin: { proposal_commitment: f(1), fin_payload: without(payload, 'commitment_parts') } },
    'MissingField: commitment_parts',
  ],
  [
    'fin: the counts are required',
    { fin: { proposal_commitment: f(1), fin_payload: { ...payload, commitment_parts: without(parts, 'concatenated_counts') } } },
    'MissingField: concatenated_counts',
  ],
  [
    'fin: counts have 32 bytes',
    { fin: { proposal_commitment: f(1), fin_payload: { ...payload, commitment_parts: { ...parts, concatenated_counts: f(1, 4) } } } },
    'BytesDataLengthMismatch: Felt252 concatenated_counts of 4 bytes, expected 32',
  ],
  [
    'a batch of the largest size is accepted',
    { transactions: { transactions: Array.from({ length: BATCH_TRANSACTIONS_MAX }, () => ({ l1_handler: handler })) } },
    'ok',
  ],
  [
    'a larger batch is refused',
    { transactions: { transactions: Array.from({ length: BATCH_TRANSACTIONS_MAX + 1 }, () => ({})) } },
    `TooLarge: transactions of a batch ${BATCH_TRANSACTIONS_MAX + 1}, limit ${BATCH_TRANSACTIONS_MAX}`,
  ],
  ['an invoke is accepted', tx({ invoke_v3: { invoke } }), 'ok'],
  ['an invoke needs its sender', tx({ invoke_v3: { invoke: without(invoke, 'sender') } }), 'MissingField: InvokeV3::sender'],
  [
    'an invoke needs its signature message',
    tx({ invoke_v3: { invoke: without(invoke, 'signature') } }),
    'MissingField: InvokeV3::signature',
  ],
  ['an invoke needs its nonce', tx({ invoke_v3: { invoke: without(invoke, 'nonce') } }), 'MissingField: InvokeV3::nonce'],
  [
    'an invoke needs its bounds',
    tx({ invoke_v3: { invoke: without(invoke, 'resource_bounds') } }),
    'MissingField: InvokeV3::resource_bounds',
  ],
  [
    'a third volition domain is out of range',
    tx({ invoke_v3: { invoke: { ...invoke, fee_data_availability_mode: 2 } } }),
    'OutOfRangeValue: VolitionDomain fee_data_availability_mode, got 2',
  ],
  [
    'bounds need L1 gas',
    tx({ invoke_v3: { invoke: { ...invoke, resource_bounds: without(bounds, 'l1_gas') } } }),
    'MissingField: ResourceBounds::l1_gas',
  ],
  [
    'bounds need L2 gas',
    tx({ invoke_v3: { invoke: { ...invoke, resource_bounds: without(bounds, 'l2_gas') } } }),
    'MissingField: ResourceBounds::l2_gas',
  ],
  [
    'a price of 2^128 is out of range',
    tx({ invoke_v3: { invoke: { ...invoke, resource_bounds: { ...bounds, l2_gas: { max_price_per_unit: f(2n ** 128n) } } } } }),
    'OutOfRangeValue: u128 ResourceBounds::ResourceLimits::max_price_per_unit, got 0x100000000000000000000000000000000',
  ],
  [
    'a price of P + 1 is reduced to 1',
    tx({ invoke_v3: { invoke: { ...invoke, resource_bounds: { ...bounds, l2_gas: { max_price_per_unit: f(P + 1n) } } } } }),
    'ok, reduced',
  ],
  [
    'the legacy form of bounds is refused',
    tx({ invoke_v3: { invoke: { ...invoke, resource_bounds: { l1_gas: limit, l2_gas: zero, l1_data_gas: zero } } } }),
    'MissingField: ResourceBounds::l1_data_gas',
  ],
  [
    'an L2 amount of zero with L1 data gas is no legacy form',
    tx({ invoke_v3: { invoke: { ...invoke, resource_bounds: { l1_gas: zero, l2_gas: zero, l1_data_gas: limit } } } }),
    'ok',
  ],
  [
    'too much calldata is refused',
    tx({ invoke_v3: { invoke: { ...invoke, calldata: list(CALLDATA_FELTS_MAX + 1) } } }),
    `TooLarge: calldata ${CALLDATA_FELTS_MAX + 1}, limit ${CALLDATA_FELTS_MAX}`,
  ],
  [
    'a long proof is refused',
    tx({ invoke_v3: { invoke, proof: base64('00'.repeat(PROOF_BYTES_MAX + 1)) } }),
    `TooLarge: proof ${PROOF_BYTES_MAX + 1}, limit ${PROOF_BYTES_MAX}`,
  ],
  [
    'a deploy account needs its class hash',
    tx({ deploy_account_v3: without(deploy, 'class_hash') }),
    'MissingField: DeployAccountV3::class_hash',
  ],
  [
    'a deploy account needs its salt',
    tx({ deploy_account_v3: without(deploy, 'address_salt') }),
    'MissingField: DeployAccountV3::address_salt',
  ],
  [
    'the legacy form of a deploy account is refused',
    tx({ deploy_account_v3: { ...deploy, resource_bounds: { l1_gas: limit, l2_gas: zero, l1_data_gas: zero } } }),
    'MissingField: ResourceBounds::l1_data_gas',
  ],
  ['a declare is accepted', tx({ declare_v3: { common, class: sierra } }), 'ok'],
  ['a declare needs its common part', tx({ declare_v3: { class: sierra } }), 'MissingField: DeclareV3WithClass::common'],
  ['a declare needs its class', tx({ declare_v3: { common } }), 'MissingField: DeclareV3WithClass::class'],
  [
    'a declare needs its compiled class hash',
    tx({ declare_v3: { common: without(common, 'compiled_class_hash'), class: sierra } }),
    'MissingField: DeclareV3Common::compiled_class_hash',
  ],
  [
    'a class needs the message of its entry points',
    tx({ declare_v3: { common, class: without(sierra, 'entry_points') } }),
    'MissingField: Cairo1Class::entry_points',
  ],
  [
    'an entry point needs its selector',
    tx({ declare_v3: { common, class: { ...sierra, entry_points: { externals: [{}] } } } }),
    'MissingField: SierraEntryPoint::selector',
  ],
  ['a handler needs its nonce', tx({ l1_handler: without(handler, 'nonce') }), 'MissingField: L1HandlerV0::nonce'],
  ['a handler needs its address', tx({ l1_handler: without(handler, 'address') }), 'MissingField: L1HandlerV0::address'],
  [
    'a handler needs its selector',
    tx({ l1_handler: without(handler, 'entry_point_selector') }),
    'MissingField: L1HandlerV0::entry_point_selector',
  ],
]);

check('MempoolTransactionBatch', decodeMempoolBatch, [
  ['an empty batch is accepted', {}, 'ok'],
  ['a transaction without a kind is refused', { transactions: [{}] }, 'MissingField: RpcTransaction::txn'],
  ['a proof travels along', { transactions: [{ invoke_v3: { invoke, proof: base64('0102') } }] }, 'ok'],
]);

check('StarkAuthentication', (bytes) => decodeStarkAuthentication(bytes, null), [
  ['nothing is refused', {}, 'MissingField: StarkAuthentication::message'],
  ['a signature is accepted', { signature: { signature: list(2) } }, 'ok'],
  [
    'the key is required',
    { challenge_and_identity: { challenge: base64('00'.repeat(16)) } },
    'MissingField: ChallengeAndIdentity::operational_public_key',
  ],
  [
    'a challenge of 16 bytes is accepted',
    { challenge_and_identity: { operational_public_key: f(1), challenge: base64('00'.repeat(16)) } },
    'ok',
  ],
]);

test('StarkAuthentication: the variant that was not asked for is a WrongEnumVariant', () => {
  const bytes = encode('StarkAuthentication', { signature: {} });
  expect(said(decodeStarkAuthentication(bytes, 'signature'))).toBe('ok');
  expect(said(decodeStarkAuthentication(bytes, 'challenge_and_identity'))).toBe(
    'WrongEnumVariant: StarkAuthenticationMessage, got signature, expected challenge_and_identity',
  );
});

check('EventsRequest', (bytes) => decodeSyncRequest('EventsRequest', bytes), [
  ['the iteration is required', {}, 'MissingField: EventsRequest::iteration'],
  ['the start is required', { iteration: {} }, 'MissingField: Iteration::start'],
  ['a start of zero counts as one', { iteration: { block_number: '0' } }, 'ok'],
  ['a third direction is out of range', { iteration: { block_number: '0', direction: 2 } }, 'OutOfRangeValue: Direction direction, got 2'],
]);

check('BlockHeadersResponse', decodeHeadersResponse, [
  ['nothing is refused', {}, 'MissingField: BlockHeadersResponse::header_message'],
  ['the end is accepted', { fin: {} }, 'ok'],
  ['roots may be absent', { header }, 'ok'],
  [
    'the state diff commitment may not',
    { header: without(header, 'state_diff_commitment') },
    'MissingField: SignedBlockHeader::state_diff_commitment',
  ],
  ['nor the transactions', { header: without(header, 'transactions') }, 'MissingField: SignedBlockHeader::transactions'],
  ['a signature needs both halves', { header: { ...header, signatures: [{ r: f(1) }] } }, 'MissingField: SignedBlockHeader::s'],
  ['a fee proposal is read', { header: { ...header, fee_proposal_fri: { high: '1' } } }, 'ok'],
]);

check('StateDiffsResponse', decodeStateDiffsResponse, [
  ['nothing is refused', {}, 'MissingField: StateDiffsResponse::state_diff_message'],
  ['an address alone is accepted', { contract_diff: { address: f(1) } }, 'ok'],
  ['the address is required', { contract_diff: {} }, 'MissingField: ContractDiff::address'],
  ['a value is required', { contract_diff: { address: f(1), values: [{ key: f(1) }] } }, 'MissingField: ContractStoredValue::value'],
  ['the domain is ignored', { contract_diff: { address: f(1), domain: 7 } }, 'ok'],
  ['a class hash is required', { declared_class: {} }, 'MissingField: DeclaredClass::class_hash'],
]);

check('ClassesResponse', decodeClassesResponse, [
  ['nothing is refused', {}, 'MissingField: ClassesResponse::class_message'],
  ['a class needs a kind', { class: { class_hash: f(1) } }, 'MissingField: Class::class'],
  ['a class needs its hash', { class: { cairo1: sierra } }, 'MissingField: Class::class_hash'],
  [
    'a Cairo 0 entry point needs its selector',
    { class: { cairo0: { externals: [{}] }, class_hash: f(1) } },
    'MissingField: EntryPoint::selector',
  ],
  ['both kinds are accepted', { class: { cairo0: {}, class_hash: f(1) } }, 'ok'],
]);

check('EventsResponse', decodeEventsResponse, [
  ['nothing is refused', {}, 'MissingField: EventsResponse::event_message'],
  ['an event needs its transaction', { event: { from_address: f(1) } }, 'MissingField: Event::transaction_hash'],
  [
    'the emitter is an address',
    { event: { transaction_hash: f(1), from_address: f(2n ** 251n) } },
    `OutOfRangeValue: PatriciaKey Event::from_address, got 0x8${'0'.repeat(62)}`,
  ],
]);

check('TransactionsResponse', decodeTransactionsResponse, [
  ['nothing is refused', {}, 'MissingField: TransactionsResponse::transaction_message'],
  ['the hash is required here', inBlock({ transaction_hash: null, invoke_v3: invoke }), 'MissingField: Transaction::transaction_hash'],
  ['a transaction needs a kind', inBlock({}), 'MissingField: Transaction::txn'],
  ['an invoke is accepted', inBlock({ invoke_v3: invoke }), 'ok'],
  [
    'the legacy form of bounds is accepted here',
    inBlock({ invoke_v3: { ...invoke, resource_bounds: { l1_gas: limit, l2_gas: zero, l1_data_gas: zero } } }),
    'ok',
  ],
  ['a declare travels without its class', inBlock({ declare_v3: { common, class_hash: f(1) } }), 'ok'],
  ['and needs its class hash', inBlock({ declare_v3: { common } }), 'MissingField: DeclareV3WithoutClass::class_hash'],
  ['a legacy invoke is checked', inBlock({ invoke_v1: { max_fee: f(1), signature: {}, sender: f(1) } }), 'MissingField: InvokeV1::nonce'],
  [
    'a legacy fee is a u128',
    inBlock({ declare_v0: { max_fee: f(2n ** 128n) } }),
    'OutOfRangeValue: u128 DeclareV0::max_fee, got 0x100000000000000000000000000000000',
  ],
  ['a legacy deploy needs its salt', inBlock({ deploy: { class_hash: f(1) } }), 'MissingField: Deploy::address_salt'],
  [
    'the receipt is required',
    { transaction_with_receipt: { transaction: { transaction_hash: f(1), invoke_v3: invoke } } },
    'MissingField: TransactionWithReceipt::output',
  ],
  ['a receipt needs a kind', inBlock({ invoke_v3: invoke }, {}), 'MissingField: Receipt::type'],
  ['a receipt needs its common part', inBlock({ invoke_v3: invoke }, { declare: {} }), 'MissingField: Common'],
  [
    'a receipt needs its gas',
    inBlock({ invoke_v3: invoke }, { invoke: { common: { ...receipt, execution_resources: without(resources, 'gas_consumed') } } }),
    'MissingField: ExecutionResources::gas_consumed',
  ],
  [
    'a receipt of a deployment needs the address',
    inBlock({ invoke_v3: invoke }, { deploy_account: { common: receipt } }),
    'MissingField: deploy_account::contract_address',
  ],
  [
    'a message goes to 20 bytes',
    inBlock({ invoke_v3: invoke }, { invoke: { common: { ...receipt, messages_sent: [{ from_address: f(1), to_address: f(1) }] } } }),
    'BytesDataLengthMismatch: EthereumAddress to_address of 32 bytes, expected 20',
  ],
]);

test('TransactionsResponse: the presence of a revert reason, even an empty one, makes a receipt a reverted one', () => {
  const bytes = encode('TransactionsResponse', inBlock({ invoke_v3: invoke }, { invoke: { common: { ...receipt, revert_reason: '' } } }));
  expect(decodeTransactionsResponse(bytes)).toMatchObject({ value: { value: { receipt: { status: { kind: 'reverted', reason: '' } } } } });
});

test('decoders: bytes beyond the frame limit are refused unread', () => {
  expect(said(decodeVote(new Uint8Array(FRAME_BYTES_MAX + 1)))).toBe(`TooLarge: bytes ${FRAME_BYTES_MAX + 1}, limit ${FRAME_BYTES_MAX}`);
});

test('decoders: invalid UTF-8 in a text is a DecodeError', () => {
  expect(said(decodeProposalPart(Uint8Array.from([0x0a, 0x03, 0x6a, 0x01, 0xff])))).toMatch(/^DecodeError/);
});

test('Vote: reduced felts are the canonical ones', () => {
  const decoded = decodeVote(encode('Vote', { ...vote, voter: f(P + 100n), proposal_commitment: f(P + 5n) }));
  expect(decoded).toMatchObject({ value: { reduced: true, value: { voter: feltFromHex('0x64'), commitment: feltFromHex('0x5') } } });
});
