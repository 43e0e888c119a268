// Sentences about what is pointed at.
import { chamberOf, formatMilliseconds } from '../../core/view/format.ts';
import { findMessage } from '../../core/view/messages.ts';
import { narrate } from '../../core/view/narrate.ts';
import { type Timeline, eventsOfStep, viewAt } from '../../core/view/timeline.ts';
import { validatorOf } from '../../core/types/ids.ts';
import type { Translate } from '../messages/translate.ts';
import { messageTitle } from '../store/message-title.ts';
import { nodeName } from '../store/names.ts';
import { toldOf } from '../store/told.ts';

/** `10.754 s · V1 Consensus`. */
export const placeOfStep = (t: Translate, line: Timeline, step: number): string => {
  const opening = line.events[line.starts[step] ?? -1];
  if (opening === undefined) return '';
  const chamber = t(`chamber.${chamberOf(opening.p)}`);
  return `${formatMilliseconds(opening.t)} s · ${nodeName(validatorOf(opening.p))} ${chamber}`;
};

/** The narration of a step. */
export const sentenceOfStep = (t: Translate, line: Timeline, step: number): string => {
  const narration = narrate(eventsOfStep(line, step), viewAt(line, step + 1));
  return narration === null ? '' : toldOf(t, narration);
};

/** What a message is and its way. */
export const sentenceOfMessage = (t: Translate, line: Timeline, id: string): string => {
  const message = findMessage(line.messages, id.split('#')[0] ?? id);
  return message === null ? '' : messageTitle(t, message);
};
