// What the page has to say about deeds that were refused, keeping branches from visit to visit, and files. Loaded with the first of them.
import type { ReactElement, ReactNode } from 'react';
import { INTERVENTIONS_MAX } from '../../core/base/limits.ts';
import { formatMilliseconds } from '../../core/view/format.ts';
import type { Translate } from '../messages/translate.ts';
import { BRANCHES_MAX } from '../store/branch-tree.ts';
import { useT } from '../store/i18n.ts';
import { forgetKept, makeRoom, resumeKept } from '../store/keeping.ts';
import { type ImportState, type Notice, dismiss, useNotices } from '../store/notices.ts';
import { Button } from '../ui/button.tsx';
import { Bar } from './notices.tsx';

const Act = ({
  onClick,
  testId,
  children,
}: {
  readonly onClick: () => void;
  readonly testId: string;
  readonly children: ReactNode;
}): ReactElement => (
  <Button className="ml-2 !h-6 !px-2 text-xs" onClick={onClick} data-testid={testId}>
    {children}
  </Button>
);

const importText = (t: Translate, name: string, state: ImportState): string => {
  switch (state.kind) {
    case 'reading':
    case 'opened':
    case 'same':
      return t(`notice.import.${state.kind}`, { name });
    case 'differs':
      return t('notice.import.differs', { name, at: state.at });
    case 'refused':
      return t('notice.import.refused', { name, why: t(`import.error.${state.why}`), at: state.at });
  }
};

const IMPORT_TONES = { reading: 'plain', opened: 'plain', same: 'good', differs: 'bad', refused: 'bad' } as const;

const NoticeBar = ({ notice }: { readonly notice: Notice }): ReactElement => {
  const t = useT();
  const close = (): void => dismiss(notice.kind);
  switch (notice.kind) {
    case 'deed_refused':
      return (
        <Bar tone="bad" testId="notice-deed" onClose={close}>
          {t(`notice.deed.${notice.why}`, { max: notice.why === 'branches' ? BRANCHES_MAX : INTERVENTIONS_MAX })}
        </Bar>
      );
    case 'storage':
      return (
        <Bar tone="bad" testId="notice-storage" onClose={close}>
          {t('notice.storage')}
          <Act onClick={makeRoom} testId="notice-make-room">
            {t('notice.storage.free')}
          </Act>
        </Bar>
      );
    case 'kept':
      return (
        <Bar tone="plain" testId="notice-kept" onClose={close}>
          {t('notice.kept', { n: notice.branches, seconds: formatMilliseconds(notice.us) })}
          <Act onClick={resumeKept} testId="notice-resume">
            {t('notice.kept.resume')}
          </Act>
          <Act onClick={forgetKept} testId="notice-forget">
            {t('notice.kept.forget')}
          </Act>
        </Bar>
      );
    case 'kept_broken':
      return (
        <Bar tone="bad" testId="notice-kept-broken" onClose={close}>
          {t('notice.kept_broken', { at: notice.at })}
          <Act onClick={forgetKept} testId="notice-forget">
            {t('notice.kept.forget')}
          </Act>
        </Bar>
      );
    case 'source':
      return (
        <Bar tone="plain" testId="notice-source" onClose={close}>
          {t(`notice.source.${notice.why}`)}
        </Bar>
      );
    case 'import':
      return (
        <Bar tone={IMPORT_TONES[notice.state.kind]} testId={`notice-import-${notice.state.kind}`} onClose={close}>
          {importText(t, notice.name, notice.state)}
        </Bar>
      );
  }
};

export const NoticeBars = (): ReactElement => {
  const list = useNotices((s) => s.list);
  return (
    <>
      {list.map((notice) => (
        <NoticeBar key={notice.kind} notice={notice} />
      ))}
    </>
  );
};
