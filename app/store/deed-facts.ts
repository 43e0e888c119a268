// What the log does not tell of a fault or a setting: which messages, how many, how late. The interventions know it.
import type { Intervention } from '../../core/sim/intervention.ts';
import { validatorName } from '../../core/view/format.ts';
import type { Deed } from '../../core/view/narrate.ts';
import { deedFacts } from '../messages/fault-text.ts';
import type { Translate } from '../messages/translate.ts';
import type { RunState } from './run-state.ts';

type Listed = Pick<RunState, 'info' | 'run'>;

/** The scenario's interventions but its transactions, then the user's. */
export const interventionsOf = ({ info, run: open }: Listed): readonly Intervention[] => [
  ...(info?.inputs ?? []),
  ...(open?.interventions ?? []),
];

/** Its place in that list, which lacks the scenario's transactions; -1 where it cannot be told. */
const placeOf = ({ info, line }: Listed & Pick<RunState, 'line'>, { index, t, what }: Deed): number => {
  if (info === null) return -1;
  if (index >= info.inputCount) return info.inputs.length + index - info.inputCount;
  const isIt = (item: Intervention): boolean =>
    item.t === t && what.startsWith(item.kind === 'fault_on' ? `fault_on ${item.fault.kind}` : `${item.kind} `);
  // Several of a kind at one moment follow each other in list and log.
  const before = line.marks.flatMap((mark) =>
    mark.kind === 'intervention' && mark.t === t && mark.what === what && mark.index < index ? [mark.index] : [],
  );
  return info.inputs.flatMap((item, i) => (isIt(item) ? [i] : []))[new Set(before).size] ?? -1;
};

/** The facts of a deed in words, in brackets; empty where its news says all. */
export type FactsOf = (t: Translate, state: Listed & Pick<RunState, 'line'>, deed: Deed) => string;

export const factsOf: FactsOf = (t, state, deed) =>
  deedFacts(t, interventionsOf(state), placeOf(state, deed), (index) => validatorName(index, state.line.validators));
