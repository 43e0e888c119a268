// What led to a message and what it led to: a chain of sentences, each a place to jump to.
import { type ReactElement, useMemo } from 'react';
import { causeChain, deliveryOf, effectsOfStep } from '../../../core/view/causes.ts';
import { formatMilliseconds } from '../../../core/view/format.ts';
import type { Message } from '../../../core/view/messages.ts';
import { narrate } from '../../../core/view/narrate.ts';
import { type Timeline, eventsOfStep, viewAt } from '../../../core/view/timeline.ts';
import { useT } from '../../store/i18n.ts';
import { run, useRun } from '../../store/run.ts';
import { toldOf } from '../../store/told.ts';
import { Section } from '../../ui/section.tsx';

const EFFECTS_MAX = 8;

const StepLink = ({ line, step }: { readonly line: Timeline; readonly step: number }): ReactElement | null => {
  const t = useT();
  const narration = narrate(eventsOfStep(line, step), viewAt(line, step + 1));
  if (narration === null) return null;
  return (
    <li>
      <button
        type="button"
        data-testid="cause-link"
        data-step={step + 1}
        onClick={() => run.seekStep(step + 1)}
        className="flex w-full gap-2 rounded px-1 py-1 text-left text-xs hover:bg-raised pointer-coarse:min-h-11"
      >
        <span className="num shrink-0 text-faint">{formatMilliseconds(line.times[step] ?? 0)}</span>
        <span>{toldOf(t, narration)}</span>
      </button>
    </li>
  );
};

export const CausesSection = ({ message }: { readonly message: Message }): ReactElement => {
  const t = useT();
  const line = useRun((s) => s.line);
  const version = useRun((s) => s.version);
  const chain = useMemo(() => causeChain(line, message.sentBy), [line, message]);
  const effects = useMemo(() => {
    const delivery = deliveryOf(line, message);
    return { steps: delivery === null ? [] : [delivery, ...effectsOfStep(line, delivery, EFFECTS_MAX)], version };
  }, [line, message, version]);
  return (
    <>
      <Section title={t('causes.led_to')}>
        {effects.steps.length === 0 && (
          <p className="text-xs text-faint">{t(message.arriveAt === null ? 'causes.never' : 'causes.not_yet')}</p>
        )}
        <ol data-testid="effects">
          {effects.steps.map((step) => (
            <StepLink key={step} line={line} step={step} />
          ))}
        </ol>
      </Section>
      <Section title={t('causes.because')}>
        <ol data-testid="causes">
          {chain.map((link) => (
            <StepLink key={link.id} line={line} step={link.step} />
          ))}
        </ol>
      </Section>
    </>
  );
};
