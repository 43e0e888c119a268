// What card and disc say of a validator, and whether it is the tab stop of all.
import type { ValidatorCard as CardView } from '../../core/view/cluster.ts';
import type { Translate } from '../messages/translate.ts';
import { useUi } from '../store/ui.ts';
import { nodeName } from '../store/names.ts';

export const isProposing = ({ consensus, index }: CardView): boolean => consensus.proposer === index && consensus.running;
export const isDown = ({ consensus, follower }: CardView): boolean =>
  !consensus.running && (consensus.height !== null || follower !== null);

/** What stands beside the name. */
const stateWords = (t: Translate, card: CardView): readonly string[] => [
  ...(isProposing(card) ? [t('card.proposer')] : []),
  ...(isDown(card) ? [t('card.down')] : []),
  ...(card.consensus.isObserver ? [t('card.observer')] : []),
];

/** The accessible name of a validator's button; begins with the visible words (WCAG 2.5.3). */
export const describeCard = (t: Translate, card: CardView): string =>
  card.follower === null
    ? describeValidator(t, card)
    : t('card.node_summary', { v: nameWithState(t, card), height: card.sync.taken ?? '–' });

const nameWithState = (t: Translate, card: CardView): string => [nodeName(card.index), ...stateWords(t, card)].join(' ');

const describeValidator = (t: Translate, card: CardView): string =>
  t('card.summary', {
    v: nameWithState(t, card),
    height: card.consensus.height ?? '–',
    round: card.consensus.round ?? '–',
    step: card.consensus.step === null ? t('card.no_step') : t(`step.${card.consensus.step}`),
  });

/** All validators are one tab stop: the selected one, else the first; arrows move on (stage-keys.ts). */
export const useTabIndex = (index: number): 0 | -1 => useUi((s) => ((s.validator ?? 0) === index ? 0 : -1));
