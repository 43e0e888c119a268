// Balances of the predeployed accounts and every transaction the log knows at the cursor, newest first.
import { type ReactElement, useMemo, useState } from 'react';
import { fullFelt, formatStrk, shortFelt, shortHex } from '../../../core/view/format.ts';
import { type TxLife, livesAt } from '../../../core/view/transactions.ts';
import { transferOf } from '../../../core/view/transfer.ts';
import { accountAddresses } from '../../store/deeds.ts';
import type { Translate } from '../../messages/translate.ts';
import { useSource } from '../../store/go.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Linked } from '../../ui/linked.tsx';
import { Section } from '../../ui/section.tsx';
import { LifeFacts } from './life-facts.tsx';

const ADDRESSES = accountAddresses();
const ROWS_MAX = 60;

const statusOf = (t: Translate, life: TxLife): { readonly text: string; readonly tone: string } => {
  if (life.receipt !== null) {
    const { kind } = life.receipt.receipt.status;
    return { text: t(`receipt.${kind}`), tone: kind === 'succeeded' ? 'text-good' : 'text-bad' };
  }
  const refusal = life.stages.find((stage) => stage.kind === 'refused');
  if (refusal !== undefined && life.stages.every((stage) => stage.kind !== 'admitted')) return { text: refusal.code, tone: 'text-bad' };
  const last = life.stages.at(-1);
  return { text: t(`status.${last?.kind ?? 'received'}`), tone: 'text-soft' };
};

const Row = ({ life }: { readonly life: TxLife }): ReactElement => {
  const t = useT();
  const [open, setOpen] = useState(false);
  const transfer = life.tx === null ? null : transferOf(life.tx.tx);
  const from = transfer === null ? -1 : ADDRESSES.indexOf(fullFelt(transfer.from));
  const to = transfer === null ? -1 : ADDRESSES.indexOf(fullFelt(transfer.to));
  const status = statusOf(t, life);
  return (
    <li className="border-t border-line first:border-t-0">
      <button
        type="button"
        aria-expanded={open}
        data-testid="tx-row"
        onClick={() => setOpen(!open)}
        className="grid w-full grid-cols-[1fr_auto] gap-x-2 py-1 text-left text-xs hover:bg-raised pointer-coarse:min-h-11"
      >
        <span className="font-mono">{shortFelt(life.hash)}</span>
        <span className={status.tone}>{status.text}</span>
        {transfer !== null && (
          <span className="num col-span-2 text-soft" data-testid="tx-transfer">
            #{from < 0 ? '?' : from} → {to < 0 ? shortFelt(transfer.to) : `#${to}`} · {formatStrk(transfer.amountFri, 3)} STRK
          </span>
        )}
      </button>
      {open && (
        <div className="pb-2">
          <LifeFacts life={life} />
        </div>
      )}
    </li>
  );
};

const BalanceRow = ({
  account,
  nonce,
  balance,
}: {
  readonly account: number;
  readonly nonce: bigint;
  readonly balance: bigint;
}): ReactElement => {
  const [ofNonce, ofBalance] = [useSource({ kind: 'nonce', account }), useSource({ kind: 'balance', account })];
  const address = ADDRESSES[account] ?? '';
  return (
    <tr className="border-t border-line">
      <td className="num py-0.5 pr-2 text-faint">{account}</td>
      <td className="py-0.5 font-mono" title={address}>
        {shortHex(address)}
      </td>
      <td className="num py-0.5 text-right" data-testid={`nonce-${account}`}>
        <Linked {...ofNonce}>{String(nonce)}</Linked>
      </td>
      <td className="num py-0.5 text-right" data-testid={`balance-${account}`}>
        <Linked {...ofBalance}>{formatStrk(balance)}</Linked>
      </td>
    </tr>
  );
};

const Balances = (): ReactElement => {
  const t = useT();
  const ledger = useRun((s) => s.view.ledger);
  const source = useSource({ kind: 'ledger' });
  return (
    <Section
      title={t('balances.title')}
      aside={
        <span className="num text-2xs text-faint">
          <Linked {...source}>{t('balances.after', { height: ledger.height })}</Linked>
        </span>
      }
    >
      <table className="w-full text-xs" data-testid="balances">
        <thead className="text-left text-2xs text-faint">
          <tr>
            <th className="font-normal">#</th>
            <th className="font-normal">{t('balances.account')}</th>
            <th className="text-right font-normal">{t('balances.nonce')}</th>
            <th className="text-right font-normal">STRK</th>
          </tr>
        </thead>
        <tbody>
          {ADDRESSES.map((address, i) => (
            <BalanceRow key={address} account={i} nonce={ledger.nonces[i] ?? 0n} balance={ledger.balances[i] ?? 0n} />
          ))}
        </tbody>
      </table>
    </Section>
  );
};

export const TransactionsPanel = (): ReactElement => {
  const t = useT();
  const line = useRun((s) => s.line);
  const version = useRun((s) => s.version);
  const cursor = useRun((s) => s.cursor);
  const lives = useMemo(() => ({ list: livesAt(line.transactions, cursor, ROWS_MAX), version }), [line, version, cursor]).list;
  return (
    <div data-testid="transactions-panel">
      <Balances />
      <Section title={t('tx.title')}>
        {lives.length === 0 && <p className="text-sm text-faint">{t('tx.none')}</p>}
        <ul data-testid="tx-list">
          {lives.map((life) => (
            <Row key={fullFelt(life.hash)} life={life} />
          ))}
        </ul>
      </Section>
    </div>
  );
};
