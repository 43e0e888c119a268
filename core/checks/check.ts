// A live property over the log. The state is plain data; `step` sees every event once, in total order, and returns the first violation it finds.
import type { LogEvent } from '../log/event.ts';

export type CheckName =
  | 'agreement'
  | 'validity'
  | 'one_vote'
  | 'lock_rule'
  | 'decision_quorum'
  | 'decided_is_committed'
  | 'equal_commitments'
  | 'same_root'
  | 'chain'
  | 'progress';

/** Facts of a violation, in protocol terms (English in every language). */
export type Violation = { readonly event: LogEvent; readonly detail: string };

export type Check<S> = {
  readonly name: CheckName;
  readonly create: () => S;
  /** Mutates `state`, which belongs to this check alone; null while the property holds. */
  readonly step: (state: S, event: LogEvent) => Violation | null;
};
