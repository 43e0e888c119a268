// Why the lowest undecided height is not decided: the reasons, each with the event that shows it.
import { type ReactElement, useMemo } from 'react';
import { formatMilliseconds } from '../../../core/view/format.ts';
import { noProgress } from '../../../core/view/no-progress.ts';
import type { Reason } from '../../../core/view/stall/scene.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { goToEvent, requiresVirtualVote } from '../../store/source.ts';
import { Linked } from '../../ui/linked.tsx';
import { Section } from '../../ui/section.tsx';

/** Reasons that stand in the way, apart from what is merely under way. */
const GRAVE: ReadonlySet<Reason['kind']> = new Set<Reason['kind']>([
  'unreachable',
  'down',
  'batcher_down',
  'behind',
  'cut',
  'veto',
  'bridge_failed',
  'nothing_pending',
]);

const Row = ({ reason }: { readonly reason: Reason }): ReactElement => {
  const t = useT();
  const { eventId, kind } = reason;
  const step = reason.params['step'];
  const { type } = reason.params;
  const name = {
    ...(step === 'propose' || step === 'prevote' || step === 'precommit' ? { step: t(`step.${step}`) } : {}),
    ...(type === 'prevote' || type === 'precommit' ? { type: t(`vote.${type}`) } : {}),
  };
  return (
    <li className="flex gap-2" data-testid="stall-reason" data-kind={kind} data-validators={reason.validators.join(',')}>
      <span aria-hidden="true" className={`w-4 shrink-0 font-semibold ${GRAVE.has(kind) ? 'text-bad' : 'text-faint'}`}>
        {GRAVE.has(kind) ? '✘' : '…'}
      </span>
      <span className="num min-w-0">
        <Linked label={t('source.go', { what: kind })} onClick={eventId === null ? null : () => goToEvent(eventId)}>
          {t(`stall.${kind}`, { ...reason.params, ...name })}
        </Linked>
      </span>
    </li>
  );
};

export const Stall = (): ReactElement => {
  const t = useT();
  const line = useRun((s) => s.line);
  const cursor = useRun((s) => s.cursor);
  const view = useRun((s) => s.view);
  const found = useMemo(() => noProgress(line, { cursor, view, requiresVirtualVote }), [line, cursor, view]);
  return (
    <Section
      title={t('stall.title', { height: found.height })}
      aside={<span className="num text-2xs text-faint">{t('stall.for', { seconds: formatMilliseconds(found.forUs) })}</span>}
    >
      <ul className="flex flex-col gap-1.5 text-sm" data-testid="stall" data-height={found.height}>
        {found.reasons.map((reason, i) => (
          <Row key={`${reason.kind}${i}`} reason={reason} />
        ))}
      </ul>
      {found.reasons.length === 0 && <p className="text-sm text-faint">{t('stall.none')}</p>}
    </Section>
  );
};
