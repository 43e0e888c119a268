// Messages about the run as a whole: what came of a link, a lost worker, a halted run, a run that could not be opened.
import { type ReactElement, type ReactNode, Suspense } from 'react';
import type { Translate } from '../messages/translate.ts';
import { useT } from '../store/i18n.ts';
import type { LinkNotice } from '../store/run-state.ts';
import { useNotices } from '../store/notices.ts';
import { useRun } from '../store/run.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { withWords } from './panels.tsx';
import { Pending } from '../ui/pending.tsx';

export const Bar = ({
  tone,
  testId,
  onClose,
  children,
}: {
  readonly tone: 'good' | 'bad' | 'plain';
  readonly testId: string;
  readonly onClose?: () => void;
  readonly children: ReactNode;
}): ReactElement => {
  const t = useT();
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      data-testid={testId}
      className={`flex items-center gap-3 border-b border-line bg-raised px-4 py-1.5 text-sm ${tone === 'bad' ? 'text-bad' : tone === 'good' ? 'text-good' : 'text-soft'}`}
    >
      <p className="min-w-0 flex-1 break-words">{children}</p>
      {onClose !== undefined && (
        <IconButton label={t('dialog.close')} onClick={onClose} data-testid={`${testId}-close`}>
          <Icon name="close" size={14} />
        </IconButton>
      )}
    </div>
  );
};

const ProblemBars = withWords(async () => (await import('./problem-bars.tsx')).ProblemBars);
const NoticeBars = withWords(async () => (await import('./notice-bars.tsx')).NoticeBars);

const linkText = (t: Translate, link: LinkNotice): string => {
  switch (link.kind) {
    case 'checking':
      return t('link.checking');
    case 'identical':
      return t('link.identical', { fingerprint: link.fingerprint.slice(0, 16) });
    case 'differs':
      return t('link.differs', { expected: link.expected.slice(0, 16), got: link.got.slice(0, 16), version: link.version });
    case 'refused': {
      const why = link.error.code === 'WrongShape' ? t('link.error.WrongShape', { at: link.error.at }) : t(`link.error.${link.error.code}`);
      return t('link.refused', { why });
    }
  }
};

const LINK_TONES = { checking: 'plain', identical: 'good', differs: 'bad', refused: 'bad' } as const;

export const Notices = (): ReactElement => {
  const t = useT();
  const link = useRun((s) => s.link);
  const troubled = useRun((s) => s.problems.length > 0);
  const told = useNotices((s) => s.list.length > 0);
  const failure = useRun((s) => s.failure);
  return (
    <>
      {link !== null && (
        <Bar tone={LINK_TONES[link.kind]} testId={`link-${link.kind}`} onClose={() => useRun.setState({ link: null })}>
          {linkText(t, link)}
        </Bar>
      )}
      {failure !== null && (
        <Bar tone="bad" testId="run-failed">
          {t('run.failed', { why: failure })}
        </Bar>
      )}
      {troubled && (
        <Suspense fallback={<Pending />}>
          <ProblemBars />
        </Suspense>
      )}
      {told && (
        <Suspense fallback={<Pending />}>
          <NoticeBars />
        </Suspense>
      )}
    </>
  );
};
