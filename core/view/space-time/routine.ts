// Steps that carry no story: repetitions, polling, gossip. The logical axis may fold them away, the compressed axis does not count them as activity.
import type { LogEvent, TaskName, TimerName } from '../../log/event.ts';
import type { FrameSummary } from '../../log/frame-summary.ts';

const TIMERS: ReadonlySet<TimerName> = new Set(['rebroadcast', 'sync_poll', 'retrospective_retry', 'recorder', 'heartbeat', 'l1_block']);
const TASKS: ReadonlySet<TaskName> = new Set(['gateway_check', 'mempool_gossip', 'tx_poll']);

/** A vote that was sent before, or gossip. */
export const isRepeat = (what: FrameSummary): boolean => what.kind === 'transaction' || (what.kind === 'vote' && what.rebroadcast);

/** True for the opening of a step that only repeats, polls or gossips; `cause` is the event that led to it. A frame that cannot be read is not routine. */
export const isRoutine = (opening: LogEvent, cause: LogEvent | null): boolean => {
  if (opening.kind === 'timer_fired') return TIMERS.has(opening.timer);
  if (opening.kind === 'task_done') return TASKS.has(opening.task);
  if (opening.kind === 'intervention_applied') return opening.what === 'send_tx';
  // Only the sender knows that it sent something again.
  if (opening.kind === 'frame_delivered') return opening.what !== null && cause?.kind === 'frame_sent' && isRepeat(cause.what);
  // Room for more chunks: flow control of the seed's stream.
  if (opening.kind === 'bridge_frame_delivered') return opening.what.kind === 'credit' || opening.what.kind === 'heartbeat';
  return opening.kind === 'gossip_delivered';
};
