// What is broken now, what can be broken, and the way back. Everything here is an intervention at the cursor.
import type { ReactElement } from 'react';
import { formatMilliseconds } from '../../../core/view/format.ts';
import { canRedo, canUndo } from '../../store/branch-tree.ts';
import { type ActiveFault, useActiveFaults } from '../../store/active-faults.ts';
import { mend } from '../../store/deeds.ts';
import { useT } from '../../store/i18n.ts';
import { run, useRun } from '../../store/run.ts';
import { redo, undo } from '../../store/undo.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Badge, Section } from '../../ui/section.tsx';
import { CrashForm, LieForm, NetworkForm, SlowForm } from './forms.tsx';
import { ConfigForm } from './config-form.tsx';
import { faultText, interventionText } from '../../messages/fault-text.ts';
import { nodeName } from '../../store/names.ts';
import { Palette } from './palette.tsx';

const Active = ({ fault }: { readonly fault: ActiveFault }): ReactElement => {
  const t = useT();
  return (
    <li className="flex items-center gap-2 py-1" data-testid="active-fault" data-fault={fault.fault.kind} data-id={fault.id}>
      <div className="min-w-0 flex-1">
        <p className="text-sm">{faultText(t, fault.fault, nodeName)}</p>
        <p className="num text-2xs text-faint">
          {t('faults.since', { seconds: formatMilliseconds(fault.sinceUs) })} {!fault.byUser && <Badge>{t('faults.scenario')}</Badge>}
        </p>
      </div>
      <Button onClick={() => mend(fault.id)} data-testid="fault-off">
        {t('faults.off')}
      </Button>
    </li>
  );
};

const History = (): ReactElement => {
  const t = useT();
  const list = useRun((s) => s.run?.interventions ?? null);
  const [undoable, redoable] = [useRun((s) => canUndo(s.tree)), useRun((s) => canRedo(s.tree))];
  return (
    <Section title={t('branch.title')}>
      <div className="mb-2 flex gap-2">
        <Button disabled={!undoable} onClick={undo} data-testid="faults-undo">
          <Icon name="undo" size={15} />
          {t('branch.undo')}
        </Button>
        <Button disabled={!redoable} onClick={redo} data-testid="faults-redo">
          <Icon name="redo" size={15} />
          {t('branch.redo')}
        </Button>
      </div>
      <ol className="flex flex-col" data-testid="interventions">
        {(list ?? []).map((item, i) => (
          <li key={`${item.t}.${i}`}>
            <button
              type="button"
              onClick={() => run.seekTime(item.t)}
              className="flex w-full gap-2 rounded px-1 py-0.5 text-left text-xs hover:bg-raised pointer-coarse:min-h-11"
            >
              <span className="num text-faint">{formatMilliseconds(item.t)}</span>
              <span>{interventionText(t, item, nodeName)}</span>
            </button>
          </li>
        ))}
      </ol>
      <p className="mt-1 text-2xs text-faint">{t(list === null || list.length === 0 ? 'branch.none' : 'branch.note')}</p>
    </Section>
  );
};

export const FaultsPanel = (): ReactElement => {
  const t = useT();
  const active = useActiveFaults();
  return (
    <div data-testid="faults-panel">
      <Section title={t('faults.active')}>
        {active.length === 0 && <p className="text-sm text-faint">{t('faults.none')}</p>}
        <ul>
          {active.map((fault) => (
            <Active key={fault.id} fault={fault} />
          ))}
        </ul>
      </Section>
      <CrashForm />
      <LieForm />
      <NetworkForm />
      <SlowForm />
      <Palette />
      <ConfigForm />
      <History />
    </div>
  );
};
