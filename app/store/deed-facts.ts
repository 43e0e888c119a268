// What the log does not tell of a fault or a setting: which messages, how many, how late. The interventions know it.
import type { Intervention } from '../../core/sim/intervention.ts';
import { validatorName } from '../../core/view/format.ts';
import { deedFacts } from '../messages/fault-text.ts';
import type { Translate } from '../messages/translate.ts';
import type { RunState } from './run-state.ts';

type Listed = Pick<RunState, 'info' | 'run'>;

/** The scenario's interventions, then the user's. */
export const interventionsOf = ({ info, run: open }: Listed): readonly Intervention[] => [
  ...(info?.inputs ?? []),
  ...(open?.interventions ?? []),
];

/** The facts of the deed at a place in that list, in words; empty where its news says all. */
export type FactsOf = (t: Translate, state: Listed & Pick<RunState, 'line'>, deed: number) => string;

export const factsOf: FactsOf = (t, state, deed) =>
  deedFacts(t, interventionsOf(state), deed, (index) => validatorName(index, state.line.validators));
