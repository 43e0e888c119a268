// What lies over the canvas as elements: the cursor line, marked points, the names of the lanes, the tip, the button that carries the focus.
import { type KeyboardEvent, type ReactElement, useLayoutEffect, useRef } from 'react';
import { cursorPosition, positionOf } from '../../core/view/space-time/axis.ts';
import type { Look } from '../../core/view/space-time/pen.ts';
import { upperBound } from '../../core/view/steps.ts';
import { useT } from '../store/i18n.ts';
import { playhead, useRun } from '../store/run.ts';
import { selectValidator, useUi } from '../store/ui.ts';
import { nodeName } from '../store/names.ts';

const styleOf = (look: Look, along: number): { readonly transform: string } => ({
  transform: look.direction === 'across' ? `translateX(${along}px)` : `translateY(${along}px)`,
});

/** Pixels along the window of the moment that is shown. While playing it glides between steps. */
const cursorPixels = (look: Look, us: number): number => {
  const { playing, cursor, line } = useRun.getState();
  if (look.axis.kind !== 'logical' || !playing) return (cursorPosition(look.diagram, look.axis, cursor, us) - look.origin) * look.zoom;
  const done = upperBound(line.times, us);
  const [before, after] = [line.times[done - 1] ?? 0, line.times[done] ?? us + 1];
  const share = after > before ? (us - before) / (after - before) : 0;
  const from = cursorPosition(look.diagram, look.axis, done, us);
  const to = done < look.diagram.times.length ? cursorPosition(look.diagram, look.axis, done + 1, after) : from;
  return (from + (to - from) * Math.min(1, share) - look.origin) * look.zoom;
};

/** Moves with the playhead, without React. */
export const CursorLine = ({ look }: { readonly look: Look }): ReactElement => {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const move = (us: number): void => {
      const element = ref.current;
      if (element === null) return;
      const along = cursorPixels(look, us);
      element.style.transform = styleOf(look, Math.round(along * 10) / 10).transform;
      element.style.visibility = along < -1 || along > look.length + 1 ? 'hidden' : 'visible';
    };
    move(playhead.us());
    return playhead.subscribe(move);
  }, [look]);
  const shape = look.direction === 'across' ? 'inset-y-0 left-0 w-0.5' : 'inset-x-0 top-0 h-0.5';
  return <div ref={ref} aria-hidden="true" data-testid="diagram-cursor" className={`pointer-events-none absolute z-10 bg-ink ${shape}`} />;
};

/** The points of a comparison. */
export const MarkLines = ({ look, marks }: { readonly look: Look; readonly marks: readonly number[] }): ReactElement => (
  <>
    {marks.map((step, i) => {
      const along = (positionOf(look.diagram, look.axis, { step, t: look.diagram.times[step] ?? 0 }) - look.origin) * look.zoom;
      if (along < 0 || along > look.length) return null;
      const shape = look.direction === 'across' ? 'inset-y-0 left-0 border-l-2' : 'inset-x-0 top-0 border-t-2';
      return (
        <div
          key={step}
          aria-hidden="true"
          data-testid="diagram-mark"
          className={`pointer-events-none absolute z-10 border-dashed border-focus ${shape}`}
          style={styleOf(look, along)}
        >
          <span className="absolute top-5 left-0.5 rounded-sm bg-focus px-1 text-2xs font-semibold text-stage">{i === 0 ? 'A' : 'B'}</span>
        </div>
      );
    })}
  </>
);

/** Names of the lanes; a name selects its validator. */
export const LaneNames = ({ look, wide }: { readonly look: Look; readonly wide: boolean }): ReactElement => {
  const t = useT();
  const selected = useUi((s) => s.validator);
  const across = look.direction === 'across';
  return (
    <>
      {look.layout.pairs.map((pair) => (
        <div
          key={pair.validator}
          className={`absolute flex ${across ? 'inset-x-0 flex-col' : 'inset-y-0 justify-center'}`}
          style={across ? { top: pair.from, height: pair.size } : { left: pair.from, width: pair.size }}
        >
          <button
            type="button"
            tabIndex={-1}
            aria-pressed={selected === pair.validator}
            data-testid={`diagram-lane-${pair.validator + 1}`}
            onClick={() => selectValidator(selected === pair.validator ? null : pair.validator)}
            className={`flex h-full min-h-6 w-full flex-col justify-center px-1.5 text-left text-xs font-semibold hover:bg-raised ${
              selected === pair.validator ? 'bg-raised text-ink underline underline-offset-2' : 'text-soft'
            } ${across ? '' : 'items-center'}`}
          >
            {nodeName(pair.validator)}
            {wide && across && pair.size >= 58 && (
              <span className="mt-0.5 flex flex-col text-2xs font-normal text-faint">
                <span>{t('chamber.consensus')}</span>
                <span>{t('events.batcher')}</span>
              </span>
            )}
          </button>
        </div>
      ))}
    </>
  );
};

type FocusProps = {
  readonly look: Look;
  readonly step: number;
  readonly label: string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Whether it has the focus. */
  readonly onFocus: (has: boolean) => void;
};

/** The one tab stop of the picture: it lies on the event that the keyboard is at. */
export const FocusButton = ({ look, step, label, onKeyDown, onFocus }: FocusProps): ReactElement => {
  const { diagram, axis, layout, direction } = look;
  const along = (positionOf(diagram, axis, { step, t: diagram.times[step] ?? 0 }) - look.origin) * look.zoom;
  const across = layout.byProcess.get(diagram.processes[step] ?? -1)?.across ?? layout.ruler;
  // Kept in the window, so that the browser never scrolls the lanes for it.
  const inside = Math.max(12, Math.min(look.length - 12, along));
  const [x, y] = direction === 'across' ? [inside, across] : [across, inside];
  return (
    <button
      type="button"
      aria-label={label}
      data-testid="diagram-focus"
      data-step={step + 1}
      className="pointer-events-none absolute top-0 left-0 z-10 size-6 rounded-full"
      style={{ transform: `translate(${x - 12}px, ${y - 12}px)` }}
      onKeyDown={onKeyDown}
      onFocus={() => onFocus(true)}
      onBlur={() => onFocus(false)}
    />
  );
};

/** A sentence beside the pointer. */
export const Tip = ({
  text,
  place,
  x,
  y,
  size,
}: {
  readonly text: string;
  readonly place: string;
  readonly x: number;
  readonly y: number;
  readonly size: { readonly width: number; readonly height: number };
}): ReactElement => {
  const left = Math.max(4, Math.min(x + 12, size.width - 330));
  return (
    <div
      aria-hidden="true"
      data-testid="diagram-tip"
      className="pointer-events-none absolute z-30 w-80 max-w-full rounded-md border border-line bg-panel px-2.5 py-1.5 text-xs shadow-lg"
      style={y > size.height / 2 ? { left, bottom: size.height - y + 14 } : { left, top: y + 16 }}
    >
      <p className="num text-2xs text-faint">{place}</p>
      <p>{text}</p>
    </div>
  );
};
