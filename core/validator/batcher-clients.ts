// What the batcher is handed at each step: its mempool and L1 clients over the other components of the process, and a sink for what it says.
// Its notes become log events here; an answer leaves over the bridge behind its `answer_sent`. Source: house.md 3, world.md 4.
import { type Result, err, ok } from '../base/result.ts';
import { batcherCosts, batcherSettings, engineOf, sendOver, slowCommitterUs } from './batcher-faults.ts';
import { type BatcherEffect, type BatcherEnv } from '../batcher/env.ts';
import type { L1Client, MempoolClient } from '../batcher/clients.ts';
import { type L1EventsError, commitL1Block, getL1Txs, startL1Block, validateL1Tx } from '../l1/events-provider.ts';
import { commitBlock, getTransactions, hasReadyTransactions, updateGasPrice } from '../mempool/mempool.ts';
import type { DroppedTransaction } from '../mempool/types.ts';
import { type Turn, chainIdFelt } from './batcher-state.ts';
import { answerOverStream, tellLanes } from './batcher-stream.ts';

/** Call id of what a fault asks the batcher for: nobody waits for its answer. */
export const GIVEN_UP = -1;

export const batcherEnv = (turn: Turn): BatcherEnv => {
  const { config, state, now } = turn;
  const settings = batcherSettings(config, state);
  return {
    now,
    settings: settings.batcher,
    costs: batcherCosts(settings.costs, state),
    chainId: chainIdFelt(config),
    kernel: config.kernel,
    engine: engineOf(config.engine, state),
    mempool: settings.batcher.validationOnly ? null : mempoolClient(turn),
    l1: l1Client(turn),
    slowCommitterUs: slowCommitterUs(state),
    emit: (effect) => performEffect(turn, effect),
  };
};

/** Logs transactions that left the mempool. */
export const logDropped = (turn: Turn, dropped: readonly DroppedTransaction[]): void => {
  const poolSize = turn.state.mempool.pool.size;
  for (const { hash, why } of dropped) turn.out.push({ kind: 'log', body: { kind: 'tx_dropped', hash, why, poolSize } });
};

const performEffect = (turn: Turn, effect: BatcherEffect): void => {
  const { out, state } = turn;
  switch (effect.kind) {
    case 'note':
      out.push({ kind: 'log', body: effect.note });
      if (effect.note.kind === 'block_committed') tellLanes(turn, effect.note);
      return;
    case 'answer': {
      const { callId, request, answer } = effect;
      if (callId === GIVEN_UP) return;
      out.push({ kind: 'log', body: { kind: 'answer_sent', callId, request, ok: answer.ok } });
      if (state.plainCalls.delete(callId) || state.stream === null) sendOver(turn, { kind: 'answer', callId, request, answer });
      else answerOverStream(turn, state.stream, batcherEnv(turn), { callId, request, answer });
      return;
    }
  }
};

const mempoolClient = (turn: Turn): MempoolClient => {
  const { state, now } = turn;
  return {
    commitBlock: (commit) => {
      logDropped(turn, commitBlock(state.mempool, commit).dropped);
      return ok(null);
    },
    updateGasPrice: (priceFri) => {
      updateGasPrice(state.mempool, priceFri);
      return ok(null);
    },
    getTxs: (n) => {
      const { txs, dropped } = getTransactions(state.mempool, n, now);
      logDropped(turn, dropped);
      return ok(txs);
    },
    hasReady: () => hasReadyTransactions(state.mempool),
  };
};

const l1Client = ({ state, now }: Turn): L1Client => {
  const { l1 } = state;
  return {
    startBlock: (session, height) => asText(startL1Block(l1, { session, height })),
    getTxs: (n, height) => asText(getL1Txs(l1, { n, height, now })),
    validate: (hash, height) => {
      const answer = validateL1Tx(l1, { hash, height, now });
      if (!answer.ok) return asText(answer);
      return ok(answer.value.kind === 'validated' ? null : answer.value.reason);
    },
    // Every commit comes by here, so that the provider never has to catch up.
    commitBlock: (commit) => asText(commitL1Block(l1, commit)),
  };
};

const asText = <T>(answer: Result<T, L1EventsError>): Result<T, string> => {
  if (answer.ok) return answer;
  switch (answer.error.code) {
    case 'Uninitialized':
      return err('Uninitialized');
    case 'UnexpectedHeight':
      return err(`UnexpectedHeight: expected ${answer.error.expectedHeight}, got ${answer.error.got}`);
    case 'UnexpectedProviderState':
      return err(`UnexpectedProviderState: expected ${answer.error.expected}, found ${answer.error.found}`);
  }
};
