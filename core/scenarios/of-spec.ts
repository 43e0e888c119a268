// Scenarios that are specs: what they change beside the calm network, as data. Helpers to write them shortly.
import type { FaultOf, FaultKind, Fault } from '../net/fault.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { ScenarioSpec } from '../sim/spec.ts';
import { type ValidatorIndex, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { ScenarioId } from './catalogue.ts';
import type { Scenario } from './scenario.ts';
import { CALM_SPEC } from './spec-world.ts';

const SECOND = 1_000_000;

/** `V(1)` is the first validator, as on the page. */
export const V = (number: number): ValidatorIndex => toValidatorIndex(number - 1);

/** A fault from one second on, until another or for ever. Ids are given by `timeline`. */
export type Timed = { readonly fault: Fault; readonly from: number; readonly until?: number };

export const during = <K extends FaultKind>(fault: FaultOf<K>, from: number, until?: number): Timed => ({
  fault,
  from,
  ...(until === undefined ? {} : { until }),
});

/** Faults on and off in order of time, numbered from 1. */
export const timeline = (faults: readonly Timed[]): readonly Intervention[] =>
  faults
    .flatMap(({ fault, from, until }, i): readonly Intervention[] => [
      { t: toTimeUs(Math.round(from * SECOND)), kind: 'fault_on', id: i + 1, fault },
      ...(until === undefined ? [] : [{ t: toTimeUs(Math.round(until * SECOND)), kind: 'fault_off', id: i + 1 } as const]),
    ])
    .toSorted((a, b) => a.t - b.t);

/** A shipped scenario from what it changes. */
export const ofSpec = (id: ScenarioId, changes: Partial<ScenarioSpec>): Scenario => ({ id, spec: { ...CALM_SPEC, ...changes } });
