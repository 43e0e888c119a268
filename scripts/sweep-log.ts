// Laws of the log that hold in every run, whatever goes wrong in it. Each function returns what breaks its law, in words, or null.
import { type LogEvent, DELIVERY_KINDS, logEventId } from '../core/log/event.ts';
import { type ProcessId, validatorOf } from '../core/types/ids.ts';

/** Every group begins with a delivery; its other events name that delivery; causes exist, lie in the past and belong to what they name. */
export class LogLaw {
  readonly #known = new Map<string, LogEvent>();
  readonly #last = new Map<ProcessId, LogEvent>();
  readonly #group = new Map<ProcessId, string>();

  /** Feeds one event, in total order. */
  step(event: LogEvent): string | null {
    const id = logEventId(event);
    const problem = this.#order(event) ?? this.#cause(event);
    this.#known.set(id, event);
    this.#last.set(event.p, event);
    if (DELIVERY_KINDS.has(event.kind)) this.#group.set(event.p, id);
    return problem === null ? null : `${id} (${event.kind}): ${problem}`;
  }

  #order(event: LogEvent): string | null {
    const last = this.#last.get(event.p);
    if (event.n !== (last?.n ?? -1) + 1) return `number ${event.n} follows ${last?.n}`;
    return last !== undefined && last.t > event.t ? `time ${event.t} follows ${last.t}` : null;
  }

  #cause(event: LogEvent): string | null {
    const { cause } = event;
    if (!DELIVERY_KINDS.has(event.kind)) {
      const group = this.#group.get(event.p);
      if (group === undefined || cause !== group) return `its cause is ${cause}, the delivery before it ${group}`;
      return this.#last.get(event.p)?.t === event.t ? null : 'it is not of the time of its delivery';
    }
    if (cause === null) return isRoot(event) ? null : 'it has no cause';
    const known = this.#known.get(cause);
    if (known === undefined) return `its cause ${cause} is unknown`;
    if (known.t > event.t) return `its cause ${cause} is later`;
    if (event.kind === 'frame_delivered') return frameProblem(event, known);
    return validatorOf(known.p) === validatorOf(event.p) ? null : `its cause ${cause} is of another validator`;
  }
}

/** What comes from outside the run. */
const isRoot = (event: LogEvent): boolean => event.kind === 'started' || event.kind === 'crashed' || event.kind === 'intervention_applied';

const frameProblem = (event: LogEvent & { readonly kind: 'frame_delivered' }, cause: LogEvent): string | null => {
  if (cause.kind !== 'frame_sent' || cause.topic !== event.topic) return `its cause is no such frame`;
  if (validatorOf(cause.p) !== event.from) return `it names validator ${event.from} as sender`;
  const target = cause.targets.find(({ to }) => to === validatorOf(event.p));
  return target?.arriveAt === event.t ? null : `the frame was to arrive at ${target?.arriveAt}`;
};

/** Refusals that no run without forged bytes may have: each is a bug of the assembly. */
const NEVER: ReadonlySet<string> = new Set([
  'batcher/DecisionReachedFailed',
  'batcher/L1CommitFailed',
  'batcher/MempoolCommitFailed',
  'batcher/QueueFull',
  'consensus/OwnVoteNotCast',
  'consensus/OwnRoundProposal',
  'consensus/HeightFailed',
  'consensus/ChannelFull',
  'consensus/FutureVotesFull',
  'consensus/FirstPartNotInit',
  'consensus/InvalidHeight',
  'edge/FrameTooLarge',
  'edge/TransactionConverterError',
]);

/** Refusals that not even a hostile validator can cause at another. */
const NEVER_EVER: ReadonlySet<string> = new Set([
  'batcher/DecisionReachedFailed',
  'batcher/L1CommitFailed',
  'batcher/MempoolCommitFailed',
  'batcher/QueueFull',
  'consensus/HeightFailed',
]);

/** True for a refusal or an overflow that must never be seen; `forged`: bytes of a hostile validator are about. */
export const isForbidden = (event: LogEvent, forged: boolean): boolean => {
  if (event.kind === 'component_overflow') return true;
  if (event.kind !== 'refused') return false;
  const name = `${event.source}/${event.code}`;
  return forged ? NEVER_EVER.has(name) : event.source === 'wire' || NEVER.has(name);
};
