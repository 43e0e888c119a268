// The debugger: one committed transaction, executed again on the Cairo VM in a worker of its own: its calls, every step of its run, what it changed.
import { type ReactElement, useEffect } from 'react';
import type { Inspection } from '../../../core/inspect/types.ts';
import { shortHex } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { closeInspection, useInspection } from '../../store/inspection.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Badge } from '../../ui/section.tsx';
import { CallFacts } from './call-facts.tsx';
import { CallTree } from './call-tree.tsx';
import { DiffTable } from './diff-table.tsx';
import { MomentView } from './moment-view.tsx';
import { stepKey, Stepper } from './stepper.tsx';

const Verdict = ({ inspection }: { readonly inspection: Inspection }): ReactElement => {
  const t = useT();
  const difference = useInspection((s) => s.difference);
  const { outcome } = inspection;
  const reason =
    outcome.kind === 'rejected' ? outcome.message : outcome.receipt.status.kind === 'reverted' ? outcome.receipt.status.reason : '';
  return (
    <div className="flex flex-col gap-1" data-testid="execution-verdict" data-difference={difference ?? ''}>
      <p className="text-sm">
        <Badge tone={difference === null ? 'good' : 'bad'}>{t(difference === null ? 'execution.same' : 'execution.differs')}</Badge>{' '}
        {difference === null ? t('execution.same_text', { steps: inspection.steps }) : t('execution.differs_text', { field: difference })}
      </p>
      {reason !== '' && <p className="font-mono text-xs break-words whitespace-pre-wrap text-bad">{reason}</p>}
      {inspection.isCut && <p className="text-xs text-faint">{t('execution.cut')}</p>}
    </div>
  );
};

const Found = ({ inspection }: { readonly inspection: Inspection }): ReactElement => {
  const t = useT();
  const moment = useInspection((s) => s.moment);
  const step = useInspection((s) => s.step);
  const call = moment === null ? undefined : inspection.calls[moment.call];
  const { outcome } = inspection;
  // Wherever the focus is in the dialog, the arrows step.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (stepKey(inspection, step, event)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [inspection, step]);
  return (
    <div className="flex flex-col gap-4">
      <Verdict inspection={inspection} />
      <div className="grid gap-5 lg:grid-cols-[19rem_1fr]">
        <CallTree calls={inspection.calls} />
        <div className="flex min-w-0 flex-col gap-3">
          <Stepper inspection={inspection} />
          {moment !== null && <MomentView moment={moment} />}
          {call !== undefined && <CallFacts call={call} />}
        </div>
      </div>
      {outcome.kind === 'executed' && (
        <section>
          <h3 className="mb-1 text-2xs font-semibold tracking-wider text-faint uppercase">{t('execution.changes')}</h3>
          <DiffTable after={outcome.stateDiff} before={outcome.replaced} />
        </section>
      )}
    </div>
  );
};

export const ExecutionDialog = (): ReactElement => {
  const t = useT();
  const hash = useInspection((s) => s.hash);
  const refusal = useInspection((s) => s.refusal);
  const inspection = useInspection((s) => s.inspection);
  return (
    <Dialog
      wide
      title={t('execution.title', { hash: shortHex(hash ?? '') })}
      closeLabel={t('dialog.close')}
      testId="execution-dialog"
      onClose={closeInspection}
    >
      {refusal !== null && (
        <p role="alert" className="text-sm text-bad" data-testid="execution-refused">
          {t(`execution.refused.${refusal.code}`, { why: refusal.detail })}
        </p>
      )}
      {refusal === null && inspection === null && (
        <p role="status" className="text-sm text-soft">
          {t('execution.waiting')}
        </p>
      )}
      {inspection !== null && <Found inspection={inspection} />}
    </Dialog>
  );
};
