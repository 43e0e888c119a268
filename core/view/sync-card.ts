// What a node fetches from others: a validator that fell behind, or a full node that follows. Folded from the events of its process that has the links.
import type { SyncWhat } from '../log/frame-summary.ts';
import type { Height, TimeUs, ValidatorIndex } from '../types/ids.ts';
import { type EventOf, type Handlers, type View, applyHandlers } from './view.ts';

export type SyncCard = {
  /** The question under way: blocks from `height` on. A node with nothing to learn has one too when it follows. */
  readonly asking: { readonly what: SyncWhat; readonly height: Height; readonly from: ValidatorIndex } | null;
  /** The newest block that has been fetched, and from whom. */
  readonly ready: { readonly height: Height; readonly from: ValidatorIndex } | null;
  /** The newest block that has been taken over. */
  readonly taken: Height | null;
  /** Of a full node: the last block that it checked. */
  readonly checked: { readonly height: Height; readonly by: EventOf<'block_checked'>['by']; readonly ok: boolean } | null;
  /** Newest last, at most DROPS_KEPT. */
  readonly dropped: readonly { readonly peer: ValidatorIndex; readonly reason: string; readonly at: TimeUs }[];
};

/** Dropped peers that a card remembers. */
const DROPS_KEPT = 4;

const EMPTY: SyncCard = Object.freeze({ asking: null, ready: null, taken: null, checked: null, dropped: [] });

const withRequest = (card: SyncCard, { what, targets }: EventOf<'frame_sent'>): SyncCard => {
  const [target] = targets;
  if (what.kind !== 'sync_request' || target === undefined) return card;
  return { ...card, asking: { what: what.what, height: what.height, from: target.to } };
};

const HANDLERS: Handlers<SyncCard> = {
  crashed: () => EMPTY,
  frame_sent: withRequest,
  sync_block_ready: (card, { height, from }) => ({ ...card, asking: null, ready: { height, from } }),
  block_checked: (card, { height, by, expected, got }) => ({ ...card, checked: { height, by, ok: expected === got } }),
  peer_dropped: (card, { peer, reason, t }) => ({ ...card, dropped: [...card.dropped, { peer, reason, at: t }].slice(-DROPS_KEPT) }),
  synced: (card, { height }) => ({ ...card, taken: height }),
  // What was asked for has been decided here meanwhile.
  decided: (card, { height }) => (card.asking !== null && card.asking.height <= height ? { ...card, asking: null } : card),
};

/** Feed it the events of one process. */
export const syncCardView: View<SyncCard> = {
  empty: () => EMPTY,
  apply: (card, event) => applyHandlers(HANDLERS, card, event),
};
