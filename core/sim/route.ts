// Which process an intervention concerns and what it gets. Every host computes the same from the same list, so nothing but the list travels.
import { assert } from '../base/assert.ts';
import type { Fault } from '../net/fault.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT, type ProcessId, slotOf, validatorOf } from '../types/ids.ts';
import type { ByzantineBehaviour } from '../validator/process.ts';
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
    if (intervention.kind === 'send_tx') return { index, intervention, fault: null };
    const fault = faults.get(intervention.id);
    assert(fault !== undefined, 'numberInterventions: fault_off names a known fault');
    return { index, intervention, fault };
  });
};

const behaviourOf = (fault: Fault & { readonly kind: 'wrong_commitment' | 'quiet_proposer' }): ByzantineBehaviour => ({
  kind: fault.kind,
  height: fault.height,
});

/** The input that `process` gets from an intervention, or null when it does not concern it. */
export const routeIntervention = (numbered: NumberedIntervention, process: ProcessId): QueuedInput | null => {
  const { index, intervention, fault } = numbered;
  const base = { t: intervention.t, source: DIRECTOR_SOURCE, seq: index, cause: null } as const;
  const [validator, slot] = [validatorOf(process), slotOf(process)];
  if (intervention.kind === 'send_tx') {
    if (intervention.validator !== validator || slot !== BATCHER_SLOT) return null;
    return { ...base, kind: 'command', index, command: { kind: 'send_tx', intent: intervention.intent } };
  }
  assert(fault !== null, 'routeIntervention: a fault intervention knows its fault');
  const on = intervention.kind === 'fault_on';
  const faultId = intervention.id;
  switch (fault.kind) {
    case 'crash':
      return fault.validator === validator ? { ...base, kind: on ? 'crash' : 'restart', index, faultId } : null;
    case 'drop':
    case 'delay': {
      const { from, to } = fault.filter;
      if (slot !== CONSENSUS_SLOT || (from !== null && from !== validator)) return null;
      return { ...base, kind: 'link_fault', index, faultId, fault: on ? fault : null, announce: validator === (from ?? to ?? 0) };
    }
    case 'wrong_commitment':
    case 'quiet_proposer':
      if (slot !== CONSENSUS_SLOT || fault.validator !== validator) return null;
      return { ...base, kind: 'command', index, command: { kind: 'byzantine', faultId, on, behaviour: behaviourOf(fault) } };
    case 'slow_committer':
      if (slot !== BATCHER_SLOT || fault.validator !== validator) return null;
      return { ...base, kind: 'command', index, command: { kind: 'slow_committer', faultId, on, byUs: fault.byUs } };
  }
};
