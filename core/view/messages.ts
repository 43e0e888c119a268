// Every frame of the run as messages between two validators, for the canvas, the inspector and the table. One frame to n validators is n messages.
// An append-only list in order of sending; what is in flight at a time is a window of it, found by binary search.
// Does not decode bytes: `what` is the sender's summary, the inspector decodes on demand (bytes.ts).
import { flipBit, spliceBytes } from '../base/splice.ts';
import { type LogEvent, logEventId } from '../log/event.ts';
import type { FrameFate, FrameSummary, FrameTopic } from '../log/frame-summary.ts';
import { type TimeUs, type ValidatorIndex, validatorOf } from '../types/ids.ts';

export type Message = {
  /** `p:n>to`: the `frame_sent` event and the receiver; a `~` follows on the second copy of a duplicated frame. */
  readonly id: string;
  /** Id of the `frame_sent` event. */
  readonly sentBy: string;
  /** Step (index of the group) in which it was sent. */
  readonly step: number;
  readonly from: ValidatorIndex;
  readonly to: ValidatorIndex;
  readonly sentAt: TimeUs;
  /** Null when it never arrives. */
  readonly arriveAt: TimeUs | null;
  readonly fate: FrameFate;
  readonly faultId: number | null;
  readonly topic: FrameTopic;
  readonly what: FrameSummary;
  /** As they were sent. */
  readonly bytes: Uint8Array;
  /** As the link carries them: a fault may flip a bit. */
  readonly carried: Uint8Array;
  /** As the receiver handles them after an edit on the way; null without one, and until the log says so. */
  readonly edited: Uint8Array | null;
};

const messageIdOf = (sentBy: string, to: number): string => `${sentBy}>${to}`;

/** How long a message that never arrives is shown on its way before it dies. */
const DOOMED_US = 60_000;

/** When a message is gone from the picture. */
export const messageEnd = (message: Message): number => message.arriveAt ?? message.sentAt + DOOMED_US;

/** The messages of one `frame_sent` event. */
const messagesOf = (event: Sent, step: number): readonly Message[] => {
  return event.targets.flatMap((target) => {
    const message = toMessage(event, step, target);
    // A frame that arrives twice is two messages: the second bears a mark in its id.
    const again = target.again ?? null;
    return again === null ? [message] : [message, { ...message, id: `${message.id}~`, arriveAt: again }];
  });
};

type Sent = LogEvent & { readonly kind: 'frame_sent' };

const toMessage = (event: Sent, step: number, target: Sent['targets'][number]): Message => {
  const sentBy = logEventId(event);
  return {
    id: messageIdOf(sentBy, target.to),
    sentBy,
    step,
    from: validatorOf(event.p),
    to: target.to,
    sentAt: event.t,
    arriveAt: target.arriveAt,
    fate: target.fate,
    faultId: target.faultId,
    topic: event.topic,
    what: event.what,
    bytes: event.bytes,
    carried: target.bit === undefined ? event.bytes : flipBit(event.bytes, target.bit),
    edited: null,
  };
};

/** Messages of a run, in order of sending; grows with the log. */
export type MessageList = { readonly messages: Message[]; readonly byId: Map<string, number>; longestUs: number };

export const createMessageList = (): MessageList => ({ messages: [], byId: new Map(), longestUs: DOOMED_US });

/** The receiver has handled an edited frame. */
const applyEdit = (list: MessageList, event: LogEvent & { readonly kind: 'frame_edited' }): void => {
  const at = list.byId.get(messageIdOf(event.frame, validatorOf(event.p)));
  const message = at === undefined ? undefined : list.messages[at];
  if (at === undefined || message === undefined) return;
  list.messages[at] = { ...message, edited: spliceBytes(message.carried, event.splices) };
};

/** Adds what one event sends, and what it says about a frame that was sent before. */
export const addMessages = (list: MessageList, event: LogEvent, step: number): void => {
  if (event.kind === 'frame_edited') applyEdit(list, event);
  if (event.kind !== 'frame_sent') return;
  for (const message of messagesOf(event, step)) {
    list.byId.set(message.id, list.messages.length);
    list.messages.push(message);
    list.longestUs = Math.max(list.longestUs, messageEnd(message) - message.sentAt);
  }
};

/** Puts other messages in the place of all; they are in order of sending. */
export const replaceMessages = (list: MessageList, messages: readonly Message[]): void => {
  list.byId.clear();
  list.messages.length = 0;
  for (const message of messages) {
    list.byId.set(message.id, list.messages.length);
    list.messages.push(message);
  }
};

export const findMessage = (list: MessageList, id: string): Message | null => {
  const at = list.byId.get(id);
  return at === undefined ? null : (list.messages[at] ?? null);
};

/** Index of the first message sent after `t`. */
const firstAfter = (messages: readonly Message[], t: number): number => {
  let [low, high] = [0, messages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.sentAt ?? 0) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Messages on their way at `t`: sent at or before it, not yet gone. In order of sending. */
export const inFlightAt = (list: MessageList, t: number): readonly Message[] => messagesBetween(list, t, t);

/** Messages on their way at some moment of [from, until]. */
export const messagesBetween = (list: MessageList, from: number, until: number): readonly Message[] => {
  const start = firstAfter(list.messages, from - list.longestUs - 1);
  return list.messages.slice(start, firstAfter(list.messages, until)).filter((message) => messageEnd(message) > from);
};
