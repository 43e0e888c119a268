// Which run this is: seed, fingerprint, numbers of the committee, and the way to its beginning. The top bar has room for them on wide pages only.
import { type ReactElement, useState } from 'react';
import { useT } from '../../store/i18n.ts';
import { useFingerprint, useNumbers } from '../../store/numbers.ts';
import { useRun } from '../../store/run.ts';
import { readSeed, reopen } from '../../store/scenario.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Fact, Facts, Mono, Section } from '../../ui/section.tsx';

const SeedForm = (): ReactElement => {
  const t = useT();
  const seed = useRun((s) => s.seed);
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? String(seed);
  const value = readSeed(text);
  return (
    <form
      className="mt-3 flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (value === null) return;
        setDraft(null);
        reopen(value);
      }}
    >
      <label className="flex flex-1 items-center gap-2 text-sm whitespace-nowrap text-faint">
        {t('top.seed')}
        <input
          className={`num ${CONTROL}`}
          inputMode="numeric"
          maxLength={10}
          value={text}
          aria-invalid={value === null}
          data-testid="story-seed"
          onChange={(event) => setDraft(event.target.value)}
        />
      </label>
      <Button type="submit" disabled={value === null} data-testid="story-restart">
        <Icon name="restart" size={15} />
        {t('top.restart')}
      </Button>
    </form>
  );
};

export const Identity = (): ReactElement => {
  const t = useT();
  const fingerprint = useFingerprint();
  const numbers = useNumbers();
  return (
    <Section title={t('story.identity')}>
      <Facts>
        <Fact name={t('story.numbers')} testId="story-numbers">
          {t('top.numbers', { ...numbers })}
        </Fact>
        <Fact name={t('story.fingerprint')} testId="story-fingerprint">
          <span className="break-all" title={t('top.fingerprint_hint')}>
            <Mono>{fingerprint ?? '…'}</Mono>
          </span>
        </Fact>
      </Facts>
      <SeedForm />
    </Section>
  );
};
