// A validator as a disc in two halves: left what consensus does, right what the batcher does, each by a sign of its own; the ring is gold for the
// proposer, broken when the validator is down. Large where a card is too small to read, small on the ring of many.
import type { ReactElement } from 'react';
import type { ValidatorCard } from '../../core/view/cluster.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { selectValidator, useUi } from '../store/ui.ts';
import { describeCard, isDown, isProposing, useTabIndex } from './card-words.ts';
import { nodeName } from '../store/names.ts';

const tint = (colour: string, percent: number): string => `color-mix(in srgb, ${colour} ${percent}%, var(--panel))`;

const LEFT = { propose: 'var(--panel)', prevote: tint('var(--role-prevote)', 22), precommit: tint('var(--role-precommit)', 30) } as const;

/** The same shapes as the votes: a circle while it prevotes, a square while it precommits. */
const StepSign = ({ card }: { readonly card: ValidatorCard }): ReactElement | null => {
  const { step } = card.consensus;
  // A full node only fetches.
  if (card.follower !== null) return <path d="M22 60l7 7 7-7M22 69l7 7 7-7" fill="none" stroke="var(--role-sync)" strokeWidth="2.5" />;
  if (step === 'prevote') return <circle cx="29" cy="68" r="7" fill="var(--role-prevote)" />;
  if (step === 'precommit') return <rect x="22" y="61" width="14" height="14" rx="3" fill="var(--role-precommit)" />;
  return <circle cx="29" cy="68" r="5.5" fill="none" stroke="var(--strong)" strokeWidth="2" strokeDasharray="3 3" />;
};

/** Rows that are being built, or checked. */
const WorkSign = ({ card }: { readonly card: ValidatorCard }): ReactElement => {
  const { state } = card.batcher;
  if (state === 'idle') return <path d="M64 68h14" stroke="var(--strong)" strokeWidth="2.5" />;
  return (
    <g fill={state === 'proposing' ? 'var(--role-proposal)' : 'none'} stroke="var(--role-proposal)" strokeWidth="2">
      <rect x="62" y="60" width="18" height="6" rx="1" />
      <rect x="62" y="70" width="18" height="6" rx="1" />
    </g>
  );
};

const Halves = ({ card, size }: { readonly card: ValidatorCard; readonly size: number | string }): ReactElement => {
  const top = useRun((s) => s.view.network.decidedHeight);
  const { consensus, batcher } = card;
  const down = isDown(card);
  const decided = consensus.decidedHeight !== null && consensus.decidedHeight >= top && top > 0;
  const left = consensus.step === null ? 'var(--raised)' : LEFT[consensus.step];
  const busy = batcher.state === 'idle' ? 'var(--panel)' : tint('var(--role-proposal)', 24);
  return (
    <svg viewBox="0 0 100 100" width={size} height={size} aria-hidden="true">
      <path d="M50 5a45 45 0 0 0 0 90z" fill={down ? 'var(--raised)' : left} />
      <path d="M50 5a45 45 0 0 1 0 90z" fill={batcher.crashed ? 'var(--raised)' : busy} />
      <path d="M50 52v42" stroke="var(--line)" strokeWidth="2" />
      <circle cx="50" cy="50" r="45" fill="none" stroke="var(--strong)" strokeWidth="2.5" strokeDasharray={down ? '6 5' : undefined} />
      {isProposing(card) && <circle cx="50" cy="50" r="47" fill="none" stroke="var(--role-proposal)" strokeWidth="6" />}
      {down ? <path d="M23 62l12 12M35 62L23 74" stroke="var(--bad)" strokeWidth="3" /> : <StepSign card={card} />}
      {batcher.crashed ? <path d="M65 62l12 12M77 62L65 74" stroke="var(--bad)" strokeWidth="3" /> : <WorkSign card={card} />}
      {decided && (
        <text x="50" y="80" textAnchor="middle" fontSize="17" fill="var(--role-decision)">
          ★
        </text>
      )}
    </svg>
  );
};

const DiscButton = ({
  card,
  children,
  className,
}: {
  readonly card: ValidatorCard;
  readonly children: ReactElement[];
  readonly className: string;
}): ReactElement => {
  const t = useT();
  const selected = useUi((s) => s.validator === card.index);
  const tabIndex = useTabIndex(card.index);
  return (
    <button
      type="button"
      className={`nodrag relative flex h-full w-full items-center justify-center ${className} ${selected ? 'ring-4 ring-focus' : ''}`}
      aria-pressed={selected}
      tabIndex={tabIndex}
      title={describeCard(t, card)}
      data-testid={`validator-${card.index + 1}`}
      onClick={() => selectValidator(card.index)}
    >
      <span aria-hidden="true" className="contents">
        {children}
      </span>
      <span className="sr-only">{describeCard(t, card)}</span>
    </button>
  );
};

/** Instead of a card that would be too small; as large as the room of a card allows. */
export const Disc = ({ card }: { readonly card: ValidatorCard }): ReactElement => (
  <DiscButton card={card} className="rounded-full">
    <span key="disc" className="absolute">
      <Halves card={card} size={168} />
    </span>
    <span key="name" className="absolute top-5 text-4xl font-semibold">
      {nodeName(card.index)}
    </span>
    <span key="place" className="num absolute -bottom-2 rounded-full bg-stage px-2 text-2xl leading-8 text-soft">
      {card.follower === null ? `H${card.consensus.height ?? '–'} R${card.consensus.round ?? '–'}` : `H${card.sync.taken ?? '–'}`}
    </span>
  </DiscButton>
);

/** One of many. */
export const RingDisc = ({ card }: { readonly card: ValidatorCard }): ReactElement => (
  <DiscButton card={card} className="rounded-full">
    <Halves key="disc" card={card} size="100%" />
    <span key="name" className="num absolute inset-x-0 top-[18%] text-center text-[19px] leading-6 font-semibold">
      {nodeName(card.index)}
    </span>
  </DiscButton>
);
