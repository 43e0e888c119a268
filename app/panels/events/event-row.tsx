// One log event as a row: time, validator, chamber, kind, height and round, sentence. Narrow, the sentence stands below.
import type { ReactElement } from 'react';
import { factsOf } from '../../../core/view/event-rows.ts';
import { formatMilliseconds } from '../../../core/view/format.ts';
import { type Timeline, stepOfEvent } from '../../../core/view/timeline.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { nodeName } from '../../store/names.ts';

/** Columns of the wide table; the header uses them too. */
export const COLUMNS = 'grid-cols-[4rem_2.2rem_4.6rem_9.4rem_3.6rem_1fr]';

type Props = {
  readonly line: Timeline;
  readonly index: number;
  readonly text: string;
  readonly wide: boolean;
  readonly current: boolean;
  readonly onPick: () => void;
};

export const EventRow = ({ line, index, text, wide, current, onPick }: Props): ReactElement | null => {
  const t = useT();
  const step = stepOfEvent(line, index);
  const isFuture = useRun((s) => s.cursor <= step);
  const event = line.events[index];
  if (event === undefined) return null;
  const { validator, chamber, kind, height, round } = factsOf(event);
  const opens = line.starts[step] === index;
  const place = height === null ? '' : `H${height}${round === null ? '' : ` R${round}`}`;
  const state = `${current ? 'bg-raised outline-2 -outline-offset-2 outline-strong' : ''} ${isFuture ? '[&_*]:text-faint' : ''}`;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-testid="event-row"
      data-step={step + 1}
      data-event={`${event.p}:${event.n}`}
      aria-current={current ? 'step' : undefined}
      onClick={onPick}
      className={`grid h-full w-full items-baseline gap-x-2 border-b border-line px-3 py-1 text-left text-xs leading-4.5 hover:bg-raised ${
        wide ? COLUMNS : 'grid-cols-[3.4rem_2rem_1fr_auto]'
      } ${state}`}
    >
      <span className="num text-faint">{opens || wide ? formatMilliseconds(event.t) : ''}</span>
      <span className="font-medium text-soft">{nodeName(validator)}</span>
      {wide && <span className="text-soft">{t(chamber === 'consensus' ? 'chamber.consensus' : 'events.batcher')}</span>}
      <span className="truncate font-mono text-2xs text-soft">
        {!wide && `${t(`chamber.short.${chamber}`)} `}
        {kind}
      </span>
      <span className="num text-2xs text-faint">{place}</span>
      <span className={`truncate ${opens ? 'font-medium' : ''} ${wide ? '' : 'col-span-4'}`} title={text}>
        {text}
      </span>
    </button>
  );
};
