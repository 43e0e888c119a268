// Sentences of log events: made when a row is drawn, or one after the other for a search, with one picture that moves along.
import { narrateEvent } from '../../../core/view/narrate-event.ts';
import { type Timeline, eventsOfStep, stepOfEvent, viewAt } from '../../../core/view/timeline.ts';
import { validatorOf } from '../../../core/types/ids.ts';
import type { Translate } from '../../messages/translate.ts';
import { nodeName } from '../../store/names.ts';

export type EventTexts = {
  /** The sentence of the event of this index. */
  readonly textOf: (index: number) => string;
  /** Makes sentences of the next steps for the search; true when all steps of the log have theirs. */
  readonly prepare: (steps: number) => boolean;
  /** Share of the log that can be searched, in percent. */
  readonly ready: () => number;
  /** True when the event's kind, validator or sentence holds `wanted`, which is in lower case. False while it is not prepared. */
  readonly matches: (index: number, wanted: string) => boolean;
};

export const createTexts = (line: Timeline, t: Translate): EventTexts => {
  const texts = new Map<number, string>();
  let view = line.view.empty();
  let done = 0;
  let isBroken = false;
  /** False where the step is not kept: there is nothing to do. */
  const prepareStep = (): boolean => {
    const first = line.starts[done] ?? 0;
    const events = eventsOfStep(line, done);
    if (events.length > 0 && isBroken) view = viewAt(line, done);
    isBroken = events.length === 0;
    for (const event of events) view = line.view.apply(view, event);
    for (const [i, event] of events.entries()) {
      const phrase = narrateEvent(event, view);
      texts.set(first + i, t(phrase.key, phrase.params));
    }
    done++;
    return !isBroken;
  };
  return {
    textOf: (index) => {
      const known = texts.get(index);
      const event = line.events[index];
      if (known !== undefined || event === undefined) return known ?? '';
      const phrase = narrateEvent(event, viewAt(line, stepOfEvent(line, index) + 1));
      const text = t(phrase.key, phrase.params);
      texts.set(index, text);
      return text;
    },
    prepare: (steps) => {
      for (let i = 0; i < steps && done < line.stops.total;) if (prepareStep()) i++;
      return done >= line.stops.total;
    },
    ready: () => Math.floor((100 * done) / Math.max(1, line.stops.total)),
    matches: (index, wanted) => {
      const event = line.events[index];
      const text = texts.get(index);
      if (event === undefined || text === undefined) return false;
      return `${event.kind} ${nodeName(validatorOf(event.p))} ${text}`.toLowerCase().includes(wanted);
    },
  };
};
