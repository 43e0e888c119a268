// The top bar: scenario, seed, fingerprint, fault tolerance, share, language, theme, help.
import { type ReactElement, useState } from 'react';
import { CATALOGUE, type ScenarioId } from '../../core/scenarios/catalogue.ts';
import { useSource } from '../store/go.ts';
import { useT } from '../store/i18n.ts';
import { useFingerprint, useNumbers } from '../store/numbers.ts';
import { useRun } from '../store/run.ts';
import { openScenario, readSeed, reopen, scenarioTitle } from '../store/scenario.ts';
import { LANGUAGES, THEMES, changeSettings, useSettings } from '../store/settings.ts';
import { openDialog } from '../store/ui.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Linked } from '../ui/linked.tsx';

const FINGERPRINT_DIGITS = 12;
const PLAIN = 'h-8 rounded-md border border-line bg-stage px-2 text-sm text-ink pointer-coarse:h-11';

const Seed = (): ReactElement => {
  const t = useT();
  const seed = useRun((s) => s.seed);
  const [draft, setDraft] = useState<string | null>(null);
  const apply = (): void => {
    const value = draft === null ? null : readSeed(draft);
    if (value !== null && value !== seed) reopen(value);
    setDraft(null);
  };
  return (
    <label className="flex items-center gap-1.5 text-xs text-faint max-lg:hidden">
      {t('top.seed')}
      <input
        className={`num w-20 ${PLAIN}`}
        inputMode="numeric"
        maxLength={10}
        value={draft ?? String(seed)}
        data-testid="seed"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply();
        }}
      />
    </label>
  );
};

const Fingerprint = (): ReactElement => {
  const t = useT();
  const source = useSource({ kind: 'last' });
  const fingerprint = useFingerprint();
  return (
    <span className="flex items-baseline gap-1.5 text-xs whitespace-nowrap text-faint max-sm:hidden" title={t('top.fingerprint_hint')}>
      {t('top.fingerprint')}
      <Linked {...source} testId="from-fingerprint">
        <output data-testid="fingerprint" data-full={fingerprint ?? ''} className="font-mono text-xs text-ink">
          {fingerprint === null ? '…' : fingerprint.slice(0, FINGERPRINT_DIGITS)}
        </output>
      </Linked>
    </span>
  );
};

/** n validators, f of them may be faulty, the weight of a quorum. */
const Numbers = (): ReactElement => {
  const t = useT();
  const height = useRun((s) => s.view.cards[0]?.consensus.height ?? 0);
  const source = useSource({ kind: 'committee', height });
  const numbers = useNumbers();
  return (
    <span className="num text-xs whitespace-nowrap text-faint max-xl:hidden" data-testid="numbers">
      <Linked {...source} testId="from-numbers">
        {t('top.numbers', { ...numbers })}
      </Linked>
    </span>
  );
};

const NEXT_THEME = { system: 'light', light: 'dark', dark: 'system' } as const;

const Switches = (): ReactElement => {
  const t = useT();
  const { language, theme } = useSettings();
  const other = LANGUAGES.find((item) => item !== language) ?? 'en';
  const nextTheme = THEMES.find((item) => item === NEXT_THEME[theme]) ?? 'system';
  return (
    <>
      <Button
        className="!border-transparent !bg-transparent !px-2 whitespace-nowrap"
        data-testid="language"
        lang={other === 'zh' ? 'zh-Hans' : 'en'}
        onClick={() => changeSettings({ language: other })}
      >
        <span className="max-sm:hidden">
          <Icon name="language" size={16} />
        </span>
        {other === 'zh' ? '中文' : 'EN'}
      </Button>
      <IconButton
        label={t(`theme.${theme}`)}
        data-testid="theme"
        data-theme-choice={theme}
        onClick={() => changeSettings({ theme: nextTheme })}
      >
        <Icon name={theme} />
      </IconButton>
      <IconButton label={t('top.help')} data-testid="help" onClick={() => openDialog('help')}>
        <Icon name="help" />
      </IconButton>
    </>
  );
};

export const TopBar = (): ReactElement => {
  const t = useT();
  const scenario = useRun((s) => s.scenario);
  const spec = useRun((s) => s.spec);
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line bg-panel px-4 max-sm:h-11 max-sm:gap-1.5 max-sm:px-2">
      <h1 className="flex items-center gap-2 text-base font-semibold tracking-tight max-md:sr-only">
        <svg aria-hidden="true" width="20" height="20" viewBox="0 0 20 20">
          <rect x="1" y="3" width="8" height="14" rx="2" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <rect x="11" y="3" width="8" height="14" rx="2" fill="currentColor" />
          <path d="M9 10h2" stroke="currentColor" strokeWidth="1.6" />
        </svg>
        Bicameral
      </h1>
      <Select<ScenarioId | ''>
        aria-label={t('top.scenario')}
        data-testid="scenario"
        className={`min-w-0 shrink truncate font-medium max-sm:pr-0 max-sm:text-xs ${PLAIN}`}
        value={spec === null ? scenario : ''}
        options={[
          ...(spec === null ? [] : [{ value: '' as const, label: scenarioTitle(t, { spec, scenario }) }]),
          ...CATALOGUE.map((entry) => ({ value: entry.id, label: t(entry.titleKey) })),
        ]}
        onPick={(id) => id !== '' && openScenario(id)}
      />
      <IconButton label={t('top.gallery')} data-testid="gallery" onClick={() => openDialog('gallery')} className="max-sm:hidden">
        <Icon name="gallery" />
      </IconButton>
      <IconButton label={t('top.restart')} data-testid="restart" onClick={() => reopen()} className="max-sm:hidden">
        <Icon name="restart" />
      </IconButton>
      <Seed />
      <Fingerprint />
      <Numbers />
      <span className="flex-1" />
      <IconButton label={t('top.palette')} data-testid="palette" onClick={() => openDialog('palette')} className="max-sm:hidden">
        <Icon name="search" />
      </IconButton>
      <Button onClick={() => openDialog('share')} aria-label={t('top.share')} data-testid="share">
        <Icon name="share" size={16} />
        <span className="max-sm:hidden">{t('top.share')}</span>
      </Button>
      <Switches />
    </header>
  );
};
