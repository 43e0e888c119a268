// Settings that change in the middle of a run: timeouts, quorum, voting power, proposer rule, presets, the bridge. They take effect at the start of a height.
import { type ReactElement, useState } from 'react';
import { CHANGE_KINDS } from '../../../core/types/config-change.ts';
import { configure } from '../../store/deeds.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import { CONFIG_START, type ConfigDraft, changeOf, startNumber } from './config-draft.ts';
import { ConfigFields } from './config-fields.tsx';

/** Heights between the cursor and the change: everyone is told in time. */
const AHEAD = 2;

export const ConfigForm = (): ReactElement => {
  const t = useT();
  const [draft, setDraft] = useState<ConfigDraft>(CONFIG_START);
  const ready = useRun((s) => s.status === 'ready');
  const height = useRun((s) => s.view.network.topHeight) + AHEAD;
  const validators = useRun((s) => s.info?.validators ?? 0);
  const several = useRun((s) => (s.view.cards[0]?.links.links.length ?? 1) > 1);
  const change = changeOf(draft);
  const patch = (part: Partial<ConfigDraft>): void => setDraft((old) => ({ ...old, ...part }));
  return (
    <Section title={t('config.title')}>
      <div className="flex flex-col gap-2">
        <Field label={t('config.what')}>
          <Select<ConfigDraft['kind']>
            value={draft.kind}
            data-testid="config-kind"
            options={CHANGE_KINDS.filter((value) => several || value !== 'batcher_mode').map((value) => ({
              value,
              label: t(`config.${value}`),
            }))}
            onPick={(kind) => patch({ kind, number: startNumber(kind) })}
          />
        </Field>
        <div className="grid grid-cols-2 items-end gap-2">
          <ConfigFields draft={draft} change={patch} validators={validators} />
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
