// A hostile validator for the sweep: honest inside, but what leaves its edge is doubled, dropped, bent or made up. It may vote twice and propose anything;
// in the name of others it votes only where that is asked for, since votes are unsigned and safety would be lost by design.
import { FELT_PRIME, type Felt, toFelt } from '../core/base/felt.ts';
import { type RngState, createRng, nextBelow, nextBetween } from '../core/base/rng.ts';
import type { FrameSummary } from '../core/log/frame-summary.ts';
import type { ProposalInit, ProposalPart, Vote } from '../core/types/consensus.ts';
import { toHeight, toRound, toValidatorIndex, validatorIdOf } from '../core/types/ids.ts';
import type { SierraClass, Transaction } from '../core/types/transaction.ts';
import type { ProcessEffect, ProcessMachine } from '../core/validator/process.ts';
import { encodeMempoolBatch, decodeMempoolBatch } from '../core/wire/mempool-batch.ts';
import { encodeProposalPart } from '../core/wire/proposal-part.ts';
import { type ProposalMessage, decodeProposalMessage, encodeStreamMessage } from '../core/wire/stream-message.ts';
import { decodeVote, encodeVote } from '../core/wire/vote.ts';
import { percent, pick } from './sweep-random.ts';

export type HostileOptions = {
  readonly seed: number;
  readonly validators: number;
  /** It is hostile before this time. */
  readonly untilUs: number;
  /** Whether it votes in the name of others. */
  readonly forges: boolean;
};

type Broadcast = ProcessEffect<unknown> & { readonly kind: 'broadcast' };
type Bent = { readonly bytes: Uint8Array; readonly what: FrameSummary };

/** `honest`, with hostile hands. */
export const hostileMachine = (honest: ProcessMachine, options: HostileOptions): ProcessMachine => {
  let rng = createRng(options.seed, 'sweep-hostile');
  return {
    handle: (now, input) =>
      honest.handle(now, input).flatMap((effect): readonly ProcessEffect<unknown>[] => {
        if (effect.kind !== 'broadcast' || now >= options.untilUs) return [effect];
        return bend(rng, effect, options).map((bent) => ({ ...effect, ...bent }));
      }),
    snapshot: () => ({ honest: honest.snapshot(), rng: { ...rng } }),
    restore: (snapshot) => {
      const state = snapshot as { readonly honest: unknown; readonly rng: RngState };
      honest.restore(state.honest);
      rng = { ...state.rng };
    },
  };
};

const bend = (rng: RngState, effect: Broadcast, options: HostileOptions): readonly Bent[] => {
  if (percent(rng, 40)) return [effect];
  if (percent(rng, 10)) return [];
  if (percent(rng, 10)) return [effect, effect];
  if (percent(rng, 10)) return [{ ...effect, bytes: bendBytes(rng, effect.bytes) }];
  switch (effect.topic) {
    case 'consensus_votes':
      return bendVote(rng, effect, options);
    case 'consensus_proposals':
      return bendProposal(rng, effect, options);
    case 'mempool':
      return bendGossip(rng, effect);
    case 'sync_headers':
    case 'sync_state_diffs':
    case 'sync_transactions':
      return [effect];
  }
};

const bendBytes = (rng: RngState, bytes: Uint8Array): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  for (let i = nextBetween(rng, 1, 3); i > 0 && copy.length > 0; i--) copy[nextBelow(rng, copy.length)] = nextBelow(rng, 256);
  return percent(rng, 70) ? copy : copy.subarray(0, nextBelow(rng, copy.length + 1));
};

const near = (rng: RngState, value: number): number => Math.max(0, value + pick(rng, [-2, -1, 0, 0, 0, 1, 1, 2, 5, 11, 1_000]));
const anyFelt = (rng: RngState): Felt => toFelt(pick(rng, [0n, 1n, FELT_PRIME - 1n, BigInt(nextBelow(rng, 1_000_000))]));

const bendVote = (rng: RngState, effect: Broadcast, options: HostileOptions): readonly Bent[] => {
  const decoded = decodeVote(effect.bytes);
  if (!decoded.ok) return [effect];
  const own = decoded.value.value;
  const other: Vote = {
    ...own,
    voteType: pick(rng, ['prevote', 'precommit'] as const),
    height: toHeight(near(rng, own.height)),
    round: toRound(near(rng, own.round)),
    commitment: pick(rng, [null, own.commitment, own.commitment, anyFelt(rng)]),
    voter: options.forges ? validatorIdOf(toValidatorIndex(nextBelow(rng, options.validators + 1))) : own.voter,
    signature: percent(rng, 80) ? [] : [anyFelt(rng)],
  };
  const bent: Bent = { bytes: encodeVote(other), what: { ...effect.what } };
  return pick(rng, [[effect, bent], [bent, effect], [bent]]);
};

const bendInit = (rng: RngState, init: ProposalInit, { validators }: HostileOptions): ProposalInit => {
  switch (nextBelow(rng, 9)) {
    case 0:
      return { ...init, height: toHeight(near(rng, init.height)) };
    case 1:
      return { ...init, round: toRound(near(rng, init.round)) };
    case 2:
      return { ...init, validRound: percent(rng, 20) ? null : toRound(near(rng, init.round)) };
    case 3:
      return { ...init, proposer: validatorIdOf(toValidatorIndex(nextBelow(rng, validators))) };
    case 4:
      return { ...init, timestamp: near(rng, init.timestamp) };
    case 5:
      return { ...init, l2GasPriceFri: pick(rng, [0n, init.l2GasPriceFri + 1n, (1n << 128n) - 1n]) };
    case 6: {
      const wei = pick(rng, [0n, 1n, init.l1GasPriceWei + 1n, (1n << 128n) - 1n]);
      return { ...init, l1GasPriceWei: wei, l1DataGasPriceWei: wei };
    }
    case 7:
      return { ...init, feeProposalFri: pick(rng, [null, 0n, (1n << 128n) - 1n]) };
    default:
      return { ...init, builder: anyFelt(rng), starknetVersion: pick(rng, ['0.14.4', '0.14.3', '', '9.9.9']) };
  }
};

const bendTransactions = (rng: RngState, transactions: readonly Transaction[]): readonly Transaction[] => {
  const some = transactions[nextBelow(rng, Math.max(1, transactions.length))];
  const handler: Transaction = {
    kind: 'l1_handler',
    nonce: anyFelt(rng),
    address: anyFelt(rng),
    entryPointSelector: anyFelt(rng),
    calldata: percent(rng, 20) ? [] : [anyFelt(rng)],
  };
  switch (nextBelow(rng, 6)) {
    case 0:
      return some === undefined ? [] : [...transactions, some];
    case 1:
      return transactions.slice(1);
    case 2:
      return transactions.toReversed();
    case 3:
      return [...transactions, handler];
    case 4:
      return [handler, handler];
    default:
      return transactions.map((tx) => (tx === some && tx.kind === 'invoke_v3' ? bendInvoke(rng, tx) : tx));
  }
};

const oddClass = (rng: RngState): SierraClass => ({
  abi: pick(rng, ['', '[]', 'not JSON']),
  contractClassVersion: pick(rng, ['0.1.0', '', 'a version that is much too long to be one']),
  program: pick(rng, [[], [toFelt(1n), toFelt(7n), toFelt(0n)], [anyFelt(rng)]]),
  externals: [{ index: 0, selector: anyFelt(rng) }],
  l1Handlers: [],
  constructors: [],
});

type Invoke = Transaction & { readonly kind: 'invoke_v3' };

const bendInvoke = (rng: RngState, tx: Invoke): Transaction => {
  switch (nextBelow(rng, 6)) {
    case 0:
      return { ...tx, signature: pick(rng, [[], [anyFelt(rng)], [anyFelt(rng), anyFelt(rng)]]) };
    case 1:
      return { ...tx, nonce: pick(rng, [anyFelt(rng), toFelt(FELT_PRIME - 1n)]) };
    case 2:
      return { ...tx, calldata: pick(rng, [[], [toFelt(1n)], [anyFelt(rng), anyFelt(rng), anyFelt(rng)]]) };
    case 3: {
      const limits = { maxAmount: pick(rng, [0n, (1n << 64n) - 1n]), maxPricePerUnit: pick(rng, [0n, (1n << 128n) - 1n]) };
      return { ...tx, resourceBounds: { l1Gas: limits, l2Gas: limits, l1DataGas: limits }, tip: pick(rng, [0n, (1n << 64n) - 1n]) };
    }
    default: {
      const { sender, signature, nonce, resourceBounds, tip, paymasterData, nonceDaMode, feeDaMode, accountDeploymentData } = tx;
      const fields = { signature, nonce, resourceBounds, tip, paymasterData, nonceDaMode, feeDaMode };
      if (percent(rng, 50)) {
        const compiledClassHash = anyFelt(rng);
        return { ...fields, kind: 'declare_v3', sender, accountDeploymentData, compiledClassHash, class: oddClass(rng) };
      }
      return {
        ...fields,
        kind: 'deploy_account_v3',
        classHash: anyFelt(rng),
        addressSalt: anyFelt(rng),
        constructorCalldata: [anyFelt(rng)],
      };
    }
  }
};

const bendPart = (rng: RngState, part: ProposalPart, options: HostileOptions): ProposalPart => {
  switch (part.kind) {
    case 'init':
      return { kind: 'init', init: bendInit(rng, part.init, options) };
    case 'transactions':
      return { kind: 'transactions', transactions: bendTransactions(rng, part.transactions) };
    case 'fin': {
      const { fin } = part;
      if (percent(rng, 40)) return { kind: 'fin', fin: { ...fin, proposalCommitment: anyFelt(rng) } };
      const count = pick(rng, [0, fin.executedTransactionCount + 1, Math.max(0, fin.executedTransactionCount - 1), 1_000_000]);
      return { kind: 'fin', fin: { ...fin, executedTransactionCount: count } };
    }
  }
};

const bendProposal = (rng: RngState, effect: Broadcast, options: HostileOptions): readonly Bent[] => {
  const decoded = decodeProposalMessage(effect.bytes);
  if (!decoded.ok) return [effect];
  const message = decoded.value.value;
  const write = ({ streamId, messageId, part }: ProposalMessage): Bent => ({
    bytes: encodeStreamMessage({
      streamId,
      messageId,
      message: part === null ? { kind: 'fin' } : { kind: 'content', bytes: encodeProposalPart(part) },
    }),
    what: { ...effect.what },
  });
  const { streamId, messageId, part } = message;
  switch (nextBelow(rng, 4)) {
    case 0:
      return [write({ ...message, messageId: near(rng, messageId) })];
    case 1:
      return [write({ ...message, streamId: { height: toHeight(near(rng, streamId.height)), round: toRound(near(rng, streamId.round)) } })];
    case 2:
      return [effect, write({ ...message, part: null, messageId: messageId + 1 })];
    default:
      return [write({ ...message, part: part === null ? null : bendPart(rng, part, options) })];
  }
};

const bendGossip = (rng: RngState, effect: Broadcast): readonly Bent[] => {
  const decoded = decodeMempoolBatch(effect.bytes);
  if (!decoded.ok) return [effect];
  const txs = decoded.value.value.map((tx) => (tx.kind === 'invoke_v3' && percent(rng, 60) ? bendInvoke(rng, tx) : tx));
  const accountTxs = txs.flatMap((tx) => (tx.kind === 'l1_handler' ? [] : [tx]));
  return [{ bytes: encodeMempoolBatch([...accountTxs, ...accountTxs]), what: { ...effect.what } }];
};
