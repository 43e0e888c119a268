// Edits that wait for their frames: which are refused, at once or when their frame can no longer be told from one that never came.
import { FRAME_EDITS_MAX } from '../base/limits.ts';
import { stateOfFrame } from './handled-frames.ts';
import type { RunnerState } from './runner-state.ts';

const forgottenText = (frame: string): string =>
  `frame ${frame} was handled here long ago, or never came: later frames of its sender are forgotten already`;

/** True for a frame that has arrived and waits because of a fault. */
const isKept = ({ paused, inbox, due }: RunnerState, frame: string): boolean =>
  [paused, inbox, due].some((list) => list.some((item) => item.kind === 'frame' && item.frame.cause === frame));

/** Code and text of why a frame cannot be edited any more; null: the edit waits for it. */
export const refusalOfEdit = (state: RunnerState, frame: string): readonly [string, string] | null => {
  const where = stateOfFrame(state.handled, frame);
  if (where === 'handled') return ['FrameHandled', `frame ${frame} has been handled here already`];
  if (where === 'forgotten' && !isKept(state, frame)) return ['FrameForgotten', forgottenText(frame)];
  if (state.edits.size >= FRAME_EDITS_MAX) return ['TooManyEdits', `at most ${FRAME_EDITS_MAX} edits wait for their frames`];
  return null;
};

/** Takes out the edits whose frames have been forgotten; `cause`: the log event of the intervention. */
export const takeForgottenEdits = (state: RunnerState): readonly { readonly cause: string; readonly detail: string }[] => {
  const gone = [...state.edits].filter(([frame]) => stateOfFrame(state.handled, frame) === 'forgotten' && !isKept(state, frame));
  for (const [frame] of gone) state.edits.delete(frame);
  return gone.map(([frame, { cause }]) => ({ cause, detail: forgottenText(frame) }));
};
