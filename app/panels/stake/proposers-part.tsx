// Who leads the next rounds, actual and virtual side by side, each with the arithmetic that unfolds: round robin and the lottery by weight.
import type { ReactElement } from 'react';
import type { Committee } from '../../../core/types/consensus.ts';
import { toHeight, toRound } from '../../../core/types/ids.ts';
import { validatorName } from '../../../core/view/format.ts';
import { type CommitteeView, type Lottery, type RoundRobin, type SelectionView, lottery, roundRobin } from '../../../core/view/stake.ts';
import { useT } from '../../store/i18n.ts';
import { Fact, Facts, Mono, Section } from '../../ui/section.tsx';

type Props = {
  readonly height: number;
  readonly round: number;
  readonly committee: Committee;
  readonly rows: CommitteeView;
  readonly validators: number;
  readonly selection: SelectionView;
};

/** Rounds shown from the present one on. */
const ROUNDS = 4;

const Draw = ({ drawn, rows }: { readonly drawn: Lottery; readonly rows: CommitteeView }): ReactElement => {
  const t = useT();
  const sum = rows.members.find(({ validator }) => validator === drawn.chosen)?.cumulative ?? 0n;
  return (
    <div className="mt-2 flex flex-col gap-1 text-xs" data-testid="stake-lottery">
      <p className="text-soft">{t('stake.lottery.input')}</p>
      <p className="break-all">
        <Mono>
          {drawn.height} {drawn.round} {drawn.seed}
        </Mono>
      </p>
      <p className="text-soft">{t('stake.lottery.digest')}</p>
      <p className="break-all">
        <Mono>
          {drawn.digest.slice(0, 32)} <strong>{drawn.digest.slice(32)}</strong>
        </Mono>
      </p>
      <p className="text-soft">{t('stake.lottery.number')}</p>
      <p className="break-all">
        <Mono>{String(drawn.number)}</Mono>
      </p>
      <p className="num">{t('stake.lottery.mod', { total: String(rows.total), draw: String(drawn.draw) })}</p>
      <p className="num">{t('stake.lottery.sum', { draw: String(drawn.draw), v: validatorName(drawn.chosen), sum: String(sum) })}</p>
    </div>
  );
};

const Robin = ({ robin, height, round }: { readonly robin: RoundRobin; readonly height: number; readonly round: number }): ReactElement => {
  const t = useT();
  return (
    <div className="mt-1 text-xs">
      <p className="text-soft">{t('stake.robin', { names: robin.eligible.map((v) => validatorName(v)).join(', ') })}</p>
      <p className="num">
        {t('stake.robin.index', { height, round, n: robin.eligible.length, index: robin.index, v: validatorName(robin.proposer) })}
      </p>
    </div>
  );
};

const RoundRow = ({ round, ...props }: Props): ReactElement | null => {
  const t = useT();
  const { height, committee, rows, validators, selection } = props;
  const at = { height: toHeight(height), round: toRound(round) };
  const robin = roundRobin(committee, at, validators);
  const drawn = selection.kind === 'lottery' ? lottery(committee, at, selection.seed, validators) : null;
  if (robin === null) return null;
  const virtual = selection.kind === 'actual' ? robin.proposer : (drawn?.chosen ?? null);
  return (
    <li
      className="border-t border-line py-2"
      data-testid={`stake-round-${round}`}
      data-actual={robin.proposer}
      data-virtual={virtual ?? ''}
    >
      <p className="num text-xs text-soft">{t('stake.at', { height, round })}</p>
      <Facts>
        <Fact name={t('stake.actual')}>{validatorName(robin.proposer)}</Fact>
        <Fact name={t('stake.virtual')}>{virtual === null ? t('stake.virtual.unknown') : validatorName(virtual)}</Fact>
      </Facts>
      <details>
        <summary className="min-h-6 cursor-pointer py-0.5 text-xs pointer-coarse:min-h-12 pointer-coarse:py-3">
          {t('stake.arithmetic')}
        </summary>
        <Robin robin={robin} height={height} round={round} />
        {drawn !== null && <Draw drawn={drawn} rows={rows} />}
      </details>
    </li>
  );
};

export const ProposersPart = (props: Props): ReactElement => {
  const t = useT();
  const { selection, round } = props;
  return (
    <Section title={t('stake.proposers')}>
      <p className="mb-2 text-xs text-soft">{t('stake.proposers.text')}</p>
      {selection.kind === 'actual' && <p className="mb-2 text-xs">{t('stake.virtual.same')}</p>}
      {selection.kind === 'missing' && <p className="mb-2 text-xs">{t('stake.lottery.unknown', { block: selection.block })}</p>}
      <ol>
        {Array.from({ length: ROUNDS }, (_, i) => (
          <RoundRow key={round + i} {...props} round={round + i} />
        ))}
      </ol>
    </Section>
  );
};
