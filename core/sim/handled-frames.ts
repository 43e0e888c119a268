// Which frames a process has handled: the last ones by name, older ones by their number at the sender. An edit of a frame that is neither here nor ahead of
// what was handled is refused instead of waiting in silence. Plain data; changed in place.
import { FRAMES_REMEMBERED } from '../base/limits.ts';

export type HandledFrames = {
  /** Frames handled last, a ring, and how many there were in all. */
  readonly ring: string[];
  count: number;
  /** By sending process: the highest number that the ring has lost. */
  readonly forgotten: Map<string, number>;
};

export const createHandled = (): HandledFrames => ({ ring: [], count: 0, forgotten: new Map() });

/** A frame's id `p:n`: process and number of its frame_sent. */
const partsOf = (frame: string): readonly [string, number] => {
  const at = frame.indexOf(':');
  return [frame.slice(0, at), Number(frame.slice(at + 1))];
};

/** Notes a handled frame; the value is the sender of which frames were forgotten by it, null: of none. */
export const noteHandled = (state: HandledFrames, frame: string): string | null => {
  const at = state.count++ % FRAMES_REMEMBERED;
  const lost = state.ring[at];
  state.ring[at] = frame;
  if (lost === undefined) return null;
  const [source, n] = partsOf(lost);
  if (n <= (state.forgotten.get(source) ?? -1)) return null;
  state.forgotten.set(source, n);
  return source;
};

/** `handled`: lately; `forgotten`: a later frame of its sender was handled so long ago that nobody knows; `ahead`: it may still come. */
export const stateOfFrame = (state: HandledFrames, frame: string): 'handled' | 'forgotten' | 'ahead' => {
  if (state.ring.includes(frame)) return 'handled';
  const [source, n] = partsOf(frame);
  return n <= (state.forgotten.get(source) ?? -1) ? 'forgotten' : 'ahead';
};
