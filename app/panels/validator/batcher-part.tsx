// Right chamber in words: proposal, chunks, executed transactions, commitment, chain, late root, mempool.
import type { ReactElement } from 'react';
import type { BatcherCard, BatcherProposal, ChainBlock } from '../../../core/view/batcher-card.ts';
import { fullFelt, shortFelt } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Badge, Fact, Facts, Mono, Section } from '../../ui/section.tsx';
import { Sourced } from './sourced.tsx';

const CELLS = {
  waiting: 'border-strong',
  succeeded: 'border-good bg-good',
  reverted: 'border-bad',
  rejected: 'border-bad bg-bad',
} as const;

type ProposalProps = { readonly proposal: BatcherProposal; readonly validator: number };

const ProposalFacts = ({ proposal, validator }: ProposalProps): ReactElement => {
  const t = useT();
  return (
    <>
      <Fact name={t('batcher.proposal')}>
        <Sourced validator={validator} fact={{ kind: 'batcher_state' }}>
          {t(`batcher.role.${proposal.role}`, { id: proposal.proposalId, height: proposal.height })}
        </Sourced>
      </Fact>
      <Fact name={t('batcher.chunks')}>
        {proposal.chunks.length === 0 ? (
          '–'
        ) : (
          <Sourced validator={validator} fact={{ kind: 'chunks' }}>
            {proposal.chunks.join(' + ')}
          </Sourced>
        )}
      </Fact>
      <Fact name={t('batcher.executed')} testId="fact-executed">
        <Sourced validator={validator} fact={{ kind: 'executed' }}>
          {t('batcher.executed_of', { done: proposal.executed, all: proposal.hashes.length })}
        </Sourced>
        <span className="mt-1 flex flex-wrap gap-0.5">
          {proposal.cells.slice(0, 60).map((cell, i) => (
            <span
              key={i}
              title={`${shortFelt(proposal.hashes[i] ?? 0n)} · ${t(`cell.${cell}`)}`}
              className={`h-2.5 w-2.5 rounded-xs border ${CELLS[cell]}`}
            />
          ))}
        </span>
      </Fact>
      <Fact name={t('batcher.commitment')}>
        {proposal.partialBlockHash !== null && (
          <Sourced validator={validator} fact={{ kind: 'commitment' }}>
            <Mono title={fullFelt(proposal.partialBlockHash)}>{shortFelt(proposal.partialBlockHash)}</Mono>
          </Sourced>
        )}
        {proposal.partialBlockHash === null &&
          (proposal.phase === 'failed' ? <span className="text-bad">{proposal.reason}</span> : t('batcher.not_yet'))}
      </Fact>
    </>
  );
};

const BlockRow = ({ block, validator }: { readonly block: ChainBlock; readonly validator: number }): ReactElement => {
  const t = useT();
  return (
    <tr className="border-t border-line">
      <td className="num py-1 pr-2">
        <Sourced validator={validator} fact={{ kind: 'block', height: block.height }}>
          {block.height}
        </Sourced>
      </td>
      <td className="py-1 pr-2">
        <Sourced validator={validator} fact={{ kind: 'block', height: block.height }}>
          <Mono title={fullFelt(block.partialBlockHash)}>{shortFelt(block.partialBlockHash)}</Mono>
        </Sourced>
      </td>
      <td className="num py-1 pr-2 text-right">
        <Sourced validator={validator} fact={{ kind: 'block', height: block.height }}>
          {block.txs}
        </Sourced>
      </td>
      <td className="py-1 text-right">
        {block.root === null ? (
          <span className="text-faint">{t('batcher.root_late')}</span>
        ) : (
          <Sourced validator={validator} fact={{ kind: 'block_root', height: block.height }}>
            <Mono
              title={`${t('batcher.root')} ${fullFelt(block.root)}\n${t('batcher.block_hash')} ${block.blockHash === null ? '' : fullFelt(block.blockHash)}`}
            >
              {shortFelt(block.root)}
            </Mono>
          </Sourced>
        )}
      </td>
    </tr>
  );
};

const Chain = ({ chain, validator }: { readonly chain: readonly ChainBlock[]; readonly validator: number }): ReactElement => {
  const t = useT();
  return (
    <table className="mt-3 w-full text-xs" data-testid="chain">
      <thead className="text-left text-2xs text-faint">
        <tr>
          <th className="font-normal">{t('batcher.block')}</th>
          <th className="font-normal">{t('batcher.partial_hash')}</th>
          <th className="text-right font-normal">{t('batcher.txs')}</th>
          <th className="text-right font-normal">{t('batcher.root')}</th>
        </tr>
      </thead>
      <tbody>
        {chain.toReversed().map((block) => (
          <BlockRow key={block.height} block={block} validator={validator} />
        ))}
      </tbody>
    </table>
  );
};

export const BatcherPart = ({ card, validator }: { readonly card: BatcherCard; readonly validator: number }): ReactElement => {
  const t = useT();
  const engine = useRun((s) => s.info?.engines[validator]);
  return (
    <Section title={t('chamber.batcher')} aside={card.running ? undefined : <Badge tone="bad">{t('chamber.down')}</Badge>}>
      <Facts>
        {engine !== undefined && (
          <Fact name={t('engine.title')} testId="fact-engine">
            {t(`engine.${engine}`)}
          </Fact>
        )}
        <Fact name={t('batcher.state')}>
          <Sourced validator={validator} fact={{ kind: 'batcher_state' }}>
            {t(`batcher.${card.state}`)}
          </Sourced>
        </Fact>
        {card.proposal !== null && <ProposalFacts proposal={card.proposal} validator={validator} />}
        <Fact name={t('batcher.pool')}>
          <Sourced validator={validator} fact={{ kind: 'pool' }}>
            {card.poolSize}
          </Sourced>
        </Fact>
        <Fact name={t('batcher.late_root')} testId="fact-root">
          {card.rootHeight === null ? (
            '–'
          ) : (
            <Sourced validator={validator} fact={{ kind: 'root' }}>
              {t('batcher.root_up_to', { height: card.rootHeight })}
            </Sourced>
          )}
          {card.committing !== null && (
            <Sourced validator={validator} fact={{ kind: 'committing' }}>
              {' · '}
              {t('batcher.committing', { height: card.committing.height, leaves: card.committing.leaves })}
            </Sourced>
          )}
        </Fact>
      </Facts>
      {card.chain.length > 0 && <Chain chain={card.chain} validator={validator} />}
    </Section>
  );
};
