// Forms of the fault palette. Each ends in one intervention at the cursor.
import { type ReactElement, useState } from 'react';
import { crashOf } from '../../../core/net/fault-fields.ts';
import { toValidatorIndex } from '../../../core/types/ids.ts';
import { type FrameFilter, breakSomething, nextProposer } from '../../store/deeds.ts';
import type { Translate } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { useUi } from '../../store/ui.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL, Choice, Field, type Option, Select } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import { nodeName } from '../../store/names.ts';

const ANY = 'any';
const WHATS = ['any', 'prevote', 'precommit', 'proposal', 'transaction'] as const;
const DELAY_MS_MAX = 60_000;

const validatorOptions = (count: number): readonly Option<string>[] =>
  Array.from({ length: count }, (_, i) => ({ value: String(i), label: nodeName(i) }));

const useValidators = (): number => useRun((s) => s.view.cards.length);
const useReady = (): boolean => useRun((s) => s.status === 'ready');
const indexOrNull = (value: string): FrameFilter['from'] => (value === ANY ? null : toValidatorIndex(Number(value)));

/** Whole number in [min, max] of a text, or null. */
const wholeOf = (text: string, min: number, max: number): number | null => {
  const value = Number(text);
  return /^\d{1,9}$/.test(text.trim()) && value >= min && value <= max ? value : null;
};

export const CrashForm = (): ReactElement => {
  const t = useT();
  const count = useValidators();
  const ready = useReady();
  const selected = useUi((s) => s.validator);
  const [picked, setPicked] = useState<string | null>(null);
  const validator = picked ?? String(selected ?? 0);
  return (
    <Section title={t('faults.crash.title')}>
      <div className="flex items-end gap-2">
        <Select<string>
          aria-label={t('faults.validator')}
          value={validator}
          data-testid="crash-validator"
          options={validatorOptions(count)}
          onPick={setPicked}
        />
        <Button
          tone="danger"
          disabled={!ready}
          data-testid="crash"
          className="shrink-0"
          onClick={() => breakSomething(crashOf(toValidatorIndex(Number(validator))))}
        >
          {t('faults.crash.do')}
        </Button>
      </div>
      <p className="mt-1.5 text-2xs text-faint">{t('faults.crash.note')}</p>
    </Section>
  );
};

/** The next proposer is resolved here, so that the intervention names a validator and a height and replays the same. */
export const LieForm = (): ReactElement => {
  const t = useT();
  const view = useRun((s) => s.view);
  const ready = useReady();
  const next = nextProposer(view);
  const act = (kind: 'wrong_commitment' | 'quiet_proposer'): void => {
    if (next !== null) breakSomething({ kind, validator: toValidatorIndex(next.validator), height: next.height });
  };
  return (
    <Section title={t('faults.lie.title')}>
      <p className="mb-2 text-xs text-soft" data-testid="next-proposer">
        {next === null ? t('faults.lie.unknown') : t('faults.lie.next', { v: nodeName(next.validator), height: next.height })}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button tone="danger" disabled={next === null || !ready} data-testid="lie" onClick={() => act('wrong_commitment')}>
          {t('faults.lie.do')}
        </Button>
        <Button tone="danger" disabled={next === null || !ready} data-testid="quiet" onClick={() => act('quiet_proposer')}>
          {t('faults.lie.quiet')}
        </Button>
      </div>
    </Section>
  );
};

type Net = {
  readonly mode: 'drop' | 'delay';
  readonly from: string;
  readonly to: string;
  readonly what: FrameFilter['what'];
  readonly height: string;
  readonly amount: Readonly<Record<'drop' | 'delay', string>>;
};
const NET_START: Net = { mode: 'drop', from: ANY, to: ANY, what: 'any', height: '', amount: { drop: '100', delay: '2000' } };

const submitNet = (net: Net): void => {
  const height = wholeOf(net.height, 1, 1_000_000);
  const filter: FrameFilter = { from: indexOrNull(net.from), to: indexOrNull(net.to), what: net.what, height };
  const amount = amountOf(net);
  if (amount === null) return;
  if (net.mode === 'drop') breakSomething({ kind: 'drop', filter, ppm: amount * 10_000 });
  else breakSomething({ kind: 'delay', filter, byUs: amount * 1_000 });
};

const amountOf = (net: Net): number | null =>
  net.mode === 'drop' ? wholeOf(net.amount.drop, 1, 100) : wholeOf(net.amount.delay, 1, DELAY_MS_MAX);
const problemOf = (t: Translate, net: Net): string | null => {
  if (amountOf(net) === null) return net.mode === 'drop' ? t('faults.net.bad_percent') : t('faults.net.bad_delay');
  return net.height.trim() === '' || wholeOf(net.height, 1, 1_000_000) !== null ? null : t('faults.net.bad_height');
};

const FilterFields = ({ net, change }: { readonly net: Net; readonly change: (part: Partial<Net>) => void }): ReactElement => {
  const t = useT();
  const everyone: readonly Option<string>[] = [{ value: ANY, label: t('fault.anyone') }, ...validatorOptions(useValidators())];
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field label={t('faults.net.from')}>
        <Select<string> value={net.from} data-testid="net-from" options={everyone} onPick={(from) => change({ from })} />
      </Field>
      <Field label={t('faults.net.to')}>
        <Select<string> value={net.to} data-testid="net-to" options={everyone} onPick={(to) => change({ to })} />
      </Field>
      <Field label={t('faults.net.what')}>
        <Select<Net['what']>
          value={net.what}
          data-testid="net-what"
          options={WHATS.map((value) => ({ value, label: t(`fault.what.${value}`) }))}
          onPick={(what) => change({ what })}
        />
      </Field>
      <Field label={t('faults.net.height')}>
        <input
          className={`num ${CONTROL}`}
          inputMode="numeric"
          maxLength={9}
          placeholder={t('fault.any_height')}
          value={net.height}
          data-testid="net-height"
          onChange={(event) => change({ height: event.target.value })}
        />
      </Field>
    </div>
  );
};

export const NetworkForm = (): ReactElement => {
  const t = useT();
  const [net, setNet] = useState<Net>(NET_START);
  const ready = useReady();
  const change = (part: Partial<Net>): void => setNet((old) => ({ ...old, ...part }));
  const problem = problemOf(t, net);
  return (
    <Section title={t('faults.net.title')}>
      <div className="flex flex-col gap-2">
        <Choice<Net['mode']>
          label={t('faults.net.title')}
          value={net.mode}
          testIdPrefix="net-mode"
          options={[
            { value: 'drop', label: t('faults.net.drop') },
            { value: 'delay', label: t('faults.net.delay') },
          ]}
          onPick={(mode) => change({ mode })}
        />
        <FilterFields net={net} change={change} />
        <Field label={net.mode === 'drop' ? t('faults.net.percent') : t('faults.net.ms')}>
          <input
            className={`num ${CONTROL}`}
            inputMode="numeric"
            maxLength={6}
            value={net.amount[net.mode]}
            data-testid="net-amount"
            aria-invalid={amountOf(net) === null}
            onChange={(event) => change({ amount: { ...net.amount, [net.mode]: event.target.value } })}
          />
        </Field>
        {problem !== null && (
          <p role="alert" className="text-xs text-bad">
            {problem}
          </p>
        )}
        <Button tone="danger" disabled={problem !== null || !ready} data-testid="net-do" onClick={() => submitNet(net)}>
          {net.mode === 'drop' ? t('faults.net.do_drop') : t('faults.net.do_delay')}
        </Button>
      </div>
    </Section>
  );
};

const SLOW_US = 3_000_000;

export const SlowForm = (): ReactElement => {
  const t = useT();
  const count = useValidators();
  const ready = useReady();
  const [validator, setValidator] = useState('0');
  return (
    <Section title={t('faults.slow.title')}>
      <div className="flex items-end gap-2">
        <Select<string>
          aria-label={t('faults.validator')}
          value={validator}
          data-testid="slow-validator"
          options={validatorOptions(count)}
          onPick={setValidator}
        />
        <Button
          tone="danger"
          disabled={!ready}
          data-testid="slow"
          className="shrink-0"
          onClick={() => breakSomething({ kind: 'slow_committer', validator: toValidatorIndex(Number(validator)), byUs: SLOW_US })}
        >
          {t('faults.slow.do')}
        </Button>
      </div>
      <p className="mt-1.5 text-2xs text-faint">{t('faults.slow.note')}</p>
    </Section>
  );
};
