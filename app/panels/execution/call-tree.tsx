// The calls of a transaction as a tree: who calls what, what it took, what it read and wrote. A call leads to its first step.
import type { ReactElement } from 'react';
import type { InspectedCall } from '../../../core/inspect/types.ts';
import { shortFelt } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { goToStep, useInspection } from '../../store/inspection.ts';
import { Badge } from '../../ui/section.tsx';
import { contractName } from './names.ts';

/** Pixels that a call inside another is moved by; deeper ones than the last stay there. */
const INDENT = 14;
const DEEPEST = 8;

const depthOf = (calls: readonly InspectedCall[], { parent }: InspectedCall): number => {
  const caller = parent === null ? undefined : calls[parent];
  return caller === undefined ? 0 : 1 + depthOf(calls, caller);
};

const countOf = ({ syscalls }: InspectedCall, name: string): number => syscalls.filter((call) => call.name === name).length;

const Row = ({
  call,
  depth,
  current,
}: {
  readonly call: InspectedCall;
  readonly depth: number;
  readonly current: boolean;
}): ReactElement => {
  const t = useT();
  const { ended, parent, phase } = call;
  const figures = t('execution.call_figures', {
    steps: call.steps,
    reads: countOf(call, 'StorageRead'),
    writes: countOf(call, 'StorageWrite'),
  });
  return (
    <li>
      {parent === null && phase !== null && (
        <p className="mt-2 mb-0.5 text-2xs font-semibold tracking-wider text-faint uppercase">{t(`execution.phase.${phase}`)}</p>
      )}
      <button
        type="button"
        aria-current={current}
        data-testid="execution-call"
        onClick={() => goToStep(call.first)}
        style={{ paddingLeft: 6 + INDENT * Math.min(depth, DEEPEST) }}
        className="flex w-full flex-col rounded-md border border-transparent py-1 pr-2 text-left text-xs hover:bg-raised aria-[current=true]:border-strong aria-[current=true]:bg-raised pointer-coarse:min-h-11"
      >
        <span className="flex w-full items-baseline gap-1.5">
          <span className="font-mono break-all text-ink">
            {contractName(t, call.contract)}.{call.name ?? shortFelt(call.selector)}
          </span>
          {ended?.failed === true && <Badge tone="bad">{t('execution.failed')}</Badge>}
        </span>
        <span className="num text-faint">
          {figures}
          {ended !== null && call.mode === 'sierra_gas' && ` · ${t('execution.call_gas', { gas: ended.gasConsumed })}`}
          {call.mode === 'cairo_steps' && ` · ${t('execution.paid_in_steps')}`}
        </span>
      </button>
    </li>
  );
};

export const CallTree = ({ calls }: { readonly calls: readonly InspectedCall[] }): ReactElement => {
  const t = useT();
  const current = useInspection((s) => s.moment?.call ?? null);
  return (
    <ol aria-label={t('execution.calls')} data-testid="execution-calls">
      {calls.map((call) => (
        <Row key={call.index} call={call} depth={depthOf(calls, call)} current={call.index === current} />
      ))}
    </ol>
  );
};
