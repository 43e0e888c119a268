// A tiny network of one height for laws: four machines, messages in any order, timers at any time, and validators that say different things to
// different peers. It watches agreement, the lock rule and one vote per round and type, on what the machines send. Randomness comes from a seed.
import { feltToHex, toFelt, type Felt } from '../../core/base/felt.ts';
import { createRng, nextBelow, nextChance, type RngState } from '../../core/base/rng.ts';
import {
  handleHeightEvent,
  handleProposal,
  handleVote,
  startHeight,
  type HeightState,
  type HeightTransition,
} from '../../core/consensus/height.ts';
import { recordOf, type MachineState, type Proposers } from '../../core/consensus/machine-state.ts';
import type { SmOutput } from '../../core/consensus/machine.ts';
import { weightFor } from '../../core/consensus/votes.ts';
import type { Step, Vote } from '../../core/types/consensus.ts';
import { toRound, type Round } from '../../core/types/ids.ts';
import { createNodeState, initOf, P, V1, V2, V3, voteOf } from './consensus-kit.ts';

const IDS: readonly Felt[] = [P, V1, V2, V3];
const PROPOSERS: Proposers = {
  actualProposer: (round) => IDS[round % IDS.length] as Felt,
  virtualProposer: (round) => IDS[round % IDS.length] as Felt,
};

export type NetworkOptions = {
  readonly seed: number;
  /** Indices that say anything to anyone, or nothing at all. */
  readonly equivocators: readonly number[];
  readonly silent: readonly number[];
  /** Chance of a lie before each event. */
  readonly liePpm: number;
  /** Events of the wild phase; parts per million of messages that are lost in it. */
  readonly steps: number;
  readonly lossPpm: number;
  /** Afterwards: everything is delivered and timers fire only when nothing else is left. */
  readonly heal: boolean;
  /** Damages an honest machine before each of its events; the identity for a sound one. */
  readonly mutate: (machine: MachineState) => MachineState;
};
type NetworkResult = {
  readonly violations: readonly string[];
  readonly decisions: ReadonlyMap<number, string>;
  readonly rounds: number;
};

type Proposal = { readonly round: Round; readonly value: Felt; readonly validRound: Round | null };
type Pending =
  | { readonly kind: 'vote'; readonly to: number; readonly vote: Vote }
  | { readonly kind: 'proposal'; readonly to: number; readonly proposal: Proposal }
  | { readonly kind: 'timer'; readonly to: number; readonly step: Step; readonly round: Round }
  | { readonly kind: 'built'; readonly to: number; readonly round: Round };

type Node = {
  state: HeightState;
  decided: string | null;
  locked: { readonly round: Round; readonly value: Felt } | null;
  readonly cast: Set<string>;
  readonly validated: Set<Round>;
};

/** Runs one network; deterministic in its options. */
export const runNetwork = (options: NetworkOptions): NetworkResult => {
  const { seed, equivocators, silent, liePpm, steps, lossPpm, heal } = options;
  const rng = createRng(seed, 'small-network');
  const nodes = new Map<number, Node>();
  const pending: Pending[] = [];
  const violations: string[] = [];
  const honest = IDS.map((_, i) => i).filter((i) => !equivocators.includes(i) && !silent.includes(i));
  const values: Felt[] = [toFelt(1), toFelt(2)];

  const send = (from: number, make: (to: number) => Pending, lossy: boolean): void => {
    for (const to of honest) if (to !== from && !(lossy && nextChance(rng, lossPpm))) pending.push(make(to));
  };
  const perform = (at: number, node: Node, output: readonly SmOutput[], lossy: boolean): void => {
    for (const item of output) {
      watch({ at, node, item, violations });
      switch (item.kind) {
        case 'report':
          break;
        case 'start_build_proposal':
          pending.push({ kind: 'built', to: at, round: item.round });
          break;
        case 'start_validate_proposal':
          break;
        case 'broadcast_vote':
          send(at, (to) => ({ kind: 'vote', to, vote: item.vote }), lossy);
          break;
        case 'schedule_timeout':
          pending.push({ kind: 'timer', to: at, step: item.step, round: item.round });
          break;
        case 'decision_reached':
          node.decided = feltToHex(item.decision.value);
          break;
        case 'repropose':
          send(at, (to) => ({ kind: 'proposal', to, proposal: item }), lossy);
          break;
      }
    }
  };
  const apply = (at: number, lossy: boolean, act: (state: HeightState) => HeightTransition): void => {
    const node = nodes.get(at);
    if (node === undefined || node.decided !== null) return;
    const before = { ...node.state, machine: options.mutate(node.state.machine) };
    const next = act(before);
    node.state = next.state;
    perform(at, node, next.output, lossy);
  };
  const handle = (event: Pending, lossy: boolean): void => {
    switch (event.kind) {
      case 'vote':
        return apply(event.to, lossy, (state) => handleVote(state, event.vote, PROPOSERS));
      case 'timer':
        return apply(event.to, lossy, (state) =>
          handleHeightEvent(state, { kind: 'timeout', step: event.step, round: event.round }, PROPOSERS),
        );
      case 'built': {
        const value = toFelt(BigInt(1000 + event.to * 100 + event.round));
        values.push(value);
        apply(event.to, lossy, (state) => handleHeightEvent(state, { kind: 'finished_building', round: event.round, value }, PROPOSERS));
        return send(event.to, (to) => ({ kind: 'proposal', to, proposal: { round: event.round, value, validRound: null } }), lossy);
      }
      case 'proposal': {
        // As the manager does: nothing for a round that the validator proposes itself, and one validation per round.
        const { proposal } = event;
        const known = nodes.get(event.to)?.validated;
        if (known === undefined || known.has(proposal.round) || PROPOSERS.actualProposer(proposal.round) === IDS[event.to]) return;
        known.add(proposal.round);
        return apply(event.to, lossy, (state) => deliverProposal(state, proposal));
      }
    }
  };
  const lie = (): void => {
    const from = equivocators[nextBelow(rng, equivocators.length)] as number;
    const to = honest[nextBelow(rng, honest.length)] as number;
    // Half of the lies aim: one value for half of the peers, another for the others, in the round where each stands.
    const aimed = nextChance(rng, 500_000);
    const round = aimed ? (nodes.get(to)?.state.machine.round ?? 0) : nextBelow(rng, 3);
    const value = values[aimed ? to % 2 : nextBelow(rng, values.length)] as Felt;
    if (PROPOSERS.actualProposer(toRound(round)) === IDS[from] && nextChance(rng, 300_000)) {
      const validRound = !aimed && round > 0 && nextChance(rng, 500_000) ? toRound(nextBelow(rng, round)) : null;
      pending.push({ kind: 'proposal', to, proposal: { round: toRound(round), value, validRound } });
      return;
    }
    const said = !aimed && nextChance(rng, 200_000) ? null : value;
    pending.push({ kind: 'vote', to, vote: voteOf(nextChance(rng, 500_000) ? 'prevote' : 'precommit', said, round, IDS[from] as Felt) });
  };

  for (const at of honest) {
    const node: Node = {
      state: createNodeState({ self: IDS[at] as Felt, requireVirtualProposerVote: false }),
      decided: null,
      locked: null,
      cast: new Set(),
      validated: new Set(),
    };
    nodes.set(at, node);
    apply(at, true, (state) => startHeight(state, PROPOSERS));
  }
  for (let i = 0; i < steps && pending.length > 0; i++) {
    if (equivocators.length > 0 && nextChance(rng, liePpm)) lie();
    handle(pickEvent(pending, rng), true);
  }
  const calm = (): void => {
    for (let left = 3000; left > 0 && pending.length > 0 && [...nodes.values()].some(({ decided }) => decided === null); left--) {
      const urgent = pending.findIndex(({ kind }) => kind !== 'timer');
      handle(pending.splice(Math.max(urgent, 0), 1)[0] as Pending, false);
    }
  };
  if (heal) calm();
  const decisions = new Map([...nodes].flatMap(([at, { decided }]) => (decided === null ? [] : [[at, decided] as const])));
  if (new Set(decisions.values()).size > 1)
    violations.push(`agreement: ${[...decisions].map(([at, value]) => `${at} decided ${value}`).join(', ')}`);
  return { violations, decisions, rounds: Math.max(...[...nodes.values()].map(({ state }) => state.machine.round)) };
};

/** Any message; a timer less often, or the network would do nothing but time out. */
const pickEvent = (pending: Pending[], rng: RngState): Pending => {
  let at = nextBelow(rng, pending.length);
  if (pending[at]?.kind === 'timer' && nextChance(rng, 800_000)) at = nextBelow(rng, pending.length);
  return pending.splice(at, 1)[0] as Pending;
};

/** A proposal arrives and its content turns out to be what its sender said. */
const deliverProposal = (state: HeightState, { round, value, validRound }: Proposal): HeightTransition => {
  const proposer = PROPOSERS.virtualProposer(round) as Felt;
  const init = initOf({ round, proposer, validRound });
  const admitted = handleProposal(state, init, PROPOSERS);
  if (!admitted.output.some(({ kind }) => kind === 'start_validate_proposal')) return admitted;
  const done = handleHeightEvent(admitted.state, { kind: 'finished_validation', round, value, validRound }, PROPOSERS);
  return { state: done.state, output: [...admitted.output, ...done.output] };
};

type Watched = { readonly at: number; readonly node: Node; readonly item: SmOutput; readonly violations: string[] };

const watch = ({ at, node, item, violations }: Watched): void => {
  if (item.kind === 'report' && item.report.kind === 'locked') node.locked = { round: item.report.round, value: item.report.value };
  if (item.kind !== 'broadcast_vote') return;
  const { voteType, round, commitment } = item.vote;
  const slot = `${voteType}/${round}`;
  if (node.cast.has(slot)) violations.push(`one vote: ${at} cast two of ${slot}`);
  node.cast.add(slot);
  const { locked } = node;
  if (voteType !== 'prevote' || commitment === null || locked === null || commitment === locked.value || round <= locked.round) return;
  if (!isReleased(node.state.machine, { from: locked.round, to: round }, commitment)) {
    violations.push(`lock: ${at} locked ${feltToHex(locked.value)} in ${locked.round} and prevoted ${feltToHex(commitment)} in ${round}`);
  }
};

/** A quorum of prevotes for the value at the locked round or later, before the present one. */
const isReleased = (machine: MachineState, span: { readonly from: Round; readonly to: Round }, value: Felt): boolean => {
  for (let round: number = span.from; round < span.to; round++) {
    if (weightFor(recordOf(machine, toRound(round)).prevotes, value) >= machine.setup.quorumWeight) return true;
  }
  return false;
};
