// What faults and changed settings mean to a batcher process: how long work takes, which engine executes, how late it sees L1, and which of its
// validations it gives up.
import { createMiscountingEngine } from '../exec/engines/miscounting.ts';
import type { ExecutionEngine } from '../exec/engine.ts';
import type { Fault, FaultKind, FaultOf } from '../net/fault.ts';
import type { BatcherRequest } from '../types/batcher.ts';
import type { Costs, L1World, ValidatorSettings } from '../types/settings.ts';
import type { BatcherProcessConfig, BatcherProcessState, Turn } from './batcher-state.ts';
import { seenL1, settingsAt } from './consensus-faults.ts';
import type { BridgeMessage } from './process.ts';

const ofKind = <K extends FaultKind>({ faults }: BatcherProcessState, kind: K): readonly FaultOf<K>[] =>
  [...faults.values()].filter((fault: Fault): fault is FaultOf<K> => fault.kind === kind);

/** The settings of the height under way. */
export const batcherSettings = ({ settings, presets }: BatcherProcessConfig, state: BatcherProcessState): ValidatorSettings => {
  const { activeHeight } = state.batcher;
  if (state.changes.length === 0 || activeHeight === null || presets === undefined) return settings;
  return settingsAt(settings, state.changes, activeHeight, presets);
};

/** Sends to consensus with the latency of the bridge that holds. */
export const sendOver = ({ config, state, out }: Turn, message: BridgeMessage): void => {
  out.push({ kind: 'bridge', message, extraUs: 0, latencyUs: batcherSettings(config, state).bridge.latencyUs });
};

/** Virtual costs; executing takes longer or less by what the faults say. */
export const batcherCosts = (costs: Costs, state: BatcherProcessState): Costs => {
  const slow = ofKind(state, 'slow_batcher');
  if (slow.length === 0) return costs;
  const scale = (us: number): number => slow.reduce((sum, { percent }) => Math.floor((sum * percent) / 100), us);
  return { ...costs, transactionUs: scale(costs.transactionUs), perMillionL2GasUs: scale(costs.perMillionL2GasUs) };
};

export const slowCommitterUs = (state: BatcherProcessState): number =>
  ofKind(state, 'slow_committer').reduce((sum, { byUs }) => sum + byUs, 0);

/** The engine, with a bug where a fault gives it one. */
export const engineOf = (engine: ExecutionEngine, state: BatcherProcessState): ExecutionEngine => {
  const wrong = ofKind(state, 'wrong_execution');
  if (wrong.length === 0) return engine;
  return createMiscountingEngine(engine, (height) => wrong.some((fault) => fault.height === null || fault.height === height));
};

export const l1Of = ({ l1, validator }: BatcherProcessConfig, state: BatcherProcessState): L1World =>
  seenL1(l1, validator, state.faults.values());

/** True for the request that ends a validation which a fault makes it give up. */
export const givesUp = (request: BatcherRequest, state: BatcherProcessState): boolean => {
  const height = state.batcher.activeHeight;
  return (
    request.kind === 'finish_proposal' &&
    ofKind(state, 'abort_validation').some((fault) => fault.height === null || fault.height === height)
  );
};
