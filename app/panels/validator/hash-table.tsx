// One hash as the list of its inputs: each value leads to its event or to the table that derives it; leaves of a tree open in place; two ways to copy.
import { type ReactElement, useState } from 'react';
import type { DerivedHash, DerivedRow } from '../../../core/view/derive-block.ts';
import { shortHex } from '../../../core/view/format.ts';
import { plainList, starknetSnippet } from '../../../core/view/snippet.ts';
import type { Translate } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { goToEvent } from '../../store/source.ts';
import { Button } from '../../ui/button.tsx';
import { Linked } from '../../ui/linked.tsx';
import { Mono } from '../../ui/section.tsx';

const NAMES = [
  'gas_prices',
  'partial_block_hash',
  'proposal_commitment',
  'block_hash',
  'concatenated_counts',
  'state_diff_commitment',
  'transaction_commitment',
  'event_commitment',
  'receipt_commitment',
] as const;
/** Rows of one table that are shown; the copy holds all. */
const ROWS_MAX = 300;

export const derivedName = (t: Translate, label: string): string => {
  const name = NAMES.find((known) => known === label);
  return name === undefined ? t('derive.leaf') : t(`derive.${name}`);
};

const showTable = (label: string): void => {
  const table = document.querySelector<HTMLElement>(`[data-testid="derived-${label}"]`);
  const details = table?.closest('details');
  if (details instanceof HTMLDetailsElement) details.open = true;
  table?.scrollIntoView({ block: 'nearest' });
  table?.querySelector<HTMLElement>('button')?.focus();
};

const isTable = (label: string): boolean => NAMES.some((name) => name === label);

const Value = ({ row }: { readonly row: DerivedRow }): ReactElement => {
  const t = useT();
  const { eventId, source, label } = row;
  const go = source === 'derived' && isTable(label) ? () => showTable(label) : eventId === null ? null : () => goToEvent(eventId);
  return (
    <Linked label={`${t('source.go', { what: label })} · ${row.value}`} onClick={go} testId={`source-${label}`}>
      <Mono title={row.value}>{shortHex(row.value)}</Mono>
    </Linked>
  );
};

const Copy = ({ derived }: { readonly derived: DerivedHash }): ReactElement => {
  const t = useT();
  const [state, setState] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => setState('yes'),
      () => setState('failed'),
    );
  };
  return (
    <div className="mt-1 flex flex-wrap items-center gap-1.5">
      <Button className="!h-6 !px-2 text-2xs" data-testid={`copy-snippet-${derived.label}`} onClick={() => copy(starknetSnippet(derived))}>
        {t('derive.copy_snippet')}
      </Button>
      <Button className="!h-6 !px-2 text-2xs" data-testid={`copy-list-${derived.label}`} onClick={() => copy(plainList(derived))}>
        {t('derive.copy_list')}
      </Button>
      <span role="status" className="text-2xs text-soft" data-testid={`copied-${derived.label}`}>
        {state === 'yes' && t('share.copied')}
        {state === 'failed' && t('share.failed')}
      </span>
    </div>
  );
};

const Row = ({ row, part }: { readonly row: DerivedRow; readonly part: DerivedHash | null }): ReactElement => {
  const t = useT();
  const [open, setOpen] = useState(false);
  const isZero = row.source === 'unknown_yet';
  return (
    <>
      <tr className={`border-t border-line ${isZero ? 'bg-raised' : ''}`} data-testid={`row-${row.label}`} data-source={row.source}>
        <th scope="row" className="w-[46%] py-0.5 pr-1 text-left font-mono text-2xs font-normal break-words text-soft">
          {part === null ? (
            row.label
          ) : (
            <button
              type="button"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
              className="min-h-6 underline decoration-dotted pointer-coarse:min-h-11"
              data-testid={`open-${row.label}`}
            >
              {row.label}
            </button>
          )}
        </th>
        <td className={`py-0.5 pr-2 text-right ${isZero ? 'font-semibold' : ''}`}>
          <Value row={row} />
        </td>
        <td className={`w-[22%] py-0.5 text-right text-2xs ${isZero ? 'font-semibold text-ink' : 'text-faint'}`}>
          {t(`derive.source.${row.source}`)}
        </td>
      </tr>
      {open && part !== null && (
        <tr>
          <td colSpan={3} className="pl-3">
            <HashTable derived={part} />
          </td>
        </tr>
      )}
    </>
  );
};

export const HashTable = ({ derived }: { readonly derived: DerivedHash }): ReactElement => {
  const t = useT();
  const { rows, parts } = derived;
  return (
    <div className="mb-3" data-testid={`derived-${derived.label}`} data-hash={derived.hash}>
      <table className="w-full table-fixed text-xs">
        <caption className="pb-1 text-left font-medium">{derivedName(t, derived.label)}</caption>
        <tbody>
          {rows.slice(0, ROWS_MAX).map((row, i) => (
            <Row key={`${row.label}${i}`} row={row} part={parts[i] ?? null} />
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t border-strong">
            <th scope="row" className="py-0.5 text-left text-2xs font-semibold">
              = {t(`derive.how.${derived.how}`)}
            </th>
            <td colSpan={2} className="py-0.5 text-right font-semibold">
              <Mono title={derived.hash}>{shortHex(derived.hash)}</Mono>
            </td>
          </tr>
        </tfoot>
      </table>
      {rows.length > ROWS_MAX && <p className="text-2xs text-faint">{t('derive.more', { count: rows.length - ROWS_MAX })}</p>}
      <Copy derived={derived} />
    </div>
  );
};
