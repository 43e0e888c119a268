// Epochs as a strip: the current one, the next, when it changes, who comes and who goes.
import type { ReactElement } from 'react';
import { validatorNames } from '../../../core/view/format.ts';
import { type CommitteeView, type Epoch, committeeView, epochAt, epochOfHeight, plannedCommittee } from '../../../core/view/stake.ts';
import type { RunInfo } from '../../../workers/api.ts';
import { useT } from '../../store/i18n.ts';
import { Section } from '../../ui/section.tsx';

type Props = { readonly info: RunInfo; readonly height: number; readonly committee: CommitteeView; readonly lottery: boolean };

const without = (members: CommitteeView['members'], others: CommitteeView['members']): string => {
  const known = new Set<number>(others.map(({ validator }) => validator));
  return validatorNames(members.map(({ validator }) => validator).filter((validator) => !known.has(validator)));
};

const EpochFacts = ({ epoch, lottery }: { readonly epoch: Epoch; readonly lottery: boolean }): ReactElement => {
  const t = useT();
  return (
    <>
      <p className="num text-xs text-soft">{t('stake.heights', { first: epoch.first, last: epoch.last })}</p>
      {lottery && (
        <p className="num text-2xs text-faint">
          {epoch.seedBlock === null ? t('stake.seed.none') : t('stake.seed.block', { block: epoch.seedBlock })}
        </p>
      )}
    </>
  );
};

export const EpochsPart = ({ info, height, committee, lottery }: Props): ReactElement => {
  const t = useT();
  const plan = info.stakes;
  const now = epochOfHeight(plan, height);
  const next = epochAt(plan, now.epoch + 1);
  const planned = plannedCommittee(plan, next.epoch);
  const members = planned === null ? [] : committeeView(planned, 'byzantine', info.validators).members;
  const [joins, leaves] = [without(members, committee.members), without(committee.members, members)];
  return (
    <Section title={t('stake.epochs')}>
      <ol className="grid grid-cols-2 gap-2">
        <li className="rounded-md border-2 border-strong p-2" data-testid="stake-epoch" data-epoch={now.epoch}>
          <p className="text-sm font-medium">
            {t('stake.epoch', { epoch: now.epoch })} · {t('stake.epoch.now')}
          </p>
          <EpochFacts epoch={now} lottery={lottery} />
        </li>
        <li className="rounded-md border border-line p-2" data-testid="stake-epoch-next" data-epoch={next.epoch}>
          <p className="text-sm font-medium">
            {t('stake.epoch', { epoch: next.epoch })} · {t('stake.epoch.next')}
          </p>
          <EpochFacts epoch={next} lottery={lottery} />
          {joins !== '' && <p className="text-xs">{t('stake.epoch.joins', { names: joins })}</p>}
          {leaves !== '' && <p className="text-xs">{t('stake.epoch.leaves', { names: leaves })}</p>}
          {joins === '' && leaves === '' && <p className="text-xs">{t('stake.epoch.same')}</p>}
        </li>
      </ol>
      <p className="num mt-2 text-sm">{t('stake.epoch.left', { height: next.first, n: next.first - height })}</p>
      <p className="text-2xs text-faint">{t('stake.epoch.note')}</p>
    </Section>
  );
};
