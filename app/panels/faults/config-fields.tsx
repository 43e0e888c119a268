// The fields of a setting that changes, one set per kind: in the palette of faults and in the scenario editor.
import type { ReactElement } from 'react';
import {
  BATCHER_MODES,
  BRIDGE_PRESETS,
  BRIDGE_TRANSPORTS,
  CHANGE_STEPS,
  PRESETS,
  QUORUM_TYPES,
} from '../../../core/types/config-change.ts';
import { validatorName } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { CONTROL, Field, Select } from '../../ui/field.tsx';
import { type ConfigDraft, RULES, changeOf } from './config-draft.ts';

type PartProps = { readonly draft: ConfigDraft; readonly change: (part: Partial<ConfigDraft>) => void };

const NumberField = ({ draft, change, label }: PartProps & { readonly label: string }): ReactElement => (
  <Field label={label}>
    <input
      className={`num ${CONTROL}`}
      inputMode="numeric"
      maxLength={9}
      value={draft.number}
      aria-invalid={changeOf(draft) === null}
      data-testid="config-number"
      onChange={(event) => change({ number: event.target.value })}
    />
  </Field>
);

const BridgeFields = ({ draft, change }: PartProps): ReactElement => {
  const t = useT();
  return (
    <>
      <Field label={t('config.transport')}>
        <Select
          value={draft.transport}
          data-testid="config-transport"
          options={BRIDGE_TRANSPORTS.map((value) => ({ value, label: value }))}
          onPick={(transport) => change({ transport })}
        />
      </Field>
      <Field label={t('config.where')}>
        <Select
          value={draft.place}
          data-testid="config-place"
          options={BRIDGE_PRESETS.map((value) => ({ value, label: t(`story.bridge.${value}`) }))}
          onPick={(place) => change({ place })}
        />
      </Field>
    </>
  );
};

const PresetField = ({ draft, change }: PartProps): ReactElement => {
  const t = useT();
  return (
    <Field label={t('config.preset')}>
      <Select
        value={draft.preset}
        data-testid="config-preset"
        options={PRESETS.map((value) => ({ value, label: value }))}
        onPick={(preset) => change({ preset })}
      />
    </Field>
  );
};

const ModeField = ({ draft, change }: PartProps): ReactElement => {
  const t = useT();
  return (
    <Field label={t('config.mode')}>
      <Select
        value={draft.mode}
        data-testid="config-mode"
        options={BATCHER_MODES.map((value) => ({ value, label: t(`config.mode.${value}`) }))}
        onPick={(mode) => change({ mode })}
      />
    </Field>
  );
};

/** The fields of the kind that is chosen; `validators` is how many there are to choose from. */
export const ConfigFields = ({ draft, change, validators }: PartProps & { readonly validators: number }): ReactElement => {
  const t = useT();
  switch (draft.kind) {
    case 'timeout':
      return (
        <>
          <Field label={t('config.step')}>
            <Select
              value={draft.step}
              data-testid="config-step"
              options={CHANGE_STEPS.map((value) => ({ value, label: t(`step.${value}`) }))}
              onPick={(step) => change({ step })}
            />
          </Field>
          <NumberField draft={draft} change={change} label={t('config.ms')} />
        </>
      );
    case 'quorum':
      return (
        <Field label={t('config.quorum')}>
          <Select
            value={draft.quorum}
            data-testid="config-quorum"
            options={QUORUM_TYPES.map((value) => ({ value, label: t(`config.quorum.${value}`) }))}
            onPick={(quorum) => change({ quorum })}
          />
        </Field>
      );
    case 'power':
      return (
        <>
          <Field label={t('faults.validator')}>
            <Select<string>
              value={draft.validator}
              data-testid="config-validator"
              options={Array.from({ length: validators }, (_, i) => ({ value: String(i), label: validatorName(i) }))}
              onPick={(validator) => change({ validator })}
            />
          </Field>
          <NumberField draft={draft} change={change} label={t('config.weight')} />
        </>
      );
    case 'proposer_rule':
      return (
        <Field label={t('config.proposer_rule')}>
          <Select
            value={draft.rule}
            data-testid="config-rule"
            options={RULES.map((value) => ({ value, label: t(`config.rule.${value}`) }))}
            onPick={(rule) => change({ rule })}
          />
        </Field>
      );
    case 'preset':
      return <PresetField draft={draft} change={change} />;
    case 'bridge':
      return <BridgeFields draft={draft} change={change} />;
    case 'batcher_mode':
      return <ModeField draft={draft} change={change} />;
  }
};
