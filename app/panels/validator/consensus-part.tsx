// Left chamber in words: step, round, lock, valid value, timers, proposal, stream rack, votes.
import type { ReactElement } from 'react';
import type { ConsensusCard, PendingTimeout, Rack } from '../../../core/view/consensus-card.ts';
import { formatMilliseconds, fullFelt, shortFelt, validatorName } from '../../../core/view/format.ts';
import type { Translate } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Badge, Fact, Facts, Mono, Section } from '../../ui/section.tsx';
import { Sourced } from './sourced.tsx';
import { Votes } from './votes.tsx';

type Props = { readonly card: ConsensusCard; readonly validator: number };

/** A timer that was overtaken still runs out, but then does nothing. */
const matters = (card: ConsensusCard, timeout: PendingTimeout): boolean =>
  timeout.round === card.round && timeout.height === card.height && (timeout.step === 'precommit' || timeout.step === card.step);

const Timer = ({ card, validator, timeout }: Props & { readonly timeout: PendingTimeout }): ReactElement => {
  const t = useT();
  const us = useRun((s) => s.us);
  const left = Math.max(0, timeout.at - us);
  return (
    <li className={matters(card, timeout) ? '' : 'text-faint line-through'}>
      <Sourced validator={validator} fact={{ kind: 'timer', step: timeout.step, round: timeout.round }}>
        {t('timer.line', {
          step: t(`step.${timeout.step}`),
          round: timeout.round,
          seconds: formatMilliseconds(left),
          at: formatMilliseconds(timeout.at),
        })}
      </Sourced>
    </li>
  );
};

const proposalText = (t: Translate, card: ConsensusCard): string => {
  const { proposal } = card;
  if (proposal === null) return t('proposal.none');
  return t(`proposal.${proposal.phase}`, { error: proposal.error ?? '' });
};

/** Slots of the proposal stream by message id; a missing one before a received one is a gap. */
const RackSlots = ({ rack }: { readonly rack: Rack }): ReactElement => {
  const t = useT();
  const top = Math.max(rack.next, ...rack.received.map((id) => id + 1));
  const shown = Array.from({ length: Math.min(16, top) }, (_, i) => i);
  return (
    <span className="flex flex-wrap gap-0.5" aria-label={t('rack.label', { from: validatorName(rack.from), next: rack.next })}>
      {shown.map((id) => (
        <span
          key={id}
          className={`num flex h-4.5 min-w-4.5 items-center justify-center rounded-xs border text-2xs ${
            rack.received.includes(id) ? 'border-proposal text-ink' : 'border-dashed border-strong text-faint'
          }`}
        >
          {id}
        </span>
      ))}
      {rack.complete && <span className="text-good">✓</span>}
    </span>
  );
};

const LockFacts = ({ card, validator }: Props): ReactElement => {
  const t = useT();
  const value = (held: ConsensusCard['locked'], kind: 'lock' | 'valid'): ReactElement =>
    held === null ? (
      <span className="text-faint">{t('fact.none')}</span>
    ) : (
      <Sourced validator={validator} fact={{ kind }}>
        <Mono title={fullFelt(held.value)}>{shortFelt(held.value)}</Mono> {t('fact.in_round', { round: held.round })}
      </Sourced>
    );
  return (
    <>
      <Fact name={t('fact.lock')} testId="fact-lock">
        {value(card.locked, 'lock')}
      </Fact>
      <Fact name={t('fact.valid')} testId="fact-valid">
        {value(card.valid, 'valid')}
      </Fact>
    </>
  );
};

/** What it did last. */
const HistoryFacts = ({ card, validator }: Props): ReactElement => {
  const t = useT();
  const { lastRule } = card;
  const decided = card.decisions.at(-1);
  return (
    <>
      <Fact name={t('fact.last_rule')}>
        {lastRule === null ? (
          '–'
        ) : (
          <Sourced validator={validator} fact={{ kind: 'rule' }}>
            {t('fact.rule_line', { line: lastRule.line.slice(1), rule: t(`rule.${lastRule.line}`) })}
          </Sourced>
        )}
      </Fact>
      <Fact name={t('fact.decided')}>
        {decided === undefined ? (
          '–'
        ) : (
          <Sourced validator={validator} fact={{ kind: 'decided' }}>
            {t('fact.decided_value', { height: decided.height, round: decided.round })}{' '}
            <Mono title={fullFelt(decided.value)}>{shortFelt(decided.value)}</Mono>
          </Sourced>
        )}
      </Fact>
      <Fact name={t('fact.marker')}>
        <Sourced validator={validator} fact={{ kind: 'marker' }}>
          {card.marker ?? '–'}
        </Sourced>
      </Fact>
      {card.syncedHeight !== null && (
        <Fact name={t('fact.synced')}>
          <Sourced validator={validator} fact={{ kind: 'synced' }}>
            {card.syncedHeight}
          </Sourced>
        </Fact>
      )}
    </>
  );
};

export const ConsensusPart = ({ card, validator }: Props): ReactElement => {
  const t = useT();
  const { proposal } = card;
  return (
    <Section title={t('chamber.consensus')} aside={card.running ? undefined : <Badge tone="bad">{t('chamber.down')}</Badge>}>
      <Facts>
        <Fact name={t('fact.height')}>
          <Sourced validator={validator} fact={{ kind: 'height' }}>
            {card.height ?? '–'}
          </Sourced>
        </Fact>
        <Fact name={t('fact.round')}>
          <Sourced validator={validator} fact={{ kind: 'round' }}>
            {card.round ?? '–'}
          </Sourced>
        </Fact>
        <Fact name={t('fact.step')} testId="fact-step">
          <Sourced validator={validator} fact={{ kind: 'step' }}>
            {card.step === null ? '–' : t(`step.${card.step}`)}
          </Sourced>
        </Fact>
        <Fact name={t('fact.proposer')}>
          <Sourced validator={validator} fact={{ kind: 'round' }}>
            {card.proposer === null ? '–' : validatorName(card.proposer)}
          </Sourced>
        </Fact>
        <Fact name={t('fact.proposal')}>
          <Sourced validator={validator} fact={{ kind: 'proposal' }}>
            {proposalText(t, card)}{' '}
            {proposal !== null && proposal.value !== null && <Mono title={fullFelt(proposal.value)}>{shortFelt(proposal.value)}</Mono>}
          </Sourced>
        </Fact>
        {card.rack !== null && (
          <Fact name={t('fact.stream', { from: validatorName(card.rack.from) })}>
            <Sourced validator={validator} fact={{ kind: 'stream' }}>
              <RackSlots rack={card.rack} />
            </Sourced>
          </Fact>
        )}
        <LockFacts card={card} validator={validator} />
        <Fact name={t('fact.timers')} testId="fact-timers">
          {card.timeouts.length === 0 ? (
            <span className="text-faint">{t('fact.none')}</span>
          ) : (
            <ul>
              {card.timeouts.map((timeout) => (
                <Timer card={card} validator={validator} key={`${timeout.step}${timeout.height}${timeout.round}`} timeout={timeout} />
              ))}
            </ul>
          )}
        </Fact>
        <HistoryFacts card={card} validator={validator} />
      </Facts>
      <div className="mt-3">
        <Votes card={card} validator={validator} />
      </div>
    </Section>
  );
};
