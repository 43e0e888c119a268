// How a scenario of the gallery is opened: number of validators where its story does not depend on it, how the chambers speak, how many batchers.
import { type ReactElement, useState } from 'react';
import { CATALOGUE, type ScenarioChoice, type ScenarioId, parseScenario, scenarioName } from '../../core/scenarios/catalogue.ts';
import { useT } from '../store/i18n.ts';
import { CONTROL, Field, Select } from '../ui/field.tsx';
import { Turn } from '../ui/section.tsx';

const SIZED: ScenarioId = 'all-well';
const TRANSPORTS = ['', 'seed-stream'] as const;
const BATCHERS = ['1', '2', '3', '4'] as const;

type Draft = {
  readonly size: string;
  readonly transport: (typeof TRANSPORTS)[number];
  readonly isRemote: boolean;
  readonly batchers: (typeof BATCHERS)[number];
};

const nameOf = (id: ScenarioId, draft: Draft): string | null => {
  const { transport, isRemote, batchers } = draft;
  const choice: ScenarioChoice = {
    id,
    validators: Number(draft.size),
    options: { transport: transport === '' ? null : transport, isRemote, batchers: Number(batchers) },
  };
  const name = scenarioName(choice);
  return parseScenario(name) === null ? null : name;
};

type ControlProps = {
  readonly id: ScenarioId;
  readonly draft: Draft;
  readonly isWrong: boolean;
  readonly change: (part: Partial<Draft>) => void;
};

const Controls = ({ id, draft, isWrong, change }: ControlProps): ReactElement => {
  const t = useT();
  return (
    <div className="mt-1 grid grid-cols-2 gap-2">
      {id === SIZED && (
        <Field label={t('gallery.validators')}>
          <input
            className={`num ${CONTROL}`}
            inputMode="numeric"
            maxLength={3}
            value={draft.size}
            aria-invalid={isWrong}
            data-testid={`gallery-size-${id}`}
            onChange={(event) => change({ size: event.target.value })}
          />
        </Field>
      )}
      <Field label={t('gallery.transport')}>
        <Select
          value={draft.transport}
          data-testid={`gallery-transport-${id}`}
          options={TRANSPORTS.map((value) => ({ value, label: value === '' ? t('gallery.as_it_is') : value }))}
          onPick={(transport) => change({ transport })}
        />
      </Field>
      <Field label={t('gallery.batchers')}>
        <Select
          value={draft.batchers}
          data-testid={`gallery-batchers-${id}`}
          options={BATCHERS.map((value) => ({ value, label: value === '1' ? t('gallery.as_it_is') : value }))}
          onPick={(batchers) => change({ batchers })}
        />
      </Field>
      <label className="flex min-h-8 items-center gap-2 self-end pointer-coarse:min-h-11">
        <input
          type="checkbox"
          checked={draft.isRemote}
          data-testid={`gallery-remote-${id}`}
          onChange={(event) => change({ isRemote: event.target.checked })}
        />
        {t('gallery.remote')}
      </label>
    </div>
  );
};

type Props = { readonly id: ScenarioId; readonly onOpen: (name: string) => void; readonly children: (name: string | null) => ReactElement };

/** The options; `children` gets the name that they make, null while they do not make one. */
export const Options = ({ id, onOpen, children }: Props): ReactElement => {
  const t = useT();
  const own = CATALOGUE.find((row) => row.id === id)?.validators ?? 4;
  const [draft, setDraft] = useState<Draft>({ size: String(own), transport: '', isRemote: false, batchers: '1' });
  const change = (part: Partial<Draft>): void => setDraft((old) => ({ ...old, ...part }));
  const name = nameOf(id, draft);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name !== null) onOpen(name);
      }}
    >
      <details className="group text-xs">
        <summary
          className="flex min-h-6 cursor-pointer items-center text-faint pointer-coarse:min-h-11"
          data-testid={`gallery-options-${id}`}
        >
          <Turn />
          {t('gallery.options')}
        </summary>
        <Controls id={id} draft={draft} isWrong={name === null} change={change} />
        {name === null && (
          <p role="alert" className="mt-1 text-bad">
            {t('gallery.bad_size')}
          </p>
        )}
      </details>
      {children(name)}
    </form>
  );
};
