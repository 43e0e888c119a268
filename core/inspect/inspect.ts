// The whole execution of one transaction as a debugger shows it.
import { INSPECT_STEPS_MAX } from '../base/limits.ts';
import type { CallTrace, ExecutedTransaction } from '../exec/engine.ts';
import { replacedBy } from '../state/diff.ts';
import { Recorder, type Trace } from './recorder.ts';
import { type InspectMeans, prepare } from './replay.ts';
import type { InspectedCall, InspectInput, Inspection } from './types.ts';

export const inspect = (means: InspectMeans, input: InspectInput): { readonly inspection: Inspection; readonly trace: Trace } => {
  const { state, execute } = prepare(means, input);
  const recorder = new Recorder();
  const result = execute(recorder);
  const shared = { steps: recorder.steps, isCut: recorder.steps > INSPECT_STEPS_MAX };
  if (!result.ok) {
    return { inspection: { ...shared, calls: recorder.calls, outcome: { kind: 'rejected', ...result.error } }, trace: recorder.trace() };
  }
  const { receipt, stateDiff, trace } = result.value;
  const outcome = { kind: 'executed', receipt, stateDiff, replaced: replacedBy(state, stateDiff) } as const;
  return { inspection: { ...shared, calls: withTrace(recorder.calls, trace), outcome }, trace: recorder.trace() };
};

type Phases = ExecutedTransaction['trace'];
type Place = { readonly phase: Phases[number]['phase']; readonly call: CallTrace };

/** Adds what only the end of a call tells. The engine's trace also has calls that failed before their first instruction: those were not observed. */
const withTrace = (calls: readonly InspectedCall[], trace: Phases): readonly InspectedCall[] => {
  const places = trace.flatMap(({ phase, call }) => flat(call).map((inner) => ({ phase, call: inner })));
  let from = 0;
  return calls.map((call) => {
    const at = places.findIndex((place, i) => i >= from && isSame(place, call));
    const place = places[at];
    if (place === undefined) return call;
    from = at + 1;
    const { failed, result, gasConsumed } = place.call;
    return { ...call, phase: place.phase, ended: { failed, result, gasConsumed } };
  });
};

const flat = (call: CallTrace): readonly CallTrace[] => [call, ...call.inner.flatMap(flat)];

const isSame = ({ call }: Place, other: InspectedCall): boolean =>
  call.contract === other.contract && call.selector === other.selector && call.classHash === other.classHash && call.steps === other.steps;
