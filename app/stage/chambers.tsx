// The inside of a card: consensus on the left, the bridge, the batcher on the right. Nothing stands in them before the log begins, so they come after the
// first frame.
import type { ReactElement } from 'react';
import type { ValidatorCard } from '../../core/view/cluster.ts';
import { BatcherHalf } from './batcher-half.tsx';
import { BridgeStrip } from './bridge-strip.tsx';
import { isDown } from './card-words.ts';
import { ConsensusHalf } from './consensus-half.tsx';
import { FollowerHalf } from './sync-line.tsx';

export const Chambers = ({ card }: { readonly card: ValidatorCard }): ReactElement => (
  <div className="validator-chambers">
    {card.follower === null ? (
      <ConsensusHalf card={card.consensus} sync={card.sync} down={isDown(card)} />
    ) : (
      <FollowerHalf card={card} down={isDown(card)} />
    )}
    <BridgeStrip card={card.bridge} links={card.links} />
    <BatcherHalf card={card.batcher} />
  </div>
);
