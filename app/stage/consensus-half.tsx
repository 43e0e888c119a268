// The left chamber of a card: step, pending timeout, tallies, lock and valid value, last decision.
import { type ReactElement, Suspense } from 'react';
import { type ConsensusCard, type PendingTimeout } from '../../core/view/consensus-card.ts';
import type { SyncCard } from '../../core/view/sync-card.ts';
import { shortFelt } from '../../core/view/format.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { CardRack } from './later.tsx';
import { TallyRow } from './tally-row.tsx';
import { SyncLine } from './sync-line.tsx';
import { Pending } from '../ui/pending.tsx';

const STEPS = ['propose', 'prevote', 'precommit'] as const;
const RADIUS = 9;
const TURN = 2 * Math.PI * RADIUS;
/** Virtual time between two redraws of the arc at most. */
const ARC_GRAIN_US = 100_000;

const nextTimeout = (card: ConsensusCard): PendingTimeout | null => {
  const mine = card.timeouts.filter((x) => x.height === card.height && x.round === card.round);
  return mine.toSorted((a, b) => a.at - b.at)[0] ?? null;
};

/** The arc of what is left of a timeout; a component of its own, so that the rest of the card does not follow the clock. */
const TimeoutArc = ({ timeout }: { readonly timeout: PendingTimeout }): ReactElement => {
  const us = useRun((s) => Math.floor(s.us / ARC_GRAIN_US) * ARC_GRAIN_US);
  const left = Math.max(0, Math.min(1, (timeout.at - us) / Math.max(1, timeout.at - timeout.setAt)));
  return (
    <circle
      cx="12"
      cy="12"
      r={RADIUS}
      fill="none"
      stroke="var(--role-proposal)"
      strokeWidth="2"
      strokeDasharray={`${left * TURN} ${TURN}`}
      transform="rotate(-90 12 12)"
    />
  );
};

const StepRing = ({ card }: { readonly card: ConsensusCard }): ReactElement => {
  const t = useT();
  const timeout = nextTimeout(card);
  const at = card.step === null ? -1 : STEPS.indexOf(card.step);
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" role="img" aria-label={card.step === null ? t('card.no_step') : t(`step.${card.step}`)}>
      <circle cx="12" cy="12" r={RADIUS} fill="none" stroke="var(--line)" strokeWidth="2" />
      {timeout !== null && <TimeoutArc timeout={timeout} />}
      {STEPS.map((step, i) => {
        const angle = ((i - 1) * 2 * Math.PI) / 3 - Math.PI / 2;
        const [x, y] = [12 + 4 * Math.cos(angle), 12 + 4 * Math.sin(angle)];
        return <circle key={step} cx={x} cy={y} r="2.2" fill={i <= at ? 'var(--ink)' : 'none'} stroke="var(--strong)" strokeWidth="1" />;
      })}
    </svg>
  );
};

/** Later rounds tint the chamber: what this validator believes is seen from afar. */
const ROUND_TINTS = ['var(--role-proposal)', 'var(--role-sync)', 'var(--role-decision)'] as const;
const tintOf = (round: number | null): string | undefined =>
  round === null || round === 0
    ? undefined
    : `color-mix(in srgb, ${ROUND_TINTS[(round - 1) % ROUND_TINTS.length] ?? 'var(--raised)'} 9%, var(--panel))`;

type Props = { readonly card: ConsensusCard; readonly sync: SyncCard; readonly down: boolean };

export const ConsensusHalf = ({ card, sync, down }: Props): ReactElement => {
  const t = useT();
  const { round, rack } = card;
  return (
    <div
      className={`flex h-full min-w-0 flex-col gap-1 px-2 py-1.5 ${down ? 'chamber-down' : ''}`}
      style={{ backgroundColor: down ? undefined : tintOf(round) }}
      data-testid="consensus-half"
    >
      <div className="flex items-center gap-1.5">
        <StepRing card={card} />
        <span className="truncate text-xs font-medium">{card.step === null ? t('card.no_step') : t(`step.${card.step}`)}</span>
      </div>
      <SyncLine sync={sync} />
      {round !== null && (
        <>
          <TallyRow card={card} round={round} type="prevote" />
          <TallyRow card={card} round={round} type="precommit" />
        </>
      )}
      {rack !== null && rack.round === round && (
        <Suspense fallback={<Pending />}>
          <CardRack rack={rack} />
        </Suspense>
      )}
      <div className="mt-auto flex items-center justify-between gap-1 text-2xs leading-4 text-soft">
        <Lock card={card} />
        {card.decidedHeight !== null && (
          <span className="shrink-0 font-semibold text-ink" title={t('card.decided_hint')}>
            <span className="text-decision" aria-hidden="true">
              ★
            </span>
            H{card.decidedHeight}
          </span>
        )}
      </div>
    </div>
  );
};

const LockIcon = (): ReactElement => (
  <svg viewBox="0 0 10 12" width="8" height="10" className="inline-block align-[-1px]" aria-hidden="true">
    <rect x="0.5" y="5" width="9" height="6.5" rx="1" fill="currentColor" />
    <path d="M2.5 5V3.2a2.5 2.5 0 0 1 5 0V5" fill="none" stroke="currentColor" strokeWidth="1.4" />
  </svg>
);

/** Lock, or the valid value without one. */
const Lock = ({ card }: { readonly card: ConsensusCard }): ReactElement => {
  const t = useT();
  const { locked, valid } = card;
  if (locked !== null) {
    return (
      <span className="truncate font-mono" title={t('card.locked_hint', { round: locked.round, value: shortFelt(locked.value) })}>
        <LockIcon /> R{locked.round} {shortFelt(locked.value).slice(0, 6)}
      </span>
    );
  }
  if (valid !== null) {
    return (
      <span className="truncate font-mono" title={t('card.valid_hint', { round: valid.round })}>
        ✓R{valid.round} {shortFelt(valid.value).slice(0, 6)}
      </span>
    );
  }
  return <span className="truncate text-faint">{t('card.no_lock')}</span>;
};
