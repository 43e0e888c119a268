// Calls to one of several batcher instances, each with an id of its own and the reason why it was made.
import type { BatcherRequest } from '../types/batcher.ts';
import type { Purpose } from './batchers-state.ts';
import { sendCall } from './consensus-calls.ts';
import { type Run, change, slotsOfBatchers } from './consensus-state.ts';

export const allSlots = (run: Run): readonly number[] => slotsOfBatchers(run.env.config);
export const isDown = (run: Run, slot: number): boolean => run.state.batchers.down.has(slot);
export const liveSlots = (run: Run): readonly number[] => allSlots(run).filter((slot) => !isDown(run, slot));
/** Alive and at the present height. */
export const readySlots = (run: Run): readonly number[] => liveSlots(run).filter((slot) => run.state.batchers.ready.has(slot));

/** One call to one instance; `callId` absent: a fresh id of the orchestrator's. */
type InstanceCall = { readonly slot: number; readonly request: BatcherRequest; readonly purpose: Purpose; readonly callId?: number };

export const sendTo = (run: Run, { slot, request, purpose, callId = freshId(run) }: InstanceCall): void => {
  run.state.batchers.sent.set(callId, { slot, request, purpose });
  sendCall(run, slot, callId, request);
};

const freshId = (run: Run): number => {
  const { orchestrator } = run.state;
  const callId = orchestrator.nextCallId;
  change(run, { orchestrator: { ...orchestrator, nextCallId: callId + 1 } });
  return callId;
};
