// Every step as a row: the equivalent of canvas and cards for keyboard and screen reader. Choosing a row goes there.
import { type ReactElement, useMemo } from 'react';
import { chamberOf, formatMilliseconds, validatorName } from '../../../core/view/format.ts';
import { narrate } from '../../../core/view/narrate.ts';
import { type Timeline, eventsOfStep, viewAt } from '../../../core/view/timeline.ts';
import { validatorOf } from '../../../core/types/ids.ts';
import { type Translate, sentenceOf } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { run, useRun } from '../../store/run.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';

const ROW_HEIGHT = 44;

/** Sentences are made once per step and language: scrolling does not fold again. */
const createSentences = (line: Timeline, t: Translate): ((step: number) => string) => {
  const made = new Map<number, string>();
  return (step) => {
    const known = made.get(step);
    if (known !== undefined) return known;
    const narration = narrate(eventsOfStep(line, step), viewAt(line, step + 1));
    const text = narration === null ? '' : sentenceOf(t, narration);
    made.set(step, text);
    return text;
  };
};

const Row = ({ line, step, text }: { readonly line: Timeline; readonly step: number; readonly text: string }): ReactElement => {
  const t = useT();
  const state = useRun((s) => (s.cursor === step + 1 ? 'current' : s.cursor > step ? 'past' : 'future'));
  const opening = line.events[line.starts[step] ?? -1];
  return (
    <button
      type="button"
      tabIndex={-1}
      data-testid="event-row"
      data-step={step + 1}
      aria-current={state === 'current' ? 'step' : undefined}
      onClick={() => run.seekStep(step + 1)}
      className={`grid h-full w-full grid-cols-[3.9rem_2.6rem_1fr] items-start gap-2 border-b border-line px-3 py-1 text-left text-xs leading-4.5 hover:bg-raised ${
        state === 'current' ? 'bg-raised' : ''
      } ${state === 'future' ? '[&_*]:text-faint' : ''}`}
    >
      <span className="num text-faint">{formatMilliseconds(line.times[step] ?? 0)}</span>
      <span className="text-soft">
        {opening === undefined ? '' : `${validatorName(validatorOf(opening.p))} ${t(`chamber.short.${chamberOf(opening.p)}`)}`}
      </span>
      <span className="line-clamp-2" title={text}>
        {text}
      </span>
    </button>
  );
};

export const EventsPanel = (): ReactElement => {
  const t = useT();
  const line = useRun((s) => s.line);
  const total = useRun((s) => (s.version, s.line.stops.total));
  const follow = useRun((s) => (s.playing || s.cursor === 0 ? null : s.cursor - 1));
  const sentences = useMemo(() => createSentences(line, t), [line, t]);
  return (
    <div className="flex h-full min-h-0 flex-col" data-testid="events-panel">
      <p className="num border-b border-line px-4 py-2 text-2xs text-faint">{t('events.count', { count: total })}</p>
      <VirtualList
        count={total}
        rowHeight={ROW_HEIGHT}
        label={t('events.title')}
        testId="event-list"
        follow={follow}
        onMove={(by) => run.seekStep(useRun.getState().cursor + by)}
        render={(step) => <Row line={line} step={step} text={sentences(step)} />}
      />
    </div>
  );
};
