// From a number of the network to its event, for any part of the page: how the event is found comes when it is asked for.
import type { NetworkFact } from '../../core/view/network-source.ts';
import { useT } from './i18n.ts';

/** The kind of event that each fact leads to. */
const EVENTS: Readonly<Record<Exclude<NetworkFact['kind'], 'last'>, string>> = {
  decided: 'decided',
  committee: 'height_started',
  proposer: 'round_entered',
  block_hash: 'block_root',
  balance: 'block_committed',
  nonce: 'block_committed',
  ledger: 'block_committed',
};

type LinkProps = { readonly label: string; readonly testId: string; readonly onClick: () => void };

/** What a `Linked` value needs to lead to the event that it comes from, at the cursor or at the head. */
export const useSource = (fact: NetworkFact, at: 'cursor' | 'head' = 'cursor'): LinkProps => {
  const t = useT();
  return {
    label: fact.kind === 'last' ? t('source.last') : t('source.go', { what: EVENTS[fact.kind] }),
    testId: `from-${fact.kind}${at === 'head' ? '-head' : ''}`,
    onClick: () => void import('./source.ts').then(({ goToNetworkFact }) => goToNetworkFact(fact, at)),
  };
};
