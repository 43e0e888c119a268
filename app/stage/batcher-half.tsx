// The right chamber of a card: the assembly line of one block, the chain with its late roots, the mempool. It has no p2p port.
import type { ReactElement } from 'react';
import type { BatcherCard, TxCell } from '../../core/view/batcher-card.ts';
import { shortFelt } from '../../core/view/format.ts';
import { useT } from '../store/i18n.ts';

const CELLS_MAX = 7;
const FILLS: Readonly<Record<TxCell, string>> = {
  waiting: 'none',
  succeeded: 'var(--role-precommit)',
  reverted: 'var(--role-proposal)',
  rejected: 'var(--role-fault)',
};

const Cells = ({ cells }: { readonly cells: readonly TxCell[] }): ReactElement => (
  <svg viewBox={`0 0 ${CELLS_MAX * 7} 9`} width={CELLS_MAX * 7} height="9" aria-hidden="true">
    {cells.slice(-CELLS_MAX).map((cell, i) => (
      // oxlint-disable-next-line react/no-array-index-key -- the position is the transaction
      <rect key={i} x={i * 7 + 0.5} y="0.5" width="5.5" height="8" rx="1" fill={FILLS[cell]} stroke="var(--strong)" strokeWidth="0.8" />
    ))}
  </svg>
);

/** The last blocks; a filled corner once the state root is known. */
const Chain = ({ card }: { readonly card: BatcherCard }): ReactElement => (
  <svg viewBox="0 0 64 10" width="64" height="10" aria-hidden="true">
    {card.chain.slice(-5).map((block, i) => (
      <g key={block.height}>
        {i > 0 && <path d={`M${i * 13 - 3} 5h4`} stroke="var(--strong)" />}
        <rect x={i * 13 + 0.5} y="0.5" width="9" height="9" rx="1.5" fill="var(--raised)" stroke="var(--strong)" />
        {block.root !== null && <rect x={i * 13 + 3} y="3" width="4" height="4" fill="var(--role-decision)" />}
      </g>
    ))}
  </svg>
);

const stateKey = (card: BatcherCard): 'idle' | 'building' | 'validating' | 'executed' | 'failed' => {
  if (card.state === 'proposing') return 'building';
  if (card.state === 'validating') return 'validating';
  if (card.proposal?.phase === 'failed') return 'failed';
  return card.proposal?.phase === 'executed' && card.proposal.height === card.height && card.committedHeight !== card.height
    ? 'executed'
    : 'idle';
};

export const BatcherHalf = ({ card }: { readonly card: BatcherCard }): ReactElement => {
  const t = useT();
  const proposal = card.proposal;
  const hash = proposal?.partialBlockHash ?? null;
  return (
    <div
      className={`relative flex h-full min-w-0 flex-col gap-1 px-2 py-1.5 ${card.crashed ? 'chamber-down' : ''}`}
      data-testid="batcher-half"
    >
      <span className={`truncate text-xs font-medium ${card.crashed ? 'text-bad' : ''}`}>
        {t(card.crashed ? 'card.down' : `card.batcher.${stateKey(card)}`)}
      </span>
      <div className="num flex h-3.5 items-center justify-between text-2xs text-faint" title={t('card.executed_hint')}>
        <Cells cells={proposal?.cells ?? []} />
        {proposal !== null && `${proposal.executed}/${proposal.hashes.length}`}
      </div>
      <span className="truncate font-mono text-[0.625rem] text-soft" title={t('card.partial_hint')}>
        {hash === null ? '–' : shortFelt(hash)}
      </span>
      <div className="mt-auto flex items-center gap-1" title={t('card.chain_hint')}>
        <Chain card={card} />
      </div>
      <div className="num flex items-center justify-between text-2xs text-faint">
        <span title={t('card.root_hint')}>▣ {card.rootHeight === null ? '–' : `H${card.rootHeight}`}</span>
        <span className="rounded-sm border border-dotted border-strong px-1 leading-3.5" title={t('card.pool_hint')}>
          ⋮⋮ {card.poolSize}
        </span>
      </div>
      <span
        className="absolute right-0 bottom-9 rounded-l border border-r-0 border-dotted border-strong px-0.5 text-[8px] leading-3 text-faint"
        title={t('card.rpc_hint')}
      >
        rpc
      </span>
    </div>
  );
};
