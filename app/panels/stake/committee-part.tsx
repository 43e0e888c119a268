// The committee of a height: members with their weights as bars, the line where the heaviest are a quorum, and who only watches.
import { Fragment, type ReactElement } from 'react';
import { validatorName } from '../../../core/view/format.ts';
import type { CommitteeView } from '../../../core/view/stake.ts';
import { useT } from '../../store/i18n.ts';
import { selectValidator } from '../../store/ui.ts';
import { Section } from '../../ui/section.tsx';
import { Sourced } from '../validator/sourced.tsx';

type Props = { readonly height: number; readonly quorum: 'byzantine' | 'honest'; readonly committee: CommitteeView };

const names = (validators: readonly number[]): string => validators.map((v) => validatorName(v)).join(', ');

const Members = ({ committee }: { readonly committee: CommitteeView }): ReactElement => {
  const t = useT();
  const heaviest = Number(committee.members[0]?.weight ?? 1n);
  const edge = committee.members.findIndex(({ cumulative }) => cumulative >= committee.quorum);
  return (
    <div className="scroll-thin max-h-80 overflow-y-auto" role="region" aria-label={t('stake.member')} tabIndex={0}>
      <table className="num w-full text-sm" data-testid="stake-members">
        <thead className="sticky top-0 bg-panel text-2xs text-faint">
          <tr>
            <th scope="col" className="text-left font-medium">
              {t('stake.member')}
            </th>
            <th scope="col" colSpan={2} className="text-left font-medium">
              {t('stake.weight')}
            </th>
            <th scope="col" className="text-right font-medium">
              {t('stake.sum')}
            </th>
          </tr>
        </thead>
        <tbody>
          {committee.members.map(({ validator, weight, cumulative, canPropose }, i) => (
            <Fragment key={validator}>
              <tr data-testid={`stake-member-${validator}`} data-weight={String(weight)}>
                <th scope="row" className="w-14 text-left font-medium">
                  <button
                    type="button"
                    className="min-h-6 min-w-8 rounded text-left pointer-coarse:min-h-12"
                    onClick={() => selectValidator(validator)}
                  >
                    {validatorName(validator)}
                  </button>
                </th>
                <td className="w-full pr-2">
                  <div
                    className="h-2 min-w-px rounded-sm bg-prevote dark:bg-soft"
                    style={{ width: `${(Number(weight) / heaviest) * 100}%` }}
                  />
                  {!canPropose && <span className="text-2xs text-faint">{t('stake.cannot_propose')}</span>}
                </td>
                <td className="pr-3 text-right">{String(weight)}</td>
                <td className="text-right text-soft">{String(cumulative)}</td>
              </tr>
              {i === edge && (
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
    </div>
  );
};

export const CommitteePart = ({ height, quorum, committee }: Props): ReactElement => {
  const t = useT();
  return (
    <>
      <Section title={t('stake.committee', { height })}>
        <p className="num text-sm" data-testid="stake-quorum" data-quorum={String(committee.quorum)}>
          <Sourced validator={committee.members[0]?.validator ?? 0} fact={{ kind: 'height' }}>
            {t('stake.quorum', { weight: String(committee.quorum), total: String(committee.total) })}
          </Sourced>{' '}
          · {t('stake.skip', { weight: String(committee.skip) })}
        </p>
        <p className="mb-2 text-2xs text-faint">{t(`stake.quorum.${quorum}`)}</p>
        <Members committee={committee} />
      </Section>
      <Section title={t('stake.observers')}>
        <p className="text-sm" data-testid="stake-observers" data-validators={committee.observers.join(',')}>
          {committee.observers.length === 0 ? t('stake.observers.none') : t('stake.observers.text', { names: names(committee.observers) })}
        </p>
      </Section>
    </>
  );
};
