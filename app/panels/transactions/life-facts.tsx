// The life of one transaction: hash, what it does, stages validator by validator, refusals with their codes, receipt.
import type { ReactElement, ReactNode } from 'react';
import { formatMilliseconds, formatStrk, fullFelt, shortFelt, validatorName } from '../../../core/view/format.ts';
import type { TxLife, TxStage } from '../../../core/view/transactions.ts';
import { transferOf } from '../../../core/view/transfer.ts';
import type { Translate } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { lookInto } from '../../store/inspection.ts';
import { run } from '../../store/run.ts';
import { follow, useWay } from '../../store/way.ts';
import { Button } from '../../ui/button.tsx';
import { Linked } from '../../ui/linked.tsx';
import { Fact, Facts, Mono } from '../../ui/section.tsx';

const stageText = (t: Translate, stage: TxStage): string => {
  switch (stage.kind) {
    case 'received':
    case 'admitted':
      return t(`life.${stage.kind}.${stage.from}`);
    case 'refused':
      return t('life.refused', { source: stage.source, code: stage.code });
    case 'gossiped':
      return t('life.gossiped');
    case 'proposed':
      return t('life.proposed', { id: stage.proposalId });
    case 'executed':
      return t(`life.executed.${stage.outcome}`);
    case 'committed':
      return t('life.committed', { height: stage.height });
    case 'dropped':
      return t('life.dropped', { why: stage.why });
  }
};

const Stage = ({ stage }: { readonly stage: TxStage }): ReactElement => {
  const t = useT();
  const detail = stage.kind === 'refused' || stage.kind === 'executed' ? stage.detail : null;
  return (
    <li>
      <button
        type="button"
        data-testid="tx-stage"
        data-stage={stage.kind}
        data-validator={stage.validator}
        data-code={stage.kind === 'refused' ? stage.code : undefined}
        onClick={() => run.seekStep(stage.step)}
        className="flex w-full gap-2 rounded px-1 py-0.5 text-left text-xs hover:bg-raised pointer-coarse:min-h-11"
      >
        <span className="num shrink-0 text-faint">{formatMilliseconds(stage.t)}</span>
        <span className="shrink-0 text-soft">{validatorName(stage.validator)}</span>
        <span className={stage.kind === 'refused' ? 'text-bad' : ''}>
          {stageText(t, stage)}
          {detail !== null && detail !== '' && <span className="block break-words text-faint">{detail}</span>}
        </span>
      </button>
    </li>
  );
};

const ReceiptFacts = ({ life }: { readonly life: TxLife }): ReactElement | null => {
  const t = useT();
  if (life.receipt === null) return null;
  const { receipt, height, step } = life.receipt;
  const { status } = receipt;
  const linked = (value: ReactNode): ReactElement => (
    <Linked label={t('source.go', { what: 'block_committed' })} testId="from-receipt" onClick={() => run.seekStep(step)}>
      {value}
    </Linked>
  );
  return (
    <>
      <Fact name={t('receipt.status')} testId="receipt-status">
        <span className={status.kind === 'succeeded' ? 'text-good' : 'text-bad'}>{t(`receipt.${status.kind}`)}</span>
        {status.kind === 'reverted' && <span className="block text-xs break-words text-faint">{status.reason}</span>}
      </Fact>
      <Fact name={t('receipt.block')} testId="receipt-block">
        {linked(height)}
      </Fact>
      <Fact name={t('receipt.fee')} testId="receipt-fee">
        {linked(`${formatStrk(receipt.actualFee)} STRK`)}
      </Fact>
      <Fact name={t('receipt.gas')}>
        {linked(t('receipt.gas_value', { l2: receipt.gas.l2Gas, l1: receipt.gas.l1Gas, data: receipt.gas.l1DataGas }))}
      </Fact>
      <Fact name={t('receipt.events')}>{linked(receipt.events.length)}</Fact>
    </>
  );
};

const FollowButton = ({ hash }: { readonly hash: string }): ReactElement => {
  const t = useT();
  const isOn = useWay((s) => s.followed?.kind === 'transaction' && s.followed.hash === hash);
  return (
    <Button
      className="self-start"
      aria-pressed={isOn}
      title={t('follow.hint')}
      data-testid="tx-follow"
      onClick={() => follow(isOn ? null : { kind: 'transaction', hash })}
    >
      {t(isOn ? 'follow.stop' : 'follow.start')}
    </Button>
  );
};

export const LifeFacts = ({ life }: { readonly life: TxLife }): ReactElement => {
  const t = useT();
  const transfer = life.tx === null ? null : transferOf(life.tx.tx);
  return (
    <div className="flex flex-col gap-2">
      <Facts>
        <Fact name={t('tx.hash')} testId="tx-hash">
          <Mono title={fullFelt(life.hash)}>{shortFelt(life.hash)}</Mono>
        </Fact>
        {transfer !== null && (
          <Fact name={t('tx.transfer')}>
            {formatStrk(transfer.amountFri)} STRK → <Mono title={fullFelt(transfer.to)}>{shortFelt(transfer.to)}</Mono>
          </Fact>
        )}
        <ReceiptFacts life={life} />
      </Facts>
      <div className="flex flex-wrap gap-2">
        <FollowButton hash={fullFelt(life.hash)} />
        {life.receipt !== null && (
          <Button title={t('execution.open_hint')} data-testid="tx-execution" onClick={() => lookInto(fullFelt(life.hash))}>
            {t('execution.open')}
          </Button>
        )}
      </div>
      <ol className="flex flex-col" data-testid="stages">
        {life.stages.map((stage) => (
          <Stage key={`${stage.step}${stage.kind}${stage.validator}`} stage={stage} />
        ))}
      </ol>
    </div>
  );
};
