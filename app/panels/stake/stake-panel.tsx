// Stake at the moment shown: epochs, the committee of the top height, who leads its rounds and why, and a form that changes voting power.
import { type ReactElement, useMemo } from 'react';
import { type SelectionView, blockHashIn, committeeView, epochOfHeight } from '../../../core/view/stake.ts';
import { eventsBefore } from '../../../core/view/timeline.ts';
import type { Height } from '../../../core/types/ids.ts';
import type { RunInfo } from '../../../workers/api.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { usesOnlyActual } from '../../store/source.ts';
import { CommitteePart } from './committee-part.tsx';
import { EpochsPart } from './epochs-part.tsx';
import { PowerForm } from './power-form.tsx';
import { ProposersPart } from './proposers-part.tsx';

/** The hash that seeds the lottery, as the log has it before the cursor. */
const seedNow = (block: Height): ReturnType<typeof blockHashIn> => {
  const { line, cursor } = useRun.getState();
  return blockHashIn(line.events, eventsBefore(line, cursor), block);
};

/** How virtual proposers are found at a height. The seed is looked for once per height, as validators do. */
const useSelection = (info: RunInfo, height: number): SelectionView => {
  const opened = useRun((s) => s.line);
  const block = epochOfHeight(info.stakes, height).seedBlock;
  const seed = useMemo(() => ({ opened, height, hash: block === null ? null : seedNow(block) }), [opened, height, block]).hash;
  if (usesOnlyActual(height)) return { kind: 'actual' };
  if (block === null) return { kind: 'lottery', seed: null };
  return seed === null ? { kind: 'missing', block } : { kind: 'lottery', seed };
};

const Parts = ({ info }: { readonly info: RunInfo }): ReactElement => {
  const t = useT();
  const network = useRun((s) => s.view.network);
  const height = network.topHeight;
  const top = network.heights.find((h) => h.height === height);
  const committee = top?.committee ?? null;
  const quorum = top?.quorum ?? 'byzantine';
  const selection = useSelection(info, height);
  const rows = useMemo(
    () => (committee === null ? null : committeeView(committee, quorum, info.validators)),
    [committee, quorum, info.validators],
  );
  if (committee === null || rows === null) return <p className="p-4 text-sm text-soft">{t('stake.none')}</p>;
  return (
    <>
      <EpochsPart info={info} height={height} committee={rows} lottery={selection.kind !== 'actual'} />
      <CommitteePart height={height} quorum={quorum} committee={rows} />
      <ProposersPart
        height={height}
        round={network.topRound}
        committee={committee}
        rows={rows}
        validators={info.validators}
        selection={selection}
        seedBlock={epochOfHeight(info.stakes, height).seedBlock}
      />
      <PowerForm validators={info.validators} height={height} />
    </>
  );
};

export const StakePanel = (): ReactElement => {
  const info = useRun((s) => s.info);
  return <div data-testid="stake-panel">{info !== null && <Parts info={info} />}</div>;
};
