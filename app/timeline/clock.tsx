// Where the cursor and the head are: times, steps, decided heights, what the page is waiting for.
import type { ReactElement } from 'react';
import { formatMilliseconds, formatSeconds } from '../../core/view/format.ts';
import type { Translate } from '../messages/translate.ts';
import { useSource } from '../store/go.ts';
import { useT } from '../store/i18n.ts';
import type { Waiting } from '../store/run-state.ts';
import { useRun } from '../store/run.ts';
import { Linked } from '../ui/linked.tsx';

const waitingText = (t: Translate, waiting: Waiting | null, headUs: number): string | null => {
  if (waiting === null) return null;
  if (waiting.kind === 'step') return t('clock.searching', { unit: t(`unit.${waiting.by.label}`) });
  if (waiting.kind === 'older') return t('clock.older', { percent: waiting.percent });
  return t('clock.seeking', { percent: Math.min(99, Math.floor((100 * headUs) / Math.max(1, waiting.us))) });
};

export const Clock = (): ReactElement => {
  const t = useT();
  const [us, cursor] = [useRun((s) => s.us), useRun((s) => s.cursor)];
  const headUs = useRun((s) => s.headUs);
  const grantedUs = useRun((s) => s.grantedUs);
  const playing = useRun((s) => s.playing);
  const recorded = useRun((s) => s.recorded);
  const waiting = useRun((s) => s.waiting);
  const note = waitingText(t, waiting, headUs);
  const [here, head] = [useSource({ kind: 'last' }), useSource({ kind: 'last' }, 'head')];
  return (
    <div className="num flex shrink-0 items-baseline gap-3 text-xs whitespace-nowrap text-faint">
      <span>
        <span className="max-sm:sr-only">{t('clock.cursor')}</span>{' '}
        <Linked {...here}>
          <output data-testid="cursor" data-us={Math.floor(us)} data-step={cursor} className="font-mono text-sm text-ink">
            {playing ? formatMilliseconds(us) : formatSeconds(us)}
          </output>
        </Linked>{' '}
        s
      </span>
      <span className="max-sm:hidden">
        {t('clock.head')}{' '}
        <Linked {...head}>
          <output data-testid="head-time" data-us={headUs} data-granted-us={grantedUs} className="font-mono">
            {formatMilliseconds(headUs)}
          </output>
        </Linked>{' '}
        s
      </span>
      {recorded && (
        <span
          data-testid="recorded"
          title={t('clock.recorded_hint')}
          className="rounded-full border border-line bg-raised px-2 py-px text-soft"
        >
          {t('clock.recorded')}
        </span>
      )}
      {note !== null && (
        <span role="status" data-testid="waiting" className="text-soft">
          {note}
        </span>
      )}
    </div>
  );
};

/** Decided heights at the cursor and at the head. */
export const Heights = (): ReactElement => {
  const t = useT();
  const decided = useRun((s) => s.view.network.decidedHeight);
  const head = useRun((s) => (s.version, s.line.head.network.decidedHeight));
  const [atCursor, atHead] = [useSource({ kind: 'decided' }), useSource({ kind: 'decided' }, 'head')];
  return (
    <div className="num flex items-baseline gap-3 text-xs whitespace-nowrap text-faint">
      <span title={t('clock.decided_hint')}>
        {t('clock.decided')}{' '}
        <Linked {...atCursor}>
          <output data-testid="decided-height" className="text-sm font-semibold text-ink">
            {decided}
          </output>
        </Linked>
      </span>
      <span title={t('clock.head_height_hint')}>
        {t('clock.head_height')}{' '}
        <Linked {...atHead}>
          <output data-testid="head-height" className="text-sm text-soft">
            {head}
          </output>
        </Linked>
      </span>
    </div>
  );
};
