// From the run's log to what the painter draws: shapes and glyphs by kind, a window of virtual time at a go.
import { type Crossing, crossingsBetween } from '../../core/view/crossings.ts';
import type { Mark } from '../../core/view/marks.ts';
import { type Message, type MessageList, messageEnd, messagesBetween } from '../../core/view/messages.ts';
import type { Timeline } from '../../core/view/timeline.ts';
import type { PaintBurst, PaintMark, PaintMessage, PaintRequest, PaintShape, PaintToken } from '../../workers/paint-api.ts';

type Span = { readonly from: number; readonly until: number };

/** A bridge is far quicker than the eye: a token takes at least this much virtual time on the picture. */
const TOKEN_US = 14_000;
/** A request that does not arrive is shown for this long. */
const LOST_US = 60_000;

const shapeOf = (what: Message['what']): Pick<PaintMessage, 'shape' | 'nil' | 'ghost' | 'label'> => {
  switch (what.kind) {
    case 'vote':
      return { shape: what.voteType, nil: what.commitment === null, ghost: what.rebroadcast, label: '' };
    case 'proposal_part': {
      const shape: PaintShape = what.part === 'transactions' ? 'wagon' : what.part;
      return { shape, nil: false, ghost: false, label: String(what.messageId) };
    }
    case 'transaction':
      return { shape: 'transaction', nil: false, ghost: false, label: '' };
    case 'sync_request':
    case 'sync_response':
      // A question is hollow, what comes back is full.
      return { shape: 'sync', nil: false, ghost: what.kind === 'sync_request', label: '' };
  }
};

/** What one sender says of one thing: two different words of it are two faces. */
const topicOf = ({ from, what, sentBy }: Message): { readonly key: string; readonly word: string } | null => {
  if (what.kind === 'vote') {
    const key = `${from}/${what.voteType}/${what.height}/${what.round}/${what.voter}`;
    return { key, word: String(what.commitment) };
  }
  // An honest proposer sends each part of a proposal in one frame.
  if (what.kind === 'proposal_part') return { key: `${from}/proposal/${what.height}/${what.round}/${what.messageId}`, word: sentBy };
  return null;
};

/** Keys of what some sender says in two ways among these messages. */
const twoFaced = (messages: readonly Message[]): ReadonlySet<string> => {
  const words = new Map<string, string>();
  const split = new Set<string>();
  for (const message of messages) {
    const topic = topicOf(message);
    if (topic === null) continue;
    const known = words.get(topic.key);
    if (known === undefined) words.set(topic.key, topic.word);
    else if (known !== topic.word) split.add(topic.key);
  }
  return split;
};

const markOf = (message: Message, split: ReadonlySet<string>): PaintMark => {
  const topic = split.size === 0 ? null : topicOf(message);
  if (topic !== null && split.has(topic.key)) return 'split';
  switch (message.fate) {
    case 'deliver':
    case 'dropped':
      return 'none';
    case 'delayed':
    case 'duplicated':
    case 'corrupted':
      return message.fate;
  }
};

/** All that is on its way in the span. `gossip` false: without transactions. */
const paintWindow = (
  list: MessageList,
  span: Span,
  options: { readonly selected: string | null; readonly gossip: boolean },
): readonly PaintMessage[] => {
  const found = messagesBetween(list, span.from, span.until);
  const messages = options.gossip ? found : found.filter((message) => message.topic !== 'mempool');
  const split = twoFaced(messages);
  const groups = new Map<string, number>();
  return messages.map((message): PaintMessage => {
    const group = groups.get(message.sentBy) ?? groups.size;
    groups.set(message.sentBy, group);
    return {
      from: message.from,
      to: message.to,
      sentAt: message.sentAt,
      arriveAt: message.arriveAt,
      end: messageEnd(message),
      ...shapeOf(message.what),
      mark: markOf(message, split),
      selected: message.id === options.selected,
      group,
    };
  });
};

/** Crossings as tokens. */
const tokenWindow = (crossings: readonly Crossing[]): readonly PaintToken[] =>
  crossings.map(({ validator, direction, from, to, ok }) => ({
    validator,
    direction,
    kind: 'call',
    from,
    end: to === null ? from + LOST_US : Math.max(to, from + TOKEN_US),
    bad: !ok,
    arrives: to !== null,
  }));

/** The decisions of single validators in the span; marks are in order of time. */
const burstWindow = (marks: readonly Mark[], span: Span): readonly PaintBurst[] => {
  const bursts: PaintBurst[] = [];
  for (let i = marks.length - 1; i >= 0; i--) {
    const mark = marks[i];
    if (mark === undefined || mark.t < span.from) break;
    if (mark.kind === 'local_decision' && mark.t <= span.until) bursts.push({ validator: mark.validator, at: mark.t });
  }
  return bursts;
};

/** The part of a run that is drawn. */
export type PaintSource = { readonly line: Timeline; readonly selected: string | null; readonly gossip: boolean };

/** Everything that is on its way at some moment of the span, for the painter. */
export const paintRequest = (source: PaintSource, span: Span): PaintRequest => ({
  kind: 'messages',
  messages: paintWindow(source.line.messages, span, source),
  bursts: burstWindow(source.line.marks, span),
  tokens: tokenWindow(crossingsBetween(source.line, span.from, span.until)),
});
