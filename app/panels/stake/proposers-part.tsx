// Who leads the next rounds, actual and virtual side by side, each with the arithmetic that unfolds: round robin and the lottery by weight.
import type { ReactElement } from 'react';
import type { Committee } from '../../../core/types/consensus.ts';
import { toHeight, toRound } from '../../../core/types/ids.ts';
import { validatorName, validatorNames } from '../../../core/view/format.ts';
import { type CommitteeView, type Lottery, type RoundRobin, type SelectionView, lottery, roundRobin } from '../../../core/view/stake.ts';
import { useSource } from '../../store/go.ts';
import { useT } from '../../store/i18n.ts';
import { Linked } from '../../ui/linked.tsx';
import { Fact, Facts, Mono, Section } from '../../ui/section.tsx';

type Props = {
  readonly height: number;
  readonly round: number;
  readonly committee: Committee;
  readonly rows: CommitteeView;
  readonly validators: number;
  readonly selection: SelectionView;
  /** The block whose hash seeds the lottery; null: 32 zero bytes. */
  readonly seedBlock: number | null;
};

/** Rounds shown from the present one on. */
const ROUNDS = 4;

type DrawProps = Pick<Props, 'height' | 'rows' | 'seedBlock'> & { readonly drawn: Lottery };

const Draw = ({ drawn, rows, height, seedBlock }: DrawProps): ReactElement => {
  const t = useT();
  const committee = useSource({ kind: 'committee', height });
  const seed = useSource({ kind: 'block_hash', height: seedBlock ?? 0 });
  const sum = rows.members.find(({ validator }) => validator === drawn.chosen)?.cumulative ?? 0n;
  return (
    <div className="mt-2 flex flex-col gap-1 text-xs" data-testid="stake-lottery">
      <p className="text-soft">{t('stake.lottery.input')}</p>
      <p className="break-all">
        <Mono>
          {drawn.height} {drawn.round}{' '}
          <Linked {...seed} onClick={seedBlock === null ? null : seed.onClick}>
            {drawn.seed}
          </Linked>
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
      <p className="num">
        <Linked {...committee} testId="from-total">
          {t('stake.lottery.mod', { total: String(rows.total), draw: String(drawn.draw) })}
        </Linked>
      </p>
      <p className="num">
        <Linked {...committee} testId="from-sum">
          {t('stake.lottery.sum', { draw: String(drawn.draw), v: validatorName(drawn.chosen), sum: String(sum) })}
        </Linked>
      </p>
    </div>
  );
};

const Robin = ({ robin, height, round }: { readonly robin: RoundRobin; readonly height: number; readonly round: number }): ReactElement => {
  const t = useT();
  const committee = useSource({ kind: 'committee', height });
  return (
    <div className="mt-1 text-xs">
      <p className="text-soft">{t('stake.robin', { names: validatorNames(robin.eligible) })}</p>
      <p className="num">
        <Linked {...committee} testId="from-robin">
          {t('stake.robin.index', { height, round, n: robin.eligible.length, index: robin.index, v: validatorName(robin.proposer) })}
        </Linked>
      </p>
    </div>
  );
};

const RoundRow = ({ round, ...props }: Props): ReactElement | null => {
  const t = useT();
  const { height, committee, rows, validators, selection, seedBlock } = props;
  const [proposer, seed] = [useSource({ kind: 'proposer', height, round }), useSource({ kind: 'block_hash', height: seedBlock ?? 0 })];
  const members = useSource({ kind: 'committee', height });
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
        <Fact name={t('stake.actual')}>
          <Linked {...proposer}>{validatorName(robin.proposer)}</Linked>
        </Fact>
        <Fact name={t('stake.virtual')}>
          {/* Drawn with a hash, or with the committee alone. */}
          <Linked {...(selection.kind === 'actual' ? proposer : seedBlock === null ? members : seed)} testId="from-virtual">
            {virtual === null ? t('stake.virtual.unknown') : validatorName(virtual)}
          </Linked>
        </Fact>
      </Facts>
      <details>
        <summary className="min-h-6 cursor-pointer py-0.5 text-xs pointer-coarse:min-h-12 pointer-coarse:py-3">
          {t('stake.arithmetic')}
        </summary>
        <Robin robin={robin} height={height} round={round} />
        {drawn !== null && <Draw drawn={drawn} rows={rows} height={height} seedBlock={seedBlock} />}
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
