// The hash that is voted on as a fold, one row per input, each with its origin; the two zeros are marked, and filled once the roots are there; below it
// every commitment over the block's content. Computed when it is asked for.
import { type ReactElement, useEffect, useState } from 'react';
import type { Derivation } from '../../../core/view/derivation.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { HashTable, derivedName } from './hash-table.tsx';

type Shown = { readonly key: string; readonly derivation: Derivation | null };

/** Computed again when the validator executed, committed or learned a root. */
const useDerivation = (validator: number, open: boolean): Shown | null => {
  const [shown, setShown] = useState<Shown | null>(null);
  const hash = useRun((s) => s.view.cards[validator]?.batcher.proposal?.partialBlockHash ?? null);
  const root = useRun((s) => s.view.cards[validator]?.batcher.rootHeight ?? null);
  const committed = useRun((s) => s.view.cards[validator]?.batcher.committedHeight ?? null);
  const line = useRun((s) => s.line);
  const key = `${validator} ${hash} ${root} ${committed}`;
  useEffect(() => {
    if (!open) return undefined;
    let alive = true;
    const load = async (): Promise<void> => {
      const { createDerivationKernel, deriveAt } = await import('../../../core/view/derivation.ts');
      const { cursor } = useRun.getState();
      if (alive) setShown({ key, derivation: deriveAt(line, { cursor, validator }, createDerivationKernel()) });
    };
    void load();
    return () => {
      alive = false;
    };
  }, [open, key, validator, line]);
  return shown;
};

const Voted = ({ derivation }: { readonly derivation: Derivation }): ReactElement => {
  const t = useT();
  const [wanted, setWanted] = useState(false);
  const { blockHash } = derivation;
  const isReal = wanted && blockHash !== null;
  return (
    <>
      <label className="mb-2 flex min-h-6 items-center gap-2 text-xs pointer-coarse:min-h-11">
        <input
          type="checkbox"
          checked={isReal}
          disabled={blockHash === null}
          data-testid="derive-real"
          onChange={(event) => setWanted(event.target.checked)}
        />
        {t(blockHash === null ? 'derive.real_later' : 'derive.real')}
      </label>
      <p className="mb-3 text-xs text-soft">{t(isReal ? 'derive.text_real' : 'derive.text')}</p>
      {(isReal ? blockHash : derivation.commitment).map((derived) => (
        <HashTable key={derived.label} derived={derived} />
      ))}
    </>
  );
};

const Content = ({ derivation }: { readonly derivation: Derivation }): ReactElement => {
  const t = useT();
  const { content } = derivation;
  if (content === null) return <p className="text-xs text-faint">{t('derive.content_later')}</p>;
  return (
    <div data-testid="derive-content">
      <h3 className="mb-1 text-xs font-semibold">{t('derive.content', { height: derivation.height })}</h3>
      {content.map((derived) => (
        <details key={derived.label} className="border-t border-line text-xs" data-testid={`content-${derived.label}`}>
          <summary className="min-h-6 cursor-pointer pointer-coarse:min-h-11">{derivedName(t, derived.label)}</summary>
          <HashTable derived={derived} />
        </details>
      ))}
    </div>
  );
};

export const DerivationPart = ({ validator }: { readonly validator: number }): ReactElement => {
  const t = useT();
  const [open, setOpen] = useState(false);
  const shown = useDerivation(validator, open);
  const derivation = shown?.derivation ?? null;
  return (
    <Section title={t('derive.title')}>
      <Button aria-expanded={open} onClick={() => setOpen(!open)} data-testid="derive">
        {t(open ? 'derive.hide' : 'derive.show')}
      </Button>
      {open && shown !== null && (
        <div className="mt-3" data-testid="derivation">
          {derivation === null ? (
            <p className="text-sm text-faint">{t('derive.unavailable')}</p>
          ) : (
            <>
              <Voted derivation={derivation} />
              <Content derivation={derivation} />
            </>
          )}
        </div>
      )}
    </Section>
  );
};
