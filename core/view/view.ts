// What a view is: a pure fold of the log. Panels draw views and nothing else, so a panel can show only what the log says (house.md 8.5).
// Views are persistent: `apply` never changes its argument and shares every part that stayed the same, so a keyframe is one reference.
import type { LogEvent, LogKind } from '../log/event.ts';

export type View<T> = {
  readonly empty: () => T;
  readonly apply: (view: T, event: LogEvent) => T;
};

/** A log event of one kind. */
export type EventOf<K extends LogKind> = Extract<LogEvent, { readonly kind: K }>;

/** What a view does with the kinds it cares about; all others leave it as it is. */
export type Handlers<T> = { readonly [K in LogKind]?: (view: T, event: EventOf<K>) => T };

/** The view after one event; the same reference when no handler cares. */
export const applyHandlers = <T>(handlers: Handlers<T>, view: T, event: LogEvent): T => {
  const handler = handlers[event.kind] as ((view: T, event: LogEvent) => T) | undefined;
  return handler === undefined ? view : handler(view, event);
};

/** The view after `events`, in order, on top of `start`. */
export const foldEvents = <T>(view: View<T>, start: T, events: Iterable<LogEvent>): T => {
  let state = start;
  for (const event of events) state = view.apply(state, event);
  return state;
};
