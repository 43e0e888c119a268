// The moment that is shown, frame by frame. Outside React state: the canvas reads it sixty times a second, components at most ten times (run.ts).

export type Playhead = {
  /** Virtual microseconds, with fractions while playing. */
  readonly us: () => number;
  readonly move: (us: number) => void;
  /** Called after each move; returns how to stop it. */
  readonly subscribe: (listener: (us: number) => void) => () => void;
};

export const createPlayhead = (): Playhead => {
  let now = 0;
  const listeners = new Set<(us: number) => void>();
  return {
    us: () => now,
    move: (us) => {
      now = us;
      for (const listener of listeners) listener(us);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
