// The line that cuts the network in two: drawn across the stage with mouse, pen or finger; letting go makes a partition. The fault list has the same
// as a form, and the keys do too: arrows turn and move a line that is already there, Enter cuts.
import { type KeyboardEvent, type PointerEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { toValidatorIndex } from '../../core/types/ids.ts';
import { breakSomething } from '../store/deeds.ts';
import { useT } from '../store/i18n.ts';
import { changeStageView } from '../store/stage-view.ts';
import { type Line, cutOff } from './cut.ts';
import { type Place, type Spread, centresOf } from './layout.ts';
import type { Viewport } from './rf-adapter.tsx';
import { nodeName } from '../store/names.ts';

/** Degrees and stage units per key. */
const TURN = 15;
const SHIFT = 40;
/** Half the length of the line that the keys move. */
const REACH = 3_000;

const lineAt = (angle: number, offset: number): Line => {
  const [dx, dy] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const middle = { x: -dy * offset, y: dx * offset };
  return { from: { x: middle.x - dx * REACH, y: middle.y - dy * REACH }, to: { x: middle.x + dx * REACH, y: middle.y + dy * REACH } };
};

const putAway = (): void => changeStageView({ tool: 'none' });

const names = (side: readonly number[]): string => side.map((v) => nodeName(v)).join(' ');

const cut = (off: readonly number[] | null): void => {
  if (off === null) return;
  breakSomething({ kind: 'partition', side: off.map((v) => toValidatorIndex(v)) });
  putAway();
};

type Props = { readonly spread: Spread; readonly viewport: Viewport };

type PictureProps = Props & { readonly line: Line | null; readonly side: readonly number[] | null };

/** The line, who is cut off, and the same in words. */
const CutPicture = ({ spread, viewport, line, side }: PictureProps): ReactElement => {
  const t = useT();
  const centres = centresOf(spread);
  const screen = (at: Place): Place => ({ x: at.x * viewport.zoom + viewport.x, y: at.y * viewport.zoom + viewport.y });
  const [a, b] = line === null ? [null, null] : [screen(line.from), screen(line.to)];
  const rest = centres.flatMap((_, v) => (side?.includes(v) === true ? [] : [v]));
  return (
    <>
      <svg className="absolute inset-0 h-full w-full" aria-hidden="true">
        {a !== null && b !== null && (
          <line x1={a.x} y1={a.y} x2={b.x} y2={b.y} stroke="var(--bad)" strokeWidth="3" strokeDasharray="10 6" strokeLinecap="round" />
        )}
        {side?.map((v) => {
          const at = screen(centres[v] ?? { x: 0, y: 0 });
          const [w, h] = [spread.width * viewport.zoom + 12, spread.height * viewport.zoom + 12];
          return (
            <rect key={v} x={at.x - w / 2} y={at.y - h / 2} width={w} height={h} rx="10" fill="none" stroke="var(--bad)" strokeWidth="2" />
          );
        })}
      </svg>
      <p
        id="cut-help"
        role="status"
        className="absolute inset-x-2 bottom-2 mx-auto w-fit max-w-full rounded-md border border-line bg-panel px-3 py-1.5 text-xs text-ink"
      >
        {line === null
          ? t('stage.partition_help')
          : side === null
            ? t('stage.partition_none')
            : t('stage.partition_sides', { side: names(side), rest: names(rest) })}
      </p>
    </>
  );
};

export const CutTool = ({ spread, viewport }: Props): ReactElement => {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const [line, setLine] = useState<Line | null>(null);
  const [keys, setKeys] = useState({ angle: 90, offset: 0 });
  useEffect(() => host.current?.focus(), []);
  const centres = centresOf(spread);
  const side = line === null ? null : cutOff(centres, line);
  const placeOf = (event: PointerEvent): Place => {
    const box = host.current?.getBoundingClientRect();
    const [x, y] = [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)];
    return { x: (x - viewport.x) / viewport.zoom, y: (y - viewport.y) / viewport.zoom };
  };
  const onKey = (event: KeyboardEvent): void => {
    const next = {
      ArrowLeft: { ...keys, angle: keys.angle - TURN },
      ArrowRight: { ...keys, angle: keys.angle + TURN },
      ArrowUp: { ...keys, offset: keys.offset - SHIFT },
      ArrowDown: { ...keys, offset: keys.offset + SHIFT },
    }[event.key];
    if (event.key === 'Escape') putAway();
    else if (event.key === 'Enter') cut(side);
    else if (next === undefined) return;
    else {
      setKeys(next);
      setLine(lineAt(next.angle, next.offset));
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={host}
      role="application"
      aria-label={t('stage.partition')}
      aria-describedby="cut-help"
      tabIndex={0}
      data-testid="cut-tool"
      className="absolute inset-0 z-[5] cursor-crosshair touch-none"
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = placeOf(event);
        setLine({ from: at, to: at });
      }}
      onPointerMove={(event) => event.buttons > 0 && line !== null && setLine({ from: line.from, to: placeOf(event) })}
      onPointerUp={(event) => line !== null && cut(cutOff(centres, { from: line.from, to: placeOf(event) }))}
    >
      <CutPicture {...{ spread, viewport, line, side }} />
    </div>
  );
};
