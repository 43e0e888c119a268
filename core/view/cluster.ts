// Everything that is drawn of a run at one moment: the cards of all validators and full nodes, the network, the ledger. One fold, so that one keyframe
// holds all.
import type { LogEvent } from '../log/event.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT, type ValidatorIndex, slotOf, toValidatorIndex, validatorOf } from '../types/ids.ts';
import type { FollowerKind } from '../types/nodes.ts';
import { type BatcherCard, batcherCardView, withChunk } from './batcher-card.ts';
import { type BridgeCard, bridgeCardView } from './bridge-card.ts';
import { type BridgeLinks, bridgeLinksView } from './bridge-links.ts';
import { type ConsensusCard, consensusCardView } from './consensus-card.ts';
import { type Ledger, ledgerView } from './ledger.ts';
import { type NetworkView, networkView } from './network.ts';
import { type SyncCard, syncCardView } from './sync-card.ts';
import type { View } from './view.ts';

/** One node: two chambers and the bridge between them. The reference changes only when something visible did. */
export type ValidatorCard = {
  readonly index: ValidatorIndex;
  /** How a full node follows; null for a validator. In the place of consensus it only fetches blocks. */
  readonly follower: FollowerKind | null;
  readonly sync: SyncCard;
  readonly consensus: ConsensusCard;
  readonly bridge: BridgeCard;
  /** How consensus stands with each instance. */
  readonly links: BridgeLinks;
  /** The batcher instance that consensus works with: the one that the last proposal went to. */
  readonly batcher: BatcherCard;
  /** All instances by slot, that one included; one unless the world has more (an extension beyond Apollo). */
  readonly batchers: readonly BatcherCard[];
};

export type ClusterView = {
  /** Validators, then full nodes. */
  readonly cards: readonly ValidatorCard[];
  readonly network: NetworkView;
  readonly ledger: Ledger;
};

/** What a validator's batcher was sent is known from the call that brought it. */
const applyToBatcher = (card: ValidatorCard, event: LogEvent): BatcherCard => {
  const batcher = batcherCardView.apply(card.batchers[slotOf(event.p) - BATCHER_SLOT] ?? batcherCardView.empty(), event);
  if (event.kind !== 'call_started' || event.request !== 'send_txs_for_proposal' || event.proposalId === null) return batcher;
  const call = card.bridge.calls.find(({ callId }) => callId === event.callId);
  return call === undefined ? batcher : withChunk(batcher, event.proposalId, call.hashes);
};

const applyToCard = (card: ValidatorCard, event: LogEvent, consensusView: View<ConsensusCard>): ValidatorCard => {
  const inConsensus = slotOf(event.p) === CONSENSUS_SLOT;
  const consensus = inConsensus ? consensusView.apply(card.consensus, event) : card.consensus;
  const sync = inConsensus ? syncCardView.apply(card.sync, event) : card.sync;
  const bridge = bridgeCardView.apply(card.bridge, event);
  const links = bridgeLinksView.apply(card.links, event);
  if (!inConsensus) return withBatcher({ ...card, bridge, links }, event, card);
  if (consensus === card.consensus && sync === card.sync && bridge === card.bridge && links === card.links) return card;
  const chosen = event.kind === 'batcher_chosen' ? card.batchers[event.slot - BATCHER_SLOT] : undefined;
  return { ...card, consensus, sync, bridge, links, batcher: chosen ?? card.batcher };
};

/** The card after an event of one of its batcher instances; `before` itself when nothing visible changed. */
const withBatcher = (card: ValidatorCard, event: LogEvent, before: ValidatorCard): ValidatorCard => {
  const slot = slotOf(event.p) - BATCHER_SLOT;
  const old = before.batchers[slot];
  const batcher = applyToBatcher(before, event);
  if (batcher === old && card.bridge === before.bridge && card.links === before.links) return before;
  const batchers = Array.from({ length: Math.max(before.batchers.length, slot + 1) }, (_, i) =>
    i === slot ? batcher : (before.batchers[i] ?? batcherCardView.empty()),
  );
  const isChosen = slot === (before.links.chosen?.slot ?? BATCHER_SLOT) - BATCHER_SLOT;
  return { ...card, batchers, batcher: isChosen ? batcher : before.batcher };
};

/** The whole picture of a network of `validators` validators and these full nodes. */
export const clusterView = (validators: number, followers: readonly FollowerKind[] = []): View<ClusterView> => {
  const consensusView = consensusCardView(validators);
  const network = networkView(validators);
  return {
    empty: () => ({
      cards: Array.from({ length: validators + followers.length }, (_, i) => ({
        index: toValidatorIndex(i),
        follower: followers[i - validators] ?? null,
        sync: syncCardView.empty(),
        consensus: consensusView.empty(),
        bridge: bridgeCardView.empty(),
        links: bridgeLinksView.empty(),
        batcher: batcherCardView.empty(),
        batchers: [batcherCardView.empty()],
      })),
      network: network.empty(),
      ledger: ledgerView.empty(),
    }),
    apply: (view, event) => {
      const at = validatorOf(event.p);
      const old = view.cards[at];
      if (old === undefined) return view;
      const card = applyToCard(old, event, consensusView);
      return {
        cards: card === old ? view.cards : view.cards.map((c, i) => (i === at ? card : c)),
        network: network.apply(view.network, event),
        ledger: ledgerView.apply(view.ledger, event),
      };
    },
  };
};
