// Everything that is drawn of a run at one moment: the cards of all validators, the network, the ledger. One fold, so that one keyframe holds all.
import type { LogEvent } from '../log/event.ts';
import { CONSENSUS_SLOT, type ValidatorIndex, slotOf, toValidatorIndex, validatorOf } from '../types/ids.ts';
import { type BatcherCard, batcherCardView, withChunk } from './batcher-card.ts';
import { type BridgeCard, bridgeCardView } from './bridge-card.ts';
import { type ConsensusCard, consensusCardView } from './consensus-card.ts';
import { type Ledger, ledgerView } from './ledger.ts';
import { type NetworkView, networkView } from './network.ts';
import type { View } from './view.ts';

/** One validator: two chambers and the bridge between them. The reference changes only when something visible did. */
export type ValidatorCard = {
  readonly index: ValidatorIndex;
  readonly consensus: ConsensusCard;
  readonly bridge: BridgeCard;
  readonly batcher: BatcherCard;
};

export type ClusterView = {
  readonly cards: readonly ValidatorCard[];
  readonly network: NetworkView;
  readonly ledger: Ledger;
};

/** What a validator's batcher was sent is known from the call that brought it. */
const applyToBatcher = (card: ValidatorCard, event: LogEvent): BatcherCard => {
  const batcher = batcherCardView.apply(card.batcher, event);
  if (event.kind !== 'call_started' || event.request !== 'send_txs_for_proposal' || event.proposalId === null) return batcher;
  const call = card.bridge.calls.find(({ callId }) => callId === event.callId);
  return call === undefined ? batcher : withChunk(batcher, event.proposalId, call.hashes);
};

const applyToCard = (card: ValidatorCard, event: LogEvent, consensusView: View<ConsensusCard>): ValidatorCard => {
  const inConsensus = slotOf(event.p) === CONSENSUS_SLOT;
  const consensus = inConsensus ? consensusView.apply(card.consensus, event) : card.consensus;
  const batcher = inConsensus ? card.batcher : applyToBatcher(card, event);
  const bridge = bridgeCardView.apply(card.bridge, event);
  const same = consensus === card.consensus && batcher === card.batcher && bridge === card.bridge;
  return same ? card : { index: card.index, consensus, bridge, batcher };
};

/** The whole picture of a network of `validators` validators. */
export const clusterView = (validators: number): View<ClusterView> => {
  const consensusView = consensusCardView(validators);
  const network = networkView(validators);
  return {
    empty: () => ({
      cards: Array.from({ length: validators }, (_, i) => ({
        index: toValidatorIndex(i),
        consensus: consensusView.empty(),
        bridge: bridgeCardView.empty(),
        batcher: batcherCardView.empty(),
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
