// Who may be to blame for a proposal that others reject: re-execution by honest validators gives the same block, so that another commitment or an L1
// handler that must not be there is always the proposer's doing. A lie is a fault of the run; anything else is a bug.
import { type Felt } from '../core/base/felt.ts';
import type { LogEvent } from '../core/log/event.ts';
import { type ValidatorIndex, validatorIdOf } from '../core/types/ids.ts';
import type { FaultPlan } from './sweep-faults.ts';

export class BlameLaw {
  readonly #liars: ReadonlySet<Felt>;
  readonly #hostile: Felt | null;
  /** height/round -> the one that proposes. */
  readonly #proposers = new Map<string, Felt>();

  /** A proposer that crashes may leave half a stream that the next one of its round continues. */
  constructor(plan: FaultPlan) {
    const liars: ValidatorIndex[] = plan.hostile === null ? [] : [plan.hostile.validator];
    for (const i of plan.interventions) {
      if (i.kind === 'fault_on' && (i.fault.kind === 'wrong_commitment' || i.fault.kind === 'crash')) liars.push(i.fault.validator);
    }
    this.#liars = new Set(liars.map((v) => validatorIdOf(v)));
    this.#hostile = plan.hostile === null ? null : validatorIdOf(plan.hostile.validator);
  }

  /** Feeds one event, in total order; what is wrong, or null. */
  step(event: LogEvent): string | null {
    if (event.kind === 'round_entered') this.#proposers.set(`${event.height}/${event.round}`, event.proposer);
    if (event.kind !== 'validation_finished' || event.error === null) return null;
    const proposer = this.#proposers.get(`${event.height}/${event.round}`);
    const where = `height ${event.height}, round ${event.round}, process ${event.p}`;
    const isLie = proposer !== undefined && this.#liars.has(proposer);
    if (event.error === 'ProposalFinMismatch' && !isLie)
      return `blame: ${where}: an honest proposal was executed to another block: ${event.detail}`;
    if (event.error !== 'InvalidProposal' || event.detail === 'Deadline has been reached' || proposer === this.#hostile) return null;
    return `blame: ${where}: an honest proposal is invalid: ${event.detail}`;
  }
}
