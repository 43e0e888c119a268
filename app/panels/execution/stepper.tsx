// Walking through the steps of a transaction, forwards and backwards: by one, by syscall, by call, to any step.
import { type ReactElement, useState } from 'react';
import type { Inspection } from '../../../core/inspect/types.ts';
import { useT } from '../../store/i18n.ts';
import { goToStep, useInspection } from '../../store/inspection.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

/** The steps of all syscalls, ascending. */
const syscallSteps = ({ calls }: Inspection): readonly number[] =>
  calls.flatMap(({ syscalls }) => syscalls.map(({ step }) => step)).toSorted((a, b) => a - b);

const nextStep = (inspection: Inspection, step: number, direction: 1 | -1): number => {
  const steps = syscallSteps(inspection);
  const found = direction === 1 ? steps.find((one) => one > step) : steps.findLast((one) => one < step);
  return found ?? (direction === 1 ? inspection.steps - 1 : 0);
};

/** Keys of the debugger; true when the key was one. */
export const stepKey = (inspection: Inspection, step: number, event: KeyboardEvent): boolean => {
  const { key, shiftKey, target } = event;
  if (target instanceof HTMLInputElement || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return false;
  const direction = key === 'ArrowRight' ? 1 : -1;
  goToStep(shiftKey ? nextStep(inspection, step, direction) : step + direction);
  return true;
};

const StepField = ({ step, last }: { readonly step: number; readonly last: number }): ReactElement => {
  const t = useT();
  const [draft, setDraft] = useState<string | null>(null);
  const apply = (): void => {
    if (draft !== null && /^\d{1,9}$/.test(draft)) goToStep(Number(draft));
    setDraft(null);
  };
  return (
    <label className="num flex items-center gap-1.5 text-xs text-faint">
      {t('execution.step')}
      <input
        className="num h-8 w-20 rounded-md border border-line bg-stage px-2 text-sm text-ink pointer-coarse:h-11"
        inputMode="numeric"
        maxLength={9}
        value={draft ?? String(step)}
        data-testid="execution-step"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply();
        }}
      />
      {t('execution.of', { last })}
    </label>
  );
};

const to = (wanted: number) => (): void => goToStep(wanted);

export const Stepper = ({ inspection }: { readonly inspection: Inspection }): ReactElement => {
  const t = useT();
  const step = useInspection((s) => s.step);
  const last = inspection.steps - 1;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-1">
        <IconButton label={t('execution.previous_syscall')} data-testid="execution-previous" onClick={to(nextStep(inspection, step, -1))}>
          <Icon name="start" />
        </IconButton>
        <IconButton label={t('execution.back')} data-testid="execution-back" disabled={step === 0} onClick={to(step - 1)}>
          <Icon name="back" />
        </IconButton>
        <IconButton label={t('execution.forward')} data-testid="execution-forward" disabled={step >= last} onClick={to(step + 1)}>
          <Icon name="forward" />
        </IconButton>
        <IconButton label={t('execution.next_syscall')} data-testid="execution-next" onClick={to(nextStep(inspection, step, 1))}>
          <Icon name="head" />
        </IconButton>
        <StepField step={step} last={last} />
      </div>
      <input
        type="range"
        aria-label={t('execution.step')}
        min={0}
        max={last}
        value={step}
        data-testid="execution-range"
        onChange={(event) => goToStep(Number(event.target.value))}
        className="w-full accent-ink"
      />
    </div>
  );
};
