// From the run's messages to what the painter draws: shapes and glyphs by kind, a window of virtual time at a go.
import type { Mark } from '../../core/view/marks.ts';
import { type Message, type MessageList, messageEnd, messagesBetween } from '../../core/view/messages.ts';
import type { PaintBurst, PaintMessage, PaintShape } from '../../workers/paint-api.ts';

const shapeOf = (message: Message): Pick<PaintMessage, 'shape' | 'nil' | 'ghost' | 'label'> => {
  const { what } = message;
  switch (what.kind) {
    case 'vote':
      return { shape: what.voteType, nil: what.commitment === null, ghost: what.rebroadcast, label: '' };
    case 'proposal_part': {
      const shape: PaintShape = what.part === 'transactions' ? 'wagon' : what.part;
      return { shape, nil: false, ghost: false, label: String(what.messageId) };
    }
    case 'transaction':
      return { shape: 'transaction', nil: false, ghost: false, label: '' };
  }
};

/** One message as the painter wants it. */
const toPaint = (message: Message, selected: string | null): PaintMessage => ({
  from: message.from,
  to: message.to,
  sentAt: message.sentAt,
  arriveAt: message.arriveAt,
  end: messageEnd(message),
  ...shapeOf(message),
  delayed: message.fate === 'delayed',
  selected: message.id === selected,
});

/** All that is on its way in [from, until]. */
export const paintWindow = (
  list: MessageList,
  span: { readonly from: number; readonly until: number },
  selected: string | null,
): readonly PaintMessage[] => messagesBetween(list, span.from, span.until).map((message) => toPaint(message, selected));

/** The decisions of single validators in [from, until]; marks are in order of time. */
export const burstWindow = (marks: readonly Mark[], span: { readonly from: number; readonly until: number }): readonly PaintBurst[] => {
  const bursts: PaintBurst[] = [];
  for (let i = marks.length - 1; i >= 0; i--) {
    const mark = marks[i];
    if (mark === undefined || mark.t < span.from) break;
    if (mark.kind === 'local_decision' && mark.t <= span.until) bursts.push({ validator: mark.validator, at: mark.t });
  }
  return bursts;
};
