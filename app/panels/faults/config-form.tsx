// Settings that change in the middle of a run: timeouts, quorum, voting power, proposer rule, presets, the bridge. They take effect at the start of a height.
import { type ReactElement, useState } from 'react';
import { TIMEOUT_US_MIN } from '../../../core/base/limits.ts';
import {
  BATCHER_MODES,
  BRIDGE_PRESETS,
  BRIDGE_TRANSPORTS,
  CHANGE_KINDS,
  CHANGE_STEPS,
  PRESETS,
  QUORUM_TYPES,
} from '../../../core/types/config-change.ts';
import { toValidatorIndex } from '../../../core/types/ids.ts';
import { validatorName } from '../../../core/view/format.ts';
import { type ConfigChange, configure } from '../../store/deeds.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL, Field, Select } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';

type Kind = (typeof CHANGE_KINDS)[number];
const RULES = ['actual', 'virtual', 'veto'] as const;
/** Heights between the cursor and the change: everyone is told in time. */
const AHEAD = 2;

type Draft = {
  readonly kind: Kind;
  readonly step: (typeof CHANGE_STEPS)[number];
  readonly quorum: (typeof QUORUM_TYPES)[number];
  readonly rule: (typeof RULES)[number];
  readonly preset: (typeof PRESETS)[number];
  readonly transport: (typeof BRIDGE_TRANSPORTS)[number];
  readonly place: (typeof BRIDGE_PRESETS)[number];
  readonly mode: (typeof BATCHER_MODES)[number];
  readonly validator: string;
  readonly number: string;
};
const START: Draft = {
  kind: 'timeout',
  step: 'propose',
  quorum: 'honest',
  rule: 'virtual',
  preset: 'mainnet',
  transport: 'seed-stream',
  place: 'local',
  mode: 'round_robin',
  validator: '0',
  number: '3000',
};

const wholeOf = (text: string, min: number, max: number): number | null => {
  const value = Number(text);
  return /^\d{1,9}$/.test(text.trim()) && value >= min && value <= max ? value : null;
};

const changeOf = (draft: Draft): ConfigChange | null => {
  switch (draft.kind) {
    case 'timeout': {
      const ms = wholeOf(draft.number, TIMEOUT_US_MIN[draft.step] / 1_000, 600_000);
      return ms === null
        ? null
        : { kind: 'timeout', step: draft.step, baseUs: ms * 1_000, deltaUs: 500_000, maxUs: Math.max(ms, 15_000) * 1_000 };
    }
    case 'quorum':
      return { kind: 'quorum', quorum: draft.quorum };
    case 'power': {
      const weight = wholeOf(draft.number, 0, 1_000_000);
      return weight === null ? null : { kind: 'power', validator: toValidatorIndex(Number(draft.validator)), weight: BigInt(weight) };
    }
    case 'proposer_rule':
      return {
        kind: 'proposer_rule',
        useOnlyActualProposerSelection: draft.rule === 'actual',
        requireVirtualProposerVote: draft.rule === 'veto',
      };
    case 'preset':
      return { kind: 'preset', preset: draft.preset };
    case 'bridge':
      return { kind: 'bridge', transport: draft.transport, preset: draft.place };
    case 'batcher_mode':
      return { kind: 'batcher_mode', mode: draft.mode };
  }
};

type PartProps = { readonly draft: Draft; readonly change: (part: Partial<Draft>) => void };

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

const Fields = ({ draft, change }: PartProps): ReactElement => {
  const t = useT();
  const count = useRun((s) => s.info?.validators ?? 0);
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
              options={Array.from({ length: count }, (_, i) => ({ value: String(i), label: validatorName(i) }))}
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

export const ConfigForm = (): ReactElement => {
  const t = useT();
  const [draft, setDraft] = useState<Draft>(START);
  const ready = useRun((s) => s.status === 'ready');
  const height = useRun((s) => s.view.network.topHeight) + AHEAD;
  const several = useRun((s) => (s.view.cards[0]?.links.links.length ?? 1) > 1);
  const change = changeOf(draft);
  const patch = (part: Partial<Draft>): void => setDraft((old) => ({ ...old, ...part }));
  return (
    <Section title={t('config.title')}>
      <div className="flex flex-col gap-2">
        <Field label={t('config.what')}>
          <Select<Kind>
            value={draft.kind}
            data-testid="config-kind"
            options={CHANGE_KINDS.filter((value) => several || value !== 'batcher_mode').map((value) => ({
              value,
              label: t(`config.${value}`),
            }))}
            onPick={(kind) => patch({ kind, number: kind === 'power' ? '2' : '3000' })}
          />
        </Field>
        <div className="grid grid-cols-2 items-end gap-2">
          <Fields draft={draft} change={patch} />
        </div>
        <Button disabled={change === null || !ready} data-testid="config-do" onClick={() => change !== null && configure(change, height)}>
          {t('config.do', { height })}
        </Button>
        {draft.kind === 'timeout' && draft.step === 'propose' && <p className="text-2xs text-faint">{t('config.propose_note')}</p>}
        {draft.kind === 'bridge' && (
          <p className="text-2xs text-faint" data-testid="config-bridge-note">
            {t('config.bridge_note')}
          </p>
        )}
        {draft.kind === 'batcher_mode' && <p className="text-2xs text-faint">{t('config.mode_note')}</p>}
        <p className="text-2xs text-faint">{t('config.note')}</p>
      </div>
    </Section>
  );
};
