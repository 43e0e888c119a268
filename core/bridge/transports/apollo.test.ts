// Goal: what the inspector shows of a call is the JSON that Apollo's remote form would send, and a failing call is retried as there.
import { expect, test } from 'vitest';
import { type Felt, toFelt } from '../../base/felt.ts';
import type { BatcherAnswer, BatcherError, BatcherRequest, BatcherRequestKind, BatcherResponse } from '../../types/batcher.ts';
import type { BlockHeaderCommitments, BlockInfo, BouncerWeights, Receipt, StateDiff, SyncBlock } from '../../types/block.ts';
import { toHeight, toRound, toTimeUs } from '../../types/ids.ts';
import type { BridgeSettings } from '../../types/settings.ts';
import type { DeclareV3, DeployAccountV3, HashedTransaction, InvokeV3, L1HandlerV0 } from '../../types/transaction.ts';
import type { TransportError } from '../transport.ts';
import { createApolloTransport } from './apollo.ts';

const local: BridgeSettings = { preset: 'local', transport: 'apollo', latencyUs: 50, attempts: 1, backoffUs: 0, backoffMaxUs: 0 };
const remote: BridgeSettings = {
  preset: 'remote',
  transport: 'apollo',
  latencyUs: 2_000,
  attempts: 16,
  backoffUs: 1_000,
  backoffMaxUs: 1_000_000,
};
const down: TransportError = { code: 'CommunicationFailure', detail: 'connection refused' };
const gaveUp = { kind: 'give_up', error: { kind: 'client_error', reason: 'CommunicationFailure: connection refused' } };

test('apollo transport: the local preset has no bytes and fails at once', () => {
  const transport = createApolloTransport(local);
  expect([transport.name, transport.preset, transport.latencyUs, transport.hasBytes]).toEqual(['apollo', 'local', 50, false]);
  expect(transport.afterFailure(1, down)).toEqual(gaveUp);
});

test('apollo transport: the remote preset tries 16 times, pausing 1 ms doubling to 1 s', () => {
  const transport = createApolloTransport(remote);
  expect(transport.hasBytes).toBe(true);
  const decisions = Array.from({ length: 16 }, (_, i) => transport.afterFailure(i + 1, down));
  const pauses = decisions.slice(0, 15).map((d) => (d.kind === 'wait' ? d.us / 1_000 : null));
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_000, 1_000, 1_000, 1_000, 1_000]);
  expect(decisions[15]).toEqual(gaveUp);
});

test('apollo transport: any transport error is retried, for as many attempts as the setting says', () => {
  const transport = createApolloTransport({ ...remote, attempts: 150 });
  expect(transport.afterFailure(149, { code: 'ResponseError', detail: '503' })).toEqual({ kind: 'wait', us: 1_000_000 });
  expect(transport.afterFailure(150, down)).toEqual(gaveUp);
  expect(() => transport.afterFailure(0, down)).toThrow('attempts count from 1');
});

// ── the JSON of every call ──

const { requestToText, answerToText } = createApolloTransport(remote);
const felt = (n: number): Felt => toFelt(n);
const price = { wei: 1n, fri: 1000n };
const info: BlockInfo = {
  height: toHeight(12),
  timestamp: 1_788_000_100,
  sequencer: felt(0x64),
  gasPrices: { l1Gas: price, l1DataGas: price, l2Gas: price },
  l1DaMode: 'blob',
  starknetVersion: '0.14.4',
};
const pricesJson = { l1_gas_price: '0x1', l1_data_gas_price: '0x1', l2_gas_price: '0x1' };
const infoJson = {
  block_number: 12,
  block_timestamp: 1_788_000_100,
  starknet_version: '0.14.4',
  sequencer_address: '0x64',
  gas_prices: {
    eth_gas_prices: pricesJson,
    strk_gas_prices: { l1_gas_price: '0x3e8', l1_data_gas_price: '0x3e8', l2_gas_price: '0x3e8' },
  },
  use_kzg_da: true,
};
const commitments: BlockHeaderCommitments = {
  transactionCommitment: felt(1),
  eventCommitment: felt(2),
  receiptCommitment: felt(3),
  stateDiffCommitment: felt(4),
  concatenatedCounts: felt(5),
};
const commitmentsJson = {
  transaction_commitment: '0x1',
  event_commitment: '0x2',
  receipt_commitment: '0x3',
  state_diff_commitment: '0x4',
  concatenated_counts: '0x5',
};
const stateDiff: StateDiff = {
  storage: new Map([
    [
      '0xb',
      new Map([
        ['0x2', felt(2)],
        ['0x1', felt(1)],
      ]),
    ],
    ['0xa', new Map()],
  ]),
  nonces: new Map([['0xc', felt(3)]]),
  deployed: new Map([['0xd', felt(4)]]),
  declared: new Map([['0xe', felt(5)]]),
};
const stateDiffJson = {
  deployed_contracts: { '0xd': '0x4' },
  storage_diffs: { '0xa': {}, '0xb': { '0x1': '0x1', '0x2': '0x2' } },
  class_hash_to_compiled_class_hash: { '0xe': '0x5' },
  deprecated_declared_classes: [],
  nonces: { '0xc': '0x3' },
};
const syncBlock: SyncBlock = {
  info,
  stateDiff,
  accountTransactionHashes: [felt(7)],
  l1TransactionHashes: [],
  commitments: null,
  l2GasConsumed: 9,
  nextL2GasPriceFri: 10n,
  feeProposalFri: null,
};

const limits = { maxAmount: 1n, maxPricePerUnit: 2n };
const account = {
  signature: [felt(1)],
  nonce: felt(2),
  resourceBounds: { l1Gas: limits, l2Gas: limits, l1DataGas: limits },
  tip: 3n,
  paymasterData: [],
  nonceDaMode: 0 as const,
  feeDaMode: 1 as const,
};
const limitsJson = { max_amount: '0x1', max_price_per_unit: '0x2' };
const accountJson = {
  version: '0x3',
  signature: ['0x1'],
  nonce: '0x2',
  resource_bounds: { L1_GAS: limitsJson, L2_GAS: limitsJson, L1_DATA_GAS: limitsJson },
  tip: '0x3',
  paymaster_data: [],
  nonce_data_availability_mode: 'L1',
  fee_data_availability_mode: 'L2',
};
const invoke: InvokeV3 = {
  kind: 'invoke_v3',
  ...account,
  sender: felt(5),
  calldata: [felt(6)],
  accountDeploymentData: [],
  proofFacts: [],
  proof: new Uint8Array(0),
};
const declare: DeclareV3 = {
  kind: 'declare_v3',
  ...account,
  sender: felt(5),
  compiledClassHash: felt(6),
  accountDeploymentData: [],
  class: {
    abi: '[]',
    contractClassVersion: '0.1.0',
    program: [felt(1)],
    externals: [{ index: 0, selector: felt(8) }],
    l1Handlers: [],
    constructors: [],
  },
};
const deploy: DeployAccountV3 = {
  kind: 'deploy_account_v3',
  ...account,
  classHash: felt(5),
  addressSalt: felt(6),
  constructorCalldata: [felt(7)],
};
const handler: L1HandlerV0 = { kind: 'l1_handler', nonce: felt(1), address: felt(2), entryPointSelector: felt(3), calldata: [felt(4)] };
const txs: readonly HashedTransaction[] = [invoke, declare, deploy, handler].map((tx, i) => ({ hash: felt(0x10 + i), tx }));
const txsJson = [
  {
    RpcTransaction: {
      tx: { ...accountJson, type: 'INVOKE', sender_address: '0x5', calldata: ['0x6'], account_deployment_data: [] },
      tx_hash: '0x10',
    },
  },
  {
    RpcTransaction: {
      tx: {
        ...accountJson,
        type: 'DECLARE',
        sender_address: '0x5',
        compiled_class_hash: '0x6',
        account_deployment_data: [],
        contract_class: {
          sierra_program: ['0x1'],
          contract_class_version: '0.1.0',
          entry_points_by_type: { CONSTRUCTOR: [], EXTERNAL: [{ function_idx: 0, selector: '0x8' }], L1_HANDLER: [] },
          abi: '[]',
        },
      },
      tx_hash: '0x11',
    },
  },
  {
    RpcTransaction: {
      tx: { ...accountJson, type: 'DEPLOY_ACCOUNT', class_hash: '0x5', contract_address_salt: '0x6', constructor_calldata: ['0x7'] },
      tx_hash: '0x12',
    },
  },
  {
    L1Handler: {
      tx: { version: '0x0', nonce: '0x1', contract_address: '0x2', entry_point_selector: '0x3', calldata: ['0x4'] },
      tx_hash: '0x13',
    },
  },
];

const proposal = { proposalId: 3, deadline: toTimeUs(1_500_000), retrospectiveBlockHash: null, blockInfo: info };
const proposalJson = { proposal_id: 3, deadline: 't+1.500000s', retrospective_block_hash: null, block_info: infoJson };
const hash = { height: toHeight(2), hash: felt(0xff) };
const REQUESTS: readonly (readonly [BatcherRequest, unknown])[] = [
  [
    { kind: 'propose_block', ...proposal, retrospectiveBlockHash: hash, proposalRound: toRound(1) },
    { ProposeBlock: { ...proposalJson, retrospective_block_hash: { number: 2, hash: '0xff' }, proposal_round: 1 } },
  ],
  [{ kind: 'get_proposal_content', proposalId: 3 }, { GetProposalContent: { proposal_id: 3 } }],
  [{ kind: 'validate_block', ...proposal }, { ValidateBlock: proposalJson }],
  [{ kind: 'send_txs_for_proposal', proposalId: 3, txs }, { SendTxsForProposal: { proposal_id: 3, txs: txsJson } }],
  [{ kind: 'finish_proposal', proposalId: 3, finalNExecutedTxs: 4 }, { FinishProposal: { proposal_id: 3, final_n_executed_txs: 4 } }],
  [{ kind: 'abort_proposal', proposalId: 3 }, { AbortProposal: 3 }],
  [{ kind: 'start_height', height: toHeight(1) }, { StartHeight: { height: 1 } }],
  [{ kind: 'get_current_height' }, 'GetCurrentHeight'],
  [{ kind: 'decision_reached', proposalId: 3 }, { DecisionReached: { proposal_id: 3 } }],
  [
    { kind: 'add_sync_block', block: syncBlock },
    {
      AddSyncBlock: [
        {
          state_diff: stateDiffJson,
          account_transaction_hashes: ['0x7'],
          l1_transaction_hashes: [],
          block_header_without_hash: {
            block_number: 12,
            timestamp: 1_788_000_100,
            sequencer: '0x64',
            l1_gas_price: { price_in_fri: '0x3e8', price_in_wei: '0x1' },
            l1_data_gas_price: { price_in_fri: '0x3e8', price_in_wei: '0x1' },
            l2_gas_price: { price_in_fri: '0x3e8', price_in_wei: '0x1' },
            l2_gas_consumed: 9,
            next_l2_gas_price: '0xa',
            l1_da_mode: 'BLOB',
            starknet_version: '0.14.4',
            fee_proposal_fri: null,
          },
          block_header_commitments: null,
        },
        null,
      ],
    },
  ],
  [{ kind: 'revert_block', height: toHeight(1) }, { RevertBlock: { height: 1 } }],
  [{ kind: 'get_block_hash', height: toHeight(1) }, { GetBlockHash: 1 }],
  [{ kind: 'get_state_commitment_infos', height: toHeight(1) }, { GetStateCommitmentInfos: 1 }],
  [{ kind: 'has_state_commitment_infos', height: toHeight(1) }, { HasStateCommitmentInfos: 1 }],
  [{ kind: 'start_round' }, 'StartRound'],
  [
    { kind: 'call_contract', address: felt(1), selector: felt(2), calldata: [felt(3)] },
    { CallContract: { contract_address: '0x1', entry_point: '0x2', calldata: ['0x3'] } },
  ],
];

test.each(REQUESTS.map(([request, data]) => [request.kind, request, data] as const))('apollo json: request %s', (_kind, request, data) => {
  expect(JSON.parse(requestToText(request))).toEqual({ data });
});

test('apollo json: all 16 requests are in the table', () => {
  expect(new Set(REQUESTS.map(([request]) => request.kind)).size).toBe(16);
});

test('apollo json: a proof and its facts appear only where there are some', () => {
  const withProof: HashedTransaction = { hash: felt(1), tx: { ...invoke, proofFacts: [felt(9)], proof: Uint8Array.of(1, 2) } };
  const text = requestToText({ kind: 'send_txs_for_proposal', proposalId: 1, txs: [withProof] });
  expect(text).toContain('"proof_facts":["0x9"],"proof":"0x0102"');
});

const finished = {
  partialBlockHash: felt(0xaa),
  finalNExecutedTxs: 4,
  commitments,
  l2GasUsed: 5,
  parentProposalCommitment: felt(0xbb),
};
const finishedJson = {
  proposal_commitment: { partial_block_hash: '0xaa' },
  final_n_executed_txs: 4,
  block_header_commitments: commitmentsJson,
  l2_gas_used: 5,
  parent_proposal_commitment: { partial_block_hash: '0xbb' },
};
const gas = { l1Gas: 1, l1DataGas: 2, l2Gas: 3 };
const receipt: Receipt = {
  transactionHash: felt(0x10),
  transactionKind: 'invoke_v3',
  status: { kind: 'reverted', reason: 'too poor' },
  actualFee: 16n,
  events: [],
  messages: [],
  gas,
  daGas: gas,
  resources: { steps: 0, memoryHoles: 0, builtins: new Map() },
};
const bouncerWeights: BouncerWeights = {
  l1Gas: 1,
  messageSegmentLength: 2,
  nEvents: 3,
  nTxs: 4,
  stateDiffSize: 5,
  sierraGas: 6,
  provingGas: 7,
  receiptL2Gas: 8,
};
const gasJson = { l1_gas: 1, l1_data_gas: 2, l2_gas: 3 };
const RESPONSES: readonly (readonly [BatcherRequestKind, BatcherResponse, unknown])[] = [
  ['propose_block', { kind: 'done' }, { ProposeBlock: { Ok: null } }],
  ['get_proposal_content', { kind: 'proposal_txs', txs }, { GetProposalContent: { Ok: { content: { Txs: txsJson } } } }],
  [
    'get_proposal_content',
    { kind: 'proposal_finished', info: finished },
    { GetProposalContent: { Ok: { content: { Finished: finishedJson } } } },
  ],
  ['finish_proposal', { kind: 'proposal_finished', info: finished }, { FinishProposal: { Ok: { Finished: finishedJson } } }],
  ['send_txs_for_proposal', { kind: 'processing' }, { SendTxsForProposal: { Ok: 'Processing' } }],
  ['finish_proposal', { kind: 'invalid_proposal', reason: 'no' }, { FinishProposal: { Ok: { InvalidProposal: 'no' } } }],
  ['get_current_height', { kind: 'current_height', height: toHeight(3) }, { GetCurrentHeight: { Ok: { height: 3 } } }],
  [
    'decision_reached',
    { kind: 'decision', decision: { stateDiff, receipts: [receipt], bouncerWeights, parentProposalCommitment: null } },
    {
      DecisionReached: {
        Ok: {
          state_diff: stateDiffJson,
          central_objects: {
            execution_infos: { '0x10': { revert_error: 'too poor', receipt: { fee: '0x10', gas: gasJson, da_gas: gasJson } } },
            bouncer_weights: {
              l1_gas: 1,
              message_segment_length: 2,
              n_events: 3,
              n_txs: 4,
              state_diff_size: 5,
              sierra_gas: 6,
              proving_gas: 7,
              receipt_l2_gas: 8,
            },
            parent_proposal_commitment: null,
          },
        },
      },
    },
  ],
  ['get_block_hash', { kind: 'block_hash', hash: felt(0xcc) }, { GetBlockHash: { Ok: '0xcc' } }],
  ['has_state_commitment_infos', { kind: 'state_commitment_infos', present: true, bytes: null }, { HasStateCommitmentInfos: { Ok: true } }],
  [
    'get_state_commitment_infos',
    { kind: 'state_commitment_infos', present: false, bytes: null },
    { GetStateCommitmentInfos: { Ok: null } },
  ],
  [
    'get_state_commitment_infos',
    { kind: 'state_commitment_infos', present: true, bytes: Uint8Array.of(1) },
    { GetStateCommitmentInfos: { Ok: '0x01' } },
  ],
  ['call_contract', { kind: 'call_result', retdata: [felt(1)] }, { CallContract: { Ok: { retdata: ['0x1'] } } }],
];

test.each(RESPONSES)('apollo json: response to %s %#', (request, value, data) => {
  expect(JSON.parse(answerToText(request, { ok: true, value }) ?? '')).toEqual({ data });
});

const ERRORS: readonly (readonly [BatcherError, unknown])[] = [
  [{ code: 'HeightInProgress' }, 'HeightInProgress'],
  [{ code: 'NotReady' }, 'NotReady'],
  [{ code: 'BlockHashNotFound', height: toHeight(4) }, { BlockHashNotFound: 4 }],
  [{ code: 'ProposalNotFound', proposalId: 4 }, { ProposalNotFound: { proposal_id: 4 } }],
  [
    { code: 'AnotherProposalInProgress', activeProposalId: 1, newProposalId: 2 },
    { AnotherProposalInProgress: { active_proposal_id: 1, new_proposal_id: 2 } },
  ],
  [
    { code: 'InvalidBlockNumber', activeHeight: toHeight(1), blockNumber: toHeight(2) },
    { InvalidBlockNumber: { active_height: 1, block_number: 2 } },
  ],
  [{ code: 'MissingHeaderCommitments', blockNumber: toHeight(2) }, { MissingHeaderCommitments: { block_number: 2 } }],
  [
    { code: 'StorageHeightMarkerMismatch', markerHeight: toHeight(3), requestedHeight: toHeight(4) },
    { StorageHeightMarkerMismatch: { marker_height: 3, requested_height: 4 } },
  ],
  [{ code: 'TimeToDeadlineError', deadline: toTimeUs(1) }, { TimeToDeadlineError: { deadline: 't+0.000001s' } }],
  [{ code: 'ContractCallFailed', reason: 'x' }, { ContractCallFailed: { reason: 'x' } }],
];

test.each(ERRORS.map(([error, json]) => [error.code, error, json] as const))('apollo json: error %s', (_code, error, json) => {
  const answer: BatcherAnswer = { ok: false, error: { kind: 'batcher_error', error } };
  expect(JSON.parse(answerToText('start_height', answer) ?? '')).toEqual({ data: { StartHeight: { Err: json } } });
});

test('apollo json: a transport error has no body', () => {
  expect(answerToText('start_height', { ok: false, error: { kind: 'client_error', reason: 'down' } })).toBeNull();
});
