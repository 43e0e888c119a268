// Goal: each behaviour at the edge changes what leaves in its way, at its height only, and touches nothing else. Method: the frames of one honest proposal
// and of two votes, rewritten; each frame is written as `to:what`, decoded from its bytes, so that log and wire must agree.
import { expect, test } from 'vitest';
import { toFelt } from '../../base/felt.ts';
import { FRAME_BYTES_MAX } from '../../base/limits.ts';
import { createKernel } from '../../crypto/create-kernel.ts';
import { proposalCommitment } from '../../hashes/block-hash.ts';
import type { Fault } from '../../net/fault.ts';
import type { ProposalPart, Vote } from '../../types/consensus.ts';
import { toHeight, toRound, toValidatorIndex, validatorIdOf } from '../../types/ids.ts';
import { decodeProposalMessage } from '../../wire/stream-message.ts';
import { decodeVote, encodeVote } from '../../wire/vote.ts';
import type { ProcessInput } from '../process.ts';
import { partFrame } from './part-frame.ts';
import { rewriteEffects } from './registry.ts';
import { type Broadcast, type EdgeContext, type EdgeEffect, emptyEdgeMemory } from './rewrite.ts';
import { voteFrame } from './vote-frame.ts';

const kernel = createKernel();
const V = toValidatorIndex;
const SELF = V(1);
const PARTIAL = toFelt(0x77);
const FEE = 1_000n;
const VALUE = proposalCommitment(kernel, PARTIAL, FEE);
const TWIN = proposalCommitment(kernel, PARTIAL, FEE - 1n);
const NAMES = new Map([
  [VALUE, 'value'],
  [TWIN, 'twin'],
]);

const INIT: ProposalPart = {
  kind: 'init',
  init: {
    height: toHeight(5),
    round: toRound(0),
    validRound: null,
    proposer: validatorIdOf(SELF),
    timestamp: 9,
    builder: validatorIdOf(SELF),
    l1DaMode: 'blob',
    l2GasPriceFri: 1n,
    l1GasPriceFri: 1n,
    l1DataGasPriceFri: 1n,
    l1GasPriceWei: 1n,
    l1DataGasPriceWei: 1n,
    starknetVersion: '0.14.4',
    versionConstantCommitment: toFelt(0),
    feeProposalFri: FEE,
  },
};
const TXS: ProposalPart = { kind: 'transactions', transactions: [] };
const FIN: ProposalPart = { kind: 'fin', fin: { proposalCommitment: VALUE, executedTransactionCount: 2, finPayload: null } };
const PARTS: readonly (ProposalPart | null)[] = [INIT, TXS, FIN, null];

const log: EdgeEffect = { kind: 'log', body: { kind: 'started', restart: false } };
const timer: EdgeEffect = { kind: 'timer', at: 0 as never, timer: 'tick' };
const proposal = (height: number, round = 0): readonly EdgeEffect[] =>
  PARTS.map((part, i) => partFrame({ height: toHeight(height), round: toRound(round) }, i, part));
const vote = (height: number, voteType: Vote['voteType'], commitment: Vote['commitment']): EdgeEffect =>
  voteFrame({
    kind: 'vote',
    voteType,
    height: toHeight(height),
    round: toRound(0),
    commitment,
    voter: validatorIdOf(SELF),
    rebroadcast: false,
  });
const HONEST: readonly EdgeEffect[] = [log, ...proposal(5), vote(5, 'prevote', VALUE), vote(5, 'precommit', null), timer];

const context = (input: ProcessInput<unknown> = { kind: 'timer', timer: 'tick' }): EdgeContext => ({
  self: SELF,
  id: validatorIdOf(SELF),
  count: 5,
  input,
  kernel,
  memory: { ...emptyEdgeMemory(), partial: PARTIAL },
});

const toWhom = ({ only }: Broadcast): string => (only === undefined ? 'all' : only.join(','));

/** What the bytes say; the summary in the log must say the same. */
const onWire = ({ topic, bytes, what }: Broadcast): string => {
  if (topic === 'consensus_votes') {
    const decoded = decodeVote(bytes);
    if (!decoded.ok) return 'unreadable';
    const { voteType, commitment, voter } = decoded.value.value;
    expect(what).toMatchObject({ kind: 'vote', voteType, commitment, voter });
    const name = commitment === null ? 'nil' : (NAMES.get(commitment) ?? 'other');
    return `${voteType} ${name}${voter === validatorIdOf(SELF) ? '' : ` as ${voter}`}`;
  }
  const decoded = decodeProposalMessage(bytes);
  if (!decoded.ok) return 'unreadable';
  const { streamId, messageId, part } = decoded.value.value;
  expect(what).toMatchObject({ kind: 'proposal_part', messageId, part: part?.kind ?? 'end' });
  const round = streamId.round === 0 ? '' : `r${streamId.round} `;
  if (part?.kind !== 'fin')
    return `${round}${messageId} ${part?.kind ?? 'end'}${part?.kind === 'transactions' ? part.transactions.length : ''}`;
  return `${round}${messageId} fin ${NAMES.get(part.fin.proposalCommitment) ?? 'other'} ${part.fin.executedTransactionCount}`;
};

const story = (effects: readonly EdgeEffect[]): readonly string[] =>
  effects.flatMap((effect) =>
    effect.kind === 'broadcast' ? [`${toWhom(effect)}: ${onWire(effect)}${effect.laterUs === undefined ? '' : ` +${effect.laterUs}`}`] : [],
  );

const INIT_ALL = 'all: 0 init';
const TXS_ALL = 'all: 1 transactions0';
const FIN_ALL = 'all: 2 fin value 2';
const END_ALL = 'all: 3 end';
const STREAM = [INIT_ALL, TXS_ALL, FIN_ALL, END_ALL];
const PREVOTE = 'all: prevote value';
const PRECOMMIT = 'all: precommit nil';
const VOTES = [PREVOTE, PRECOMMIT];

const at = { validator: SELF, height: null } as const;

test.each<[string, Fault, readonly string[]]>([
  ['drop_part', { kind: 'drop_part', ...at, messageId: 1 }, [INIT_ALL, FIN_ALL, END_ALL, ...VOTES]],
  ['withhold_fin', { kind: 'withhold_fin', ...at }, [INIT_ALL, TXS_ALL, ...VOTES]],
  ['reorder_stream', { kind: 'reorder_stream', ...at }, [`${INIT_ALL} +300000`, TXS_ALL, `${FIN_ALL} +300000`, END_ALL, ...VOTES]],
  ['reuse_stream_id', { kind: 'reuse_stream_id', ...at }, [INIT_ALL, TXS_ALL, FIN_ALL, ...VOTES]],
  ['one_tx_too_many', { kind: 'one_tx_too_many', ...at }, [INIT_ALL, TXS_ALL, 'all: 2 fin value 3', END_ALL, ...VOTES]],
  [
    'invalid_transaction',
    { kind: 'invalid_transaction', ...at },
    [INIT_ALL, TXS_ALL, 'all: 2 transactions1', 'all: 3 fin value 3', 'all: 4 end', ...VOTES],
  ],
  ['wrong_commitment', { kind: 'wrong_commitment', ...at }, [INIT_ALL, TXS_ALL, 'all: 2 fin other 2', END_ALL, ...VOTES]],
  ['quiet_proposer', { kind: 'quiet_proposer', ...at }, VOTES],
  ['double_vote', { kind: 'double_vote', ...at }, [...STREAM, '0,2,4: prevote value', '3: prevote nil', PRECOMMIT]],
  ['always_nil', { kind: 'always_nil', ...at }, [...STREAM, 'all: prevote nil', PRECOMMIT]],
  ['withhold_votes', { kind: 'withhold_votes', ...at }, STREAM],
  ['late_vote', { kind: 'late_vote', validator: SELF, byUs: 7 }, [...STREAM, `${PREVOTE} +7`, `${PRECOMMIT} +7`]],
  [
    'impersonate',
    { kind: 'impersonate', validator: SELF, victim: V(3) },
    [...STREAM, PREVOTE, `${PREVOTE} as ${validatorIdOf(V(3))}`, PRECOMMIT, `${PRECOMMIT} as ${validatorIdOf(V(3))}`],
  ],
  [
    'equivocate',
    { kind: 'equivocate', ...at },
    [
      '0,2,4: 0 init',
      '3: 0 init',
      TXS_ALL,
      '0,2,4: 2 fin value 2',
      '3: 2 fin twin 2',
      END_ALL,
      '0,2,4: prevote value',
      '3: prevote twin',
      PRECOMMIT,
    ],
  ],
  ['a fault of another place', { kind: 'slow_committer', validator: SELF, byUs: 7 }, [...STREAM, ...VOTES]],
])('edge: %s', (_kind, fault, expected) => {
  const rewritten = rewriteEffects([fault], HONEST, context());
  expect(story(rewritten)).toEqual(expected);
  expect(rewritten.filter(({ kind }) => kind !== 'broadcast')).toEqual([log, timer]);
});

test('edge: the oversized part is longer than a frame may be, and only that one', () => {
  const frames = rewriteEffects([{ kind: 'oversize_stream', ...at }], proposal(5), context());
  expect(frames.map((frame) => frame.kind === 'broadcast' && frame.bytes.length > FRAME_BYTES_MAX)).toEqual([false, true, false, false]);
});

test('edge: streams of later rounds bear the id of round 0', () => {
  expect(story(rewriteEffects([{ kind: 'reuse_stream_id', ...at }], proposal(5, 2), context()))).toEqual(STREAM);
});

const BOUND: readonly Fault[] = [
  { kind: 'drop_part', ...at, messageId: 1 },
  { kind: 'withhold_fin', ...at },
  { kind: 'reorder_stream', ...at },
  { kind: 'reuse_stream_id', ...at },
  { kind: 'oversize_stream', ...at },
  { kind: 'one_tx_too_many', ...at },
  { kind: 'invalid_transaction', ...at },
  { kind: 'wrong_commitment', ...at },
  { kind: 'quiet_proposer', ...at },
  { kind: 'double_vote', ...at },
  { kind: 'always_nil', ...at },
  { kind: 'withhold_votes', ...at },
  { kind: 'equivocate', ...at },
];

test.each(BOUND.map((fault) => [fault.kind, fault] as const))('edge: %s keeps to its height', (_kind, fault) => {
  const other = { ...fault, height: 6 } as Fault;
  expect(rewriteEffects([other], HONEST, context())).toEqual(HONEST);
  const mine = { ...fault, height: 5 } as Fault;
  expect(rewriteEffects([mine], HONEST, context())).not.toEqual(HONEST);
});

test('edge: several behaviours apply in the order in which they were switched on', () => {
  const nil: Fault = { kind: 'always_nil', ...at };
  const late: Fault = { kind: 'late_vote', validator: SELF, byUs: 3 };
  expect(story(rewriteEffects([nil, late, late], [vote(5, 'prevote', VALUE)], context()))).toEqual(['all: prevote nil +6']);
});

test('edge: any two behaviours go together, whichever was switched on first', () => {
  for (const first of BOUND)
    for (const second of BOUND) {
      const frames = rewriteEffects([first, second], [...HONEST, ...proposal(5, 2)], context());
      const long = frames.filter((frame) => frame.kind === 'broadcast' && frame.bytes.length > FRAME_BYTES_MAX);
      const others = [first, second].some(({ kind }) => kind === 'drop_part' || kind === 'quiet_proposer');
      const isLong = [first, second].some(({ kind }) => kind === 'oversize_stream') && !others;
      expect(long.length > 0, `${first.kind}, ${second.kind}`).toBe(isLong);
    }
});

const heard = (voter: number, from: number, commitment: Vote['commitment']): ProcessInput<unknown> => ({
  kind: 'frame',
  from: V(from),
  topic: 'consensus_votes',
  bytes: encodeVote({
    voteType: 'prevote',
    height: toHeight(5),
    round: toRound(0),
    commitment,
    voter: validatorIdOf(V(voter)),
    signature: [],
  }),
});

test.each<[string, ProcessInput<unknown>, readonly string[]]>([
  ['mirrors a vote to its voter', heard(3, 3, TWIN), ['3: prevote twin']],
  ['mirrors no nil vote', heard(3, 3, null), []],
  ['mirrors no vote in the name of another', heard(2, 3, TWIN), []],
])('edge: an equivocator %s, once', (_what, input, expected) => {
  const edge = context(input);
  expect(story(rewriteEffects([{ kind: 'equivocate', ...at }], [log], edge))).toEqual(expected);
  expect(story(rewriteEffects([{ kind: 'equivocate', ...at }], [log], edge))).toEqual([]);
});
