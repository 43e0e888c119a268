// The hash that is voted on as a fold, one row per input, each with its origin; the two zeros are marked. Computed when it is asked for.
import { type ReactElement, useEffect, useState } from 'react';
import type { DerivedHash, Derivation } from '../../../core/view/derivation.ts';
import { shortHex } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { Mono, Section } from '../../ui/section.tsx';

const LABELS = ['gas_prices', 'partial_block_hash', 'proposal_commitment', 'block_hash'] as const;

const HashTable = ({ derived }: { readonly derived: DerivedHash }): ReactElement => {
  const t = useT();
  const label = LABELS.find((name) => name === derived.label) ?? 'block_hash';
  return (
    <table className="mb-3 w-full text-xs" data-testid={`derived-${derived.label}`} data-hash={derived.hash}>
      <caption className="pb-1 text-left font-medium">{t(`derive.${label}`)}</caption>
      <tbody>
        {derived.rows.map((row) => (
          <tr key={row.label} className="border-t border-line">
            <th scope="row" className="py-0.5 pr-2 text-left font-mono text-2xs font-normal text-soft">
              {row.label}
            </th>
            <td className="py-0.5 pr-2 text-right">
              <Mono title={row.value}>{shortHex(row.value)}</Mono>
            </td>
            <td className={`w-20 py-0.5 text-right text-2xs ${row.source === 'unknown_yet' ? 'font-semibold text-ink' : 'text-faint'}`}>
              {t(`derive.source.${row.source}`)}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="border-t border-strong">
          <th scope="row" className="py-0.5 text-left text-2xs font-semibold">
            = Poseidon
          </th>
          <td colSpan={2} className="py-0.5 text-right font-semibold">
            <Mono title={derived.hash}>{shortHex(derived.hash)}</Mono>
          </td>
        </tr>
      </tfoot>
    </table>
  );
};

type Shown = { readonly key: string; readonly derivation: Derivation | null };

export const DerivationPart = ({ validator }: { readonly validator: number }): ReactElement => {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<Shown | null>(null);
  const height = useRun((s) => s.view.cards[validator]?.batcher.proposal?.partialBlockHash ?? null);
  const root = useRun((s) => s.view.cards[validator]?.batcher.rootHeight ?? null);
  const key = `${validator} ${height} ${root}`;
  useEffect(() => {
    if (!open) return undefined;
    let alive = true;
    const load = async (): Promise<void> => {
      const { createDerivationKernel, deriveAt } = await import('../../../core/view/derivation.ts');
      const { line, cursor } = useRun.getState();
      if (alive) setShown({ key, derivation: deriveAt(line, { cursor, validator }, createDerivationKernel()) });
    };
    void load();
    return () => {
      alive = false;
    };
  }, [open, key, validator]);
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
              <p className="mb-3 text-xs text-soft">{t('derive.text')}</p>
              {derivation.commitment.map((derived) => (
                <HashTable key={derived.label} derived={derived} />
              ))}
              {derivation.blockHash?.slice(-1).map((derived) => (
                <HashTable key={derived.label} derived={derived} />
              ))}
            </>
          )}
        </div>
      )}
    </Section>
  );
};
