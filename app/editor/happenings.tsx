// What the scenario does by itself: its interventions in order of time, a form to add a fault with its end, and the way to take one out.
import { type ReactElement, useState } from 'react';
import { FAULT_FIELDS, FAULT_KINDS, type FaultField } from '../../core/net/fault-fields.ts';
import type { Fault, FaultKind } from '../../core/net/fault.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { formatMilliseconds, validatorName } from '../../core/view/format.ts';
import { type Draft, readDraft, startDraft } from '../panels/faults/draft.ts';
import { FaultFieldInput } from '../panels/faults/fault-field.tsx';
import { interventionText } from '../messages/fault-text.ts';
import { useT } from '../store/i18n.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { CONTROL, Field, Select } from '../ui/field.tsx';
import { Turn } from '../ui/section.tsx';
import { Icon } from '../ui/icon.tsx';
import { AddChange } from './add-change.tsx';

const US_PER_SECOND = 1_000_000;
const SECONDS_MAX = 86_400;

const secondsOf = (text: string): number | null => {
  const value = Number(text);
  return /^\d{1,6}(?:\.\d{1,6})?$/.test(text.trim()) && value <= SECONDS_MAX ? Math.round(value * US_PER_SECOND) : null;
};

/** The scenario with a fault from `fromUs` until `untilUs` (null: for ever), under an id of its own. */
export const withFault = (
  spec: ScenarioSpec,
  fault: Fault,
  { fromUs, untilUs }: { readonly fromUs: number; readonly untilUs: number | null },
): ScenarioSpec => {
  const id = Math.max(0, ...spec.interventions.map((item) => (item.kind === 'fault_on' ? item.id : 0))) + 1;
  const added: readonly Intervention[] = [
    { t: toTimeUs(fromUs), kind: 'fault_on', id, fault },
    ...(untilUs === null ? [] : [{ t: toTimeUs(untilUs), kind: 'fault_off', id } as const]),
  ];
  return { ...spec, interventions: [...spec.interventions, ...added].toSorted((a, b) => a.t - b.t) };
};

/** The scenario without one of its interventions; the end of a fault goes with its beginning. */
export const without = (spec: ScenarioSpec, at: number): ScenarioSpec => {
  const gone = spec.interventions[at];
  const isRest = (item: Intervention, i: number): boolean =>
    i !== at && !(gone?.kind === 'fault_on' && item.kind === 'fault_off' && item.id === gone.id);
  return { ...spec, interventions: spec.interventions.filter(isRest) };
};

type Props = { readonly spec: ScenarioSpec; readonly onSpec: (spec: ScenarioSpec) => void };

const AddFault = ({ spec, onSpec }: Props): ReactElement => {
  const t = useT();
  const nodes = spec.validators + spec.followers.length;
  const [kind, setKind] = useState<FaultKind>('crash');
  const [typed, setTyped] = useState<Draft>({});
  const [from, setFrom] = useState('2');
  const [until, setUntil] = useState('');
  const draft = { ...startDraft(kind, 0, nodes), ...typed };
  const { fault, wrong } = readDraft(kind, draft, nodes);
  const fields: readonly FaultField[] = FAULT_FIELDS[kind];
  const [fromUs, untilUs] = [secondsOf(from), until.trim() === '' ? null : secondsOf(until)];
  const isTimed = fromUs !== null && (until.trim() === '' || (untilUs !== null && untilUs > fromUs));
  return (
    <form
      className="mt-2 flex flex-col gap-2 rounded-lg border border-line p-2.5"
      data-testid="spec-add"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault !== null && isTimed) onSpec(withFault(spec, fault, { fromUs, untilUs }));
      }}
    >
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        <Field label={t('editor.add.kind')}>
          <Select<FaultKind>
            value={kind}
            data-testid="spec-add-kind"
            options={FAULT_KINDS.map((value) => ({ value, label: t(`fault.name.${value}`) }))}
            onPick={(next) => {
              setKind(next);
              setTyped({});
            }}
          />
        </Field>
        {(
          [
            ['from', from, setFrom],
            ['until', until, setUntil],
          ] as const
        ).map(([name, value, set]) => (
          <Field key={name} label={t(`editor.add.${name}`)}>
            <input
              className={`num ${CONTROL}`}
              inputMode="decimal"
              maxLength={13}
              value={value}
              aria-invalid={!isTimed}
              data-testid={`spec-add-${name}`}
              onChange={(event) => set(event.target.value)}
            />
          </Field>
        ))}
        {fields.map((field) => (
          <FaultFieldInput
            key={`${kind}.${field.name}`}
            field={field}
            draft={draft}
            names={Array.from({ length: nodes }, (_, i) => validatorName(i, spec.validators))}
            wrong={wrong?.startsWith(field.name) === true}
            change={(part) => setTyped((old) => ({ ...old, ...part }))}
          />
        ))}
      </div>
      <p className="text-2xs text-faint">{t(`fault.text.${kind}`)}</p>
      <Button type="submit" disabled={fault === null || !isTimed} data-testid="spec-add-do" className="self-start">
        {t('editor.add.do')}
      </Button>
    </form>
  );
};

export const Happenings = ({ spec, onSpec }: Props): ReactElement => {
  const t = useT();
  return (
    <details open className="group py-2">
      <summary
        className="flex min-h-8 cursor-pointer items-center text-sm font-semibold pointer-coarse:min-h-11"
        data-testid="spec-group-interventions"
      >
        <Turn />
        {t('editor.group.interventions', { n: spec.interventions.length })}
      </summary>
      <ol data-testid="spec-interventions" className="scroll-thin max-h-64 overflow-y-auto">
        {spec.interventions.map((item, i) => (
          <li key={`${item.t}.${i}`} className="flex items-center gap-2 text-xs">
            <span className="num w-16 shrink-0 text-right text-faint">{formatMilliseconds(item.t)}</span>
            <span className="min-w-0 flex-1 truncate">{interventionText(t, item, (node) => validatorName(node, spec.validators))}</span>
            <IconButton label={t('editor.remove', { n: i + 1 })} data-testid={`spec-remove-${i}`} onClick={() => onSpec(without(spec, i))}>
              <Icon name="close" size={14} />
            </IconButton>
          </li>
        ))}
      </ol>
      <AddFault spec={spec} onSpec={onSpec} />
      <AddChange spec={spec} onSpec={onSpec} />
      <p className="mt-2 text-2xs text-faint">{t('editor.rest')}</p>
    </details>
  );
};
