// The committee of a height: members with their weights as bars, page by page, the line where the heaviest are a quorum, and who only watches.
import { Fragment, type ReactElement, memo, useState } from 'react';
import { validatorName, validatorNames } from '../../../core/view/format.ts';
import type { CommitteeView } from '../../../core/view/stake.ts';
import { useSource } from '../../store/go.ts';
import { useT } from '../../store/i18n.ts';
import { selectValidator } from '../../store/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Linked } from '../../ui/linked.tsx';
import { Section } from '../../ui/section.tsx';

type Props = { readonly height: number; readonly quorum: 'byzantine' | 'honest'; readonly committee: CommitteeView };

/** Members on a page; a committee that is hardly larger stands on one. */
const PAGE = 20;
const ONE_PAGE = 25;

/** The member with whom the heaviest are a quorum. */
const edgeOf = ({ members, quorum }: CommitteeView): number => members.findIndex(({ cumulative }) => cumulative >= quorum);

type RowProps = { readonly height: number; readonly member: CommitteeView['members'][number]; readonly heaviest: number };

const MemberRow = ({ height, member, heaviest }: RowProps): ReactElement => {
  const t = useT();
  const source = useSource({ kind: 'committee', height });
  const { validator, weight, cumulative, canPropose } = member;
  return (
    <tr data-testid={`stake-member-${validator}`} data-weight={String(weight)}>
      <th scope="row" className="pr-3 text-left font-medium">
        <button
          type="button"
          className="min-h-6 min-w-8 rounded text-left pointer-coarse:min-h-12"
          onClick={() => selectValidator(validator)}
        >
          {validatorName(validator)}
        </button>
      </th>
      <td className="w-full pr-2">
        <div className="h-2 min-w-px rounded-sm bg-prevote dark:bg-soft" style={{ width: `${(Number(weight) / heaviest) * 100}%` }} />
        {!canPropose && <span className="text-2xs text-faint">{t('stake.cannot_propose')}</span>}
      </td>
      <td className="pr-3 text-right">
        <Linked {...source} testId="from-weight">
          {String(weight)}
        </Linked>
      </td>
      <td className="text-right text-soft">
        <Linked {...source} testId="from-cumulative">
          {String(cumulative)}
        </Linked>
      </td>
    </tr>
  );
};

type PagerProps = { readonly page: number; readonly pages: number; readonly edge: number; readonly count: number };

/** Which members are shown; on to others, and to where the quorum is full. */
const Pager = ({ page, pages, edge, count, onPage }: PagerProps & { readonly onPage: (page: number) => void }): ReactElement => {
  const t = useT();
  const ofEdge = Math.floor(edge / PAGE);
  return (
    <nav aria-label={t('stake.pages')} className="mt-2 flex flex-wrap items-center gap-2">
      <Button disabled={page === 0} onClick={() => onPage(page - 1)} aria-label={t('stake.page.before')} data-testid="stake-page-before">
        ←
      </Button>
      <span role="status" className="num text-xs text-soft" data-testid="stake-page">
        {t('stake.page', { first: page * PAGE + 1, last: Math.min(count, (page + 1) * PAGE), count })}
      </span>
      <Button
        disabled={page === pages - 1}
        onClick={() => onPage(page + 1)}
        aria-label={t('stake.page.after')}
        data-testid="stake-page-after"
      >
        →
      </Button>
      {edge >= 0 && ofEdge !== page && (
        <Button onClick={() => onPage(ofEdge)} data-testid="stake-page-quorum">
          {t('stake.page.quorum')}
        </Button>
      )}
    </nav>
  );
};

const HEADS = 'pr-3 text-left font-medium whitespace-nowrap';

/** Drawn again only when the committee is another one: the panel follows the player. */
const Members = memo(({ height, committee }: Pick<Props, 'height' | 'committee'>): ReactElement => {
  const t = useT();
  const [wanted, setWanted] = useState(0);
  const { members } = committee;
  const pages = members.length <= ONE_PAGE ? 1 : Math.ceil(members.length / PAGE);
  const page = Math.min(wanted, pages - 1);
  const [first, end] = pages === 1 ? [0, members.length] : [page * PAGE, (page + 1) * PAGE];
  const edge = edgeOf(committee);
  const heaviest = Number(members[0]?.weight ?? 1n);
  return (
    <>
      <table className="num w-full text-sm" data-testid="stake-members">
        <thead className="text-2xs text-faint">
          <tr>
            <th scope="col" className={HEADS}>
              {t('stake.member')}
            </th>
            <th scope="col" colSpan={2} className={HEADS}>
              {t('stake.weight')}
            </th>
            <th scope="col" className="text-right font-medium">
              {t('stake.sum')}
            </th>
          </tr>
        </thead>
        <tbody>
          {members.slice(first, end).map((member, i) => (
            <Fragment key={member.validator}>
              <MemberRow height={height} member={member} heaviest={heaviest} />
              {first + i === edge && (
                <tr data-testid="stake-quorum-line">
                  <td colSpan={4} className="border-t-2 border-dashed border-decision text-2xs text-soft">
                    {t('stake.quorum.line')}
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      {pages > 1 && <Pager page={page} pages={pages} edge={edge} count={members.length} onPage={setWanted} />}
    </>
  );
});

export const CommitteePart = ({ height, quorum, committee }: Props): ReactElement => {
  const t = useT();
  const source = useSource({ kind: 'committee', height });
  return (
    <>
      <Section title={t('stake.committee', { height })}>
        <p className="num text-sm" data-testid="stake-quorum" data-quorum={String(committee.quorum)}>
          <Linked {...source}>
            {t('stake.quorum', { weight: String(committee.quorum), total: String(committee.total) })} ·{' '}
            {t('stake.skip', { weight: String(committee.skip) })}
          </Linked>
        </p>
        <p className="mb-2 text-2xs text-faint">{t(`stake.quorum.${quorum}`)}</p>
        <Members height={height} committee={committee} />
      </Section>
      <Section title={t('stake.observers')}>
        <p className="text-sm" data-testid="stake-observers" data-validators={committee.observers.join(',')}>
          {committee.observers.length === 0
            ? t('stake.observers.none')
            : t('stake.observers.text', { names: validatorNames(committee.observers) })}
        </p>
      </Section>
    </>
  );
};
