// How consensus stands with each of its batcher instances: the transport, the pulse of heartbeats, what was pushed and not taken, which instance is alive
// and which has the proposal. Folds the events of all processes of one validator. With one instance over `apollo` there is one link and no pulse.
// Heartbeats that arrive leave no event, so that a pulse is known only by what is missing (world.md 2). Source: seed.md 5.4, house.md 5.2.
import type { ProposalId } from '../types/batcher.ts';
import { CONSENSUS_SLOT, type Height, type TimeUs, slotOf } from '../types/ids.ts';
import type { BridgeSettings, BridgeTransportKind } from '../types/settings.ts';
import { type EventOf, type Handlers, type View, applyHandlers } from './view.ts';

/** `none`: this transport has no heartbeats. */
type Pulse = 'none' | 'alive' | 'missing' | 'lost';

/** Chunks of one proposal that the batcher has pushed: `taken` of `pushed`. */
type PushWindow = { readonly proposalId: ProposalId; readonly pushed: number; readonly taken: number; readonly ended: boolean };

export type InstanceLink = {
  readonly slot: number;
  readonly transport: BridgeTransportKind;
  readonly pulse: Pulse;
  /** Heartbeats missing in a row at the worse end. */
  readonly missed: number;
  /** False: consensus takes the instance for dead. */
  readonly alive: boolean;
  /** The height that it has joined after an absence; null: it never was away. */
  readonly joined: Height | null;
  /** Frames that left in either direction, heartbeats not counted. */
  readonly frames: number;
  readonly window: PushWindow | null;
  /** When everything under way was void. */
  readonly resetAt: TimeUs | null;
};

export type BridgeLinks = {
  /** Since it changed; null: as the scenario has it. */
  readonly preset: BridgeSettings['preset'] | null;
  /** By slot, from 1. */
  readonly links: readonly InstanceLink[];
  /** The instance that the last proposal went to. */
  readonly chosen: { readonly slot: number; readonly proposalId: ProposalId; readonly mode: 'round_robin' | 'failover' } | null;
  /** A decided proposal taken to another instance. */
  readonly failover: {
    readonly from: number;
    readonly to: number;
    readonly proposalId: ProposalId;
    readonly replay: boolean;
    readonly at: TimeUs;
  } | null;
};

const newLink = (slot: number): InstanceLink => ({
  slot,
  transport: 'apollo',
  pulse: 'none',
  missed: 0,
  alive: true,
  joined: null,
  frames: 0,
  window: null,
  resetAt: null,
});

const EMPTY: BridgeLinks = Object.freeze({ preset: null, links: [newLink(1)], chosen: null, failover: null });

/** The links with the one of `slot` changed; missing ones before it are made. */
const onLink = (view: BridgeLinks, slot: number, change: (old: InstanceLink) => Partial<InstanceLink>): BridgeLinks => {
  const count = Math.max(view.links.length, slot);
  const links = Array.from({ length: count }, (_, i) => {
    const old = view.links[i] ?? newLink(i + 1);
    return i + 1 === slot ? { ...old, ...change(old) } : old;
  });
  return { ...view, links };
};

const pushed = (old: PushWindow | null, what: EventOf<'bridge_frame'>['what'] & { readonly kind: 'content' }): PushWindow => {
  const same = old?.proposalId === what.proposalId ? old : { proposalId: what.proposalId, pushed: 0, taken: 0, ended: false };
  return what.content === 'txs' ? { ...same, pushed: same.pushed + 1 } : { ...same, ended: true };
};

const withFrame = (view: BridgeLinks, event: EventOf<'bridge_frame'>): BridgeLinks =>
  onLink(view, event.slot, (old) => {
    const { what } = event;
    const frames = old.frames + 1;
    if (what.kind === 'content' && what.callId === null) return { frames, window: pushed(old.window, what) };
    if (what.kind === 'credit' && old.window?.proposalId === what.proposalId)
      return { frames, window: { ...old.window, taken: old.window.taken + what.chunks } };
    return { frames };
  });

const withCrash = (view: BridgeLinks, event: EventOf<'crashed'>): BridgeLinks => {
  const slot = slotOf(event.p);
  if (slot !== CONSENSUS_SLOT) return onLink(view, slot, () => ({ window: null }));
  return { ...view, links: view.links.map((old) => ({ ...newLink(old.slot), transport: old.transport })), chosen: null };
};

const HANDLERS: Handlers<BridgeLinks> = {
  bridge_changed: (view, { preset }) => ({ ...view, preset }),
  bridge_opened: (view, { slot, transport }) =>
    onLink(view, slot, () => ({ transport, pulse: transport === 'seed-stream' ? 'alive' : 'none', missed: 0, window: null })),
  bridge_frame: withFrame,
  heartbeat_missed: (view, { slot, missed }) =>
    onLink(view, slot, (old) => ({ missed, pulse: old.pulse === 'lost' ? ('lost' as const) : ('missing' as const) })),
  bridge_lost: (view, { slot, missed }) => onLink(view, slot, () => ({ missed, pulse: 'lost', window: null })),
  bridge_restored: (view, { slot }) => onLink(view, slot, () => ({ missed: 0, pulse: 'alive' })),
  bridge_reset: (view, { slot, t }) => onLink(view, slot, () => ({ window: null, resetAt: t })),
  batcher_chosen: (view, { slot, proposalId, mode }) => ({ ...view, chosen: { slot, proposalId, mode } }),
  batcher_down: (view, { slot }) => onLink(view, slot, () => ({ alive: false, window: null })),
  batcher_up: (view, { slot }) => onLink(view, slot, () => ({ alive: true })),
  batcher_ready: (view, { slot, height }) => onLink(view, slot, () => ({ alive: true, joined: height })),
  batcher_failover: (view, { from, to, proposalId, replay, t }) => ({ ...view, failover: { from, to, proposalId, replay, at: t } }),
  crashed: withCrash,
};

/** Links of one validator; feed it the events of all its processes. */
export const bridgeLinksView: View<BridgeLinks> = {
  empty: () => EMPTY,
  apply: (view, event) => applyHandlers(HANDLERS, view, event),
};
