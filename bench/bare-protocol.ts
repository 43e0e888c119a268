// The bare protocol as a floor for the simulation: n consensus managers over one queue in virtual time; no batcher, codec, log, hashing or links. What
// the real simulation costs above this is the price of truth.
import { popHeap, pushHeap } from '../core/base/heap.ts';
import { toFelt } from '../core/base/felt.ts';
import { unchangingStakers } from '../core/consensus/committee.ts';
import { createCommitteeLookup } from '../core/consensus/committee-provider.ts';
import { type ManagerConfig, type ManagerState, createManager } from '../core/consensus/manager-state.ts';
import { stepManager } from '../core/consensus/manager.ts';
import type { ManagerEffect, ManagerInput } from '../core/consensus/messages.ts';
import { CODE_DEFAULTS, STARKNET_VERSION } from '../core/sim/presets.ts';
import type { ProposalInit } from '../core/types/consensus.ts';
import { toHeight, toRound, toValidatorIndex, validatorIdOf } from '../core/types/ids.ts';

type Item = { readonly t: number; readonly seq: number; readonly to: number; readonly input: ManagerInput };
const compare = (a: Item, b: Item): number => a.t - b.t || a.seq - b.seq;
const LATENCY_US = 50_000;
const BUILD_US = 1_500_000;

const initOf = (height: number, round: number, proposer: number): ProposalInit => ({
  height: toHeight(height),
  round: toRound(round),
  validRound: null,
  proposer: validatorIdOf(toValidatorIndex(proposer)),
  timestamp: 0,
  builder: toFelt(0),
  l1DaMode: 'blob',
  l2GasPriceFri: 1n,
  l1GasPriceFri: 1n,
  l1DataGasPriceFri: 1n,
  l1GasPriceWei: 1n,
  l1DataGasPriceWei: 1n,
  starknetVersion: STARKNET_VERSION,
  versionConstantCommitment: toFelt(0),
  feeProposalFri: 1n,
});

class BareNetwork {
  readonly #n: number;
  readonly #queue: Item[] = [];
  readonly #states: ManagerState[];
  readonly #configs: readonly ManagerConfig[];
  #seq = 0;
  decided = 0;

  constructor(n: number) {
    this.#n = n;
    const members = Array.from({ length: n }, (_, i) => ({ id: validatorIdOf(toValidatorIndex(i)), weight: 1n, canPropose: true }));
    const committeeAt = createCommitteeLookup({
      staking: unchangingStakers(members),
      latestBlock: () => toHeight(this.decided),
      blockHashAt: () => null,
      isActualOnly: () => true,
    });
    this.#configs = members.map(({ id }) => ({ validatorId: id, settings: CODE_DEFAULTS.consensus, committeeAt }));
    this.#states = members.map(() => createManager(null));
    for (let i = 0; i < n; i++) this.#push(0, i, { kind: 'run_height', height: toHeight(1) });
  }

  #push(t: number, to: number, input: ManagerInput): void {
    pushHeap(this.#queue, { t, seq: this.#seq++, to, input }, compare);
  }

  #perform(now: number, self: number, effect: ManagerEffect): void {
    const others = (input: ManagerInput): void => {
      for (let i = 0; i < this.#n; i++) if (i !== self) this.#push(now + LATENCY_US, i, input);
    };
    switch (effect.kind) {
      case 'build_proposal': {
        const { height, round } = effect;
        const value = toFelt(height * 1000 + round + 1);
        this.#push(now + BUILD_US, self, { kind: 'finished_building', height, round, value });
        for (let i = 0; i < this.#n; i++) {
          if (i !== self) this.#push(now + BUILD_US + LATENCY_US, i, { kind: 'proposal', init: initOf(height, round, self), stream: 0 });
        }
        return;
      }
      case 'validate_proposal': {
        const { height, round } = effect.init;
        this.#push(now + 1_000, self, { kind: 'finished_validation', height, round, value: toFelt(height * 1000 + round + 1) });
        return;
      }
      case 'broadcast_vote':
        others({ kind: 'vote', vote: effect.vote });
        return;
      case 'schedule':
        this.#push(now + effect.delayUs, self, effect.input);
        return;
      case 'try_sync':
        this.#push(now, self, { kind: 'sync_result', height: effect.height, synced: false, networkTip: null });
        return;
      case 'decision_reached':
        this.decided = Math.max(this.decided, effect.height);
        this.#push(now + 5_000, self, { kind: 'run_height', height: toHeight(effect.height + 1) });
        return;
      case 'report':
      case 'set_height_and_round':
      case 'repropose':
      case 'write_marker':
      case 'height_synced':
      case 'drop_stream':
      case 'drop_streams':
        return;
    }
  }

  run(heights: number): void {
    while (this.decided < heights) {
      const item = popHeap(this.#queue, compare);
      if (item === undefined) throw new Error('bare protocol: it goes on');
      const { state, effects } = stepManager(this.#states[item.to] as ManagerState, this.#configs[item.to] as ManagerConfig, item.input);
      this.#states[item.to] = state;
      for (const effect of effects) this.#perform(item.t, item.to, effect);
    }
  }
}

/** Heights decided by `n` managers until `heights`. */
export const runBareProtocol = (n: number, heights: number): void => new BareNetwork(n).run(heights);
