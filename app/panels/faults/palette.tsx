// Every kind of fault, by what it breaks: choose one, fill in its form, break.
import { type ReactElement, useState } from 'react';
import { FAULT_FIELDS, FAULT_GROUPS, FAULT_KINDS, type FaultField, type FaultGroup } from '../../../core/net/fault-fields.ts';
import type { FaultKind } from '../../../core/net/fault.ts';
import { breakSomething } from '../../store/deeds.ts';
import { useFaultChoice } from '../../store/fault-choice.ts';
import { useT } from '../../store/i18n.ts';
import { nodeName } from '../../store/names.ts';
import { useRun } from '../../store/run.ts';
import { dragFault } from '../../store/stage-view.ts';
import { useUi } from '../../store/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { type Draft, readDraft, startDraft } from './draft.ts';
import { FaultFieldInput } from './fault-field.tsx';

const GROUPS: readonly FaultGroup[] = ['validator', 'network', 'stream', 'byzantine', 'bridge', 'execution'];

const FaultForm = ({ kind }: { readonly kind: FaultKind }): ReactElement => {
  const t = useT();
  const nodes = useRun((s) => s.view.cards.length);
  const ready = useRun((s) => s.status === 'ready');
  const selected = useUi((s) => s.validator);
  const [typed, setTyped] = useState<Draft>({});
  const draft = { ...startDraft(kind, Math.min(selected ?? 0, nodes - 1), nodes), ...typed };
  const { fault, wrong } = readDraft(kind, draft, nodes);
  const fields: readonly FaultField[] = FAULT_FIELDS[kind];
  return (
    <form
      className="flex flex-col gap-2"
      data-testid={`fault-form-${kind}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (fault !== null) breakSomething(fault);
      }}
    >
      <p className="text-xs text-soft">{t(`fault.text.${kind}`)}</p>
      <div className="grid grid-cols-2 gap-2">
        {fields.map((field) => (
          <FaultFieldInput
            key={field.name}
            field={field}
            draft={draft}
            names={Array.from({ length: nodes }, (_, i) => nodeName(i))}
            wrong={wrong?.startsWith(field.name) === true}
            change={(part) => setTyped((old) => ({ ...old, ...part }))}
          />
        ))}
      </div>
      {wrong !== null && (
        <p role="alert" className="text-xs text-bad">
          {t('faults.wrong', { field: wrong })}
        </p>
      )}
      <Button tone="danger" type="submit" disabled={fault === null || !ready} data-testid="fault-do">
        {t('faults.break')}
      </Button>
    </form>
  );
};

const setKind = (kind: FaultKind | null): void => useFaultChoice.setState({ kind });

/** The palette; kinds stand in groups. */
export const Palette = (): ReactElement => {
  const t = useT();
  const kind = useFaultChoice((s) => s.kind);
  return (
    <Section title={t('faults.palette')}>
      <div className="flex flex-col gap-2" data-testid="palette">
        {GROUPS.map((group) => (
          <div key={group}>
            <h3 className="mb-1 text-2xs font-medium text-faint">{t(`fault.group.${group}`)}</h3>
            <div className="flex flex-wrap gap-1">
              {FAULT_KINDS.filter((k) => FAULT_GROUPS[k] === group).map((k) => (
                <button
                  key={k}
                  type="button"
                  aria-expanded={k === kind}
                  data-testid={`fault-${k}`}
                  title={t('faults.drag')}
                  onPointerDown={(event) => dragFault(k, t(`fault.name.${k}`), event)}
                  onClick={() => setKind(k === kind ? null : k)}
                  className={`min-h-7 touch-pan-y rounded border px-2 py-0.5 text-left text-xs pointer-coarse:min-h-11 ${
                    k === kind ? 'border-ink bg-raised font-medium' : 'border-line text-soft hover:text-ink'
                  }`}
                >
                  {t(`fault.name.${k}`)}
                </button>
              ))}
            </div>
            {kind !== null && FAULT_GROUPS[kind] === group && (
              <div className="mt-2 rounded-lg border border-line p-2.5">
                <FaultForm key={kind} kind={kind} />
              </div>
            )}
          </div>
        ))}
      </div>
    </Section>
  );
};
