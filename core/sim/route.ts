// Which process an intervention concerns and what it gets. Every host computes the same from the same list, so nothing but the list travels.
import { assert } from '../base/assert.ts';
import type { Fault, FaultKind, FaultOf, LinkFault } from '../net/fault.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT, type ProcessId, type ValidatorIndex, slotOf, toValidatorIndex, validatorOf } from '../types/ids.ts';
import type { Intervention } from './intervention.ts';
import { DIRECTOR_SOURCE, type QueuedInput } from './queue.ts';

/** An intervention with its place in the run's list and, for `fault_off`, the fault it ends. */
export type NumberedIntervention = { readonly index: number; readonly intervention: Intervention; readonly fault: Fault | null };

/** Numbers a list in order; asserts that every `fault_off` names a fault switched on before and that ids are unique. */
export const numberInterventions = (list: readonly Intervention[]): readonly NumberedIntervention[] => {
  const faults = new Map<number, Fault>();
  return list.map((intervention, index) => {
    if (intervention.kind === 'fault_on') {
      assert(!faults.has(intervention.id), 'numberInterventions: a fault id is used once');
      faults.set(intervention.id, intervention.fault);
      return { index, intervention, fault: intervention.fault };
    }
    if (intervention.kind !== 'fault_off') return { index, intervention, fault: null };
    const fault = faults.get(intervention.id);
    assert(fault !== undefined, 'numberInterventions: fault_off names a known fault');
    return { index, intervention, fault };
  });
};

/**
 * Who acts on a fault: `crash` stops and starts processes; `links` is drawn by the runner of every sender; `runner` is kept by the runners of the
 * validator's processes, `inbox` by that of its consensus process alone; the rest is told to the processes themselves.
 */
type Target = 'crash' | 'links' | 'runner' | 'inbox' | 'consensus' | 'batcher' | 'both';

const TARGETS: Readonly<Record<FaultKind, Target>> = {
  crash: 'crash',
  pause: 'runner',
  clock_skew: 'both',
  l1_delay: 'both',
  hold_inbox: 'inbox',
  drop: 'links',
  drop_first: 'links',
  delay: 'links',
  jitter: 'links',
  duplicate: 'links',
  corrupt: 'links',
  partition: 'links',
  one_way_cut: 'links',
  drop_part: 'consensus',
  withhold_fin: 'consensus',
  reorder_stream: 'consensus',
  reuse_stream_id: 'consensus',
  oversize_stream: 'consensus',
  equivocate: 'consensus',
  double_vote: 'consensus',
  always_nil: 'consensus',
  late_vote: 'consensus',
  withhold_votes: 'consensus',
  wrong_commitment: 'consensus',
  invalid_transaction: 'consensus',
  impersonate: 'consensus',
  quiet_proposer: 'consensus',
  tamper_sync: 'consensus',
  bridge_cut: 'runner',
  bridge_slow: 'runner',
  bridge_duplicate: 'runner',
  heartbeat_loss: 'runner',
  slow_committer: 'batcher',
  slow_batcher: 'batcher',
  wrong_execution: 'batcher',
  gas_price_disagreement: 'consensus',
  abort_validation: 'batcher',
  one_tx_too_many: 'consensus',
  recorder_down: 'consensus',
};

const isLinkFault = (fault: Fault): fault is LinkFault => TARGETS[fault.kind] === 'links';

/** The first validator whose outgoing frames a link fault may touch: the one that logs it. */
const announcerOf = (fault: LinkFault): ValidatorIndex => {
  switch (fault.kind) {
    case 'partition':
      return toValidatorIndex(0);
    case 'one_way_cut':
      return fault.from[0] ?? toValidatorIndex(0);
    case 'drop':
    case 'drop_first':
    case 'delay':
    case 'jitter':
    case 'duplicate':
    case 'corrupt':
      return fault.filter.from ?? fault.filter.to ?? toValidatorIndex(0);
  }
};

const mayTouch = (fault: LinkFault, from: ValidatorIndex): boolean => {
  if ('filter' in fault) return fault.filter.from === null || fault.filter.from === from;
  return fault.kind === 'partition' || fault.from.includes(from);
};

const isCrashOf = ({ part, instance }: FaultOf<'crash'>, slot: number): boolean => {
  if (part === 'both') return true;
  if (part === 'consensus') return slot === CONSENSUS_SLOT;
  return slot !== CONSENSUS_SLOT && (instance === null || slot === instance);
};

/** The input that `process` gets from an intervention, or null when it does not concern it. */
export const routeIntervention = (numbered: NumberedIntervention, process: ProcessId): QueuedInput | null => {
  const { index, intervention, fault } = numbered;
  const base = { t: intervention.t, source: DIRECTOR_SOURCE, seq: index, cause: null } as const;
  const [validator, slot] = [validatorOf(process), slotOf(process)];
  const isConsensus = slot === CONSENSUS_SLOT;
  switch (intervention.kind) {
    case 'send_tx':
      if (intervention.validator !== validator || slot !== BATCHER_SLOT) return null;
      return { ...base, kind: 'command', index, command: { kind: 'send_tx', intent: intervention.intent } };
    case 'edit_frame': {
      if (intervention.to !== validator || !isConsensus) return null;
      return { ...base, kind: 'edit', index, frame: intervention.frame, splices: intervention.splices };
    }
    case 'deliver':
      return intervention.validator === validator && isConsensus ? { ...base, kind: 'deliver', index, frame: intervention.frame } : null;
    case 'configure': {
      const { validators, fromHeight, change } = intervention;
      if (validators !== null && !validators.includes(validator)) return null;
      const announce = isConsensus && validator === (validators?.[0] ?? 0);
      return { ...base, kind: 'command', index, command: { kind: 'configure', fromHeight, change, announce } };
    }
    case 'fault_on':
    case 'fault_off':
      assert(fault !== null, 'routeIntervention: a fault intervention knows its fault');
      return routeFault({ base, index, faultId: intervention.id, on: intervention.kind === 'fault_on' }, fault, process);
  }
};

type Switch = {
  readonly base: Pick<QueuedInput, 't' | 'source' | 'seq' | 'cause'>;
  readonly index: number;
  readonly faultId: number;
  readonly on: boolean;
};

const routeFault = ({ base, index, faultId, on }: Switch, fault: Fault, process: ProcessId): QueuedInput | null => {
  const [validator, slot] = [validatorOf(process), slotOf(process)];
  const isConsensus = slot === CONSENSUS_SLOT;
  const kept = { ...base, kind: 'runner_fault', index, faultId, on, fault } as const;
  if (isLinkFault(fault)) {
    return isConsensus && mayTouch(fault, validator) ? { ...kept, announce: validator === announcerOf(fault) } : null;
  }
  if (fault.validator !== validator) return null;
  const target = TARGETS[fault.kind];
  switch (target) {
    case 'crash': {
      if (fault.kind !== 'crash') return null;
      // Consensus only notices: what it asks of a stopped batcher finds nobody there.
      if (isConsensus && fault.part === 'batcher') return { ...kept, announce: false };
      if (!isCrashOf(fault, slot)) return null;
      return { ...base, kind: on ? 'crash' : 'restart', index, faultId, loses: fault.storage === 'lose' };
    }
    case 'runner':
      return { ...kept, announce: isConsensus };
    case 'inbox':
      return isConsensus ? { ...kept, announce: true } : null;
    case 'consensus':
    case 'batcher':
    case 'both': {
      const concerns = target === 'both' || (target === 'consensus') === isConsensus;
      const announce = target === 'batcher' ? slot === BATCHER_SLOT : isConsensus;
      return concerns ? { ...base, kind: 'command', index, command: { kind: 'fault', faultId, on, fault, announce } } : null;
    }
    case 'links':
      assert(false, 'routeFault: link faults are routed above');
  }
};
