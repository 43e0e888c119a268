// The vote matrix beside the ring of many validators: a canvas that draws the rows in view, one tab stop, arrows inside it. What the active cell says
// stands below in words, which is also what a screen reader hears.
import { type KeyboardEvent, type PointerEvent, type ReactElement, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { validatorName } from '../../core/view/format.ts';
import { type MatrixColumn, type VoteMatrix, voteMatrix } from '../../core/view/vote-matrix.ts';
import type { Translate } from '../messages/translate.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { useSettings } from '../store/settings.ts';
import { useStageView } from '../store/stage-view.ts';
import { selectValidator, useUi } from '../store/ui.ts';
import { VoteGlyph } from '../ui/vote-glyph.tsx';
import { LABEL_WIDTH, type MatrixColours, ROW_HEIGHT, columnWidth, drawMatrix, readColours } from './matrix-draw.ts';

type Spot = { readonly row: number; readonly column: number };

const columnName = (t: Translate, { height, round, type }: MatrixColumn): string =>
  t('matrix.column', { height, round, type: t(`step.${type}`) });

const cellText = (t: Translate, matrix: VoteMatrix, { row, column }: Spot): string => {
  const [cell, head] = [matrix.rows[row]?.[column], matrix.columns[column]];
  if (cell === undefined || head === undefined) return '';
  const kind = cell.kind === 'value' && cell.other ? 'other' : cell.kind;
  return t(`matrix.cell.${kind}`, { v: validatorName(row), column: columnName(t, head), seen: cell.seen });
};

/** Height and round above the columns, and how many votes each has for its leading value. */
const Heads = ({ matrix, width }: { readonly matrix: VoteMatrix; readonly width: number }): ReactElement => {
  const t = useT();
  const w = columnWidth(matrix.columns.length, width);
  const n = matrix.rows.length;
  return (
    <div className="relative h-11 shrink-0 border-b border-line" aria-hidden="true">
      {matrix.columns.map((column, k) => {
        const sum = matrix.sums[k];
        return (
          <span key={`${column.height}/${column.round}/${column.type}`}>
            {column.type === 'prevote' && (
              <span className="num absolute top-1 text-2xs whitespace-nowrap text-soft" style={{ left: LABEL_WIDTH + k * w + 2 }}>
                {column.round === 0 ? `H${column.height}` : `R${column.round}`}
              </span>
            )}
            <span
              className="num absolute bottom-1 text-center text-[0.625rem] leading-4 text-faint"
              style={{ left: LABEL_WIDTH + k * w, width: w }}
              title={t('matrix.sums', { column: columnName(t, column), n, ...(sum ?? { value: 0, nil: 0, conflict: 0 }) })}
            >
              {(sum?.value ?? 0) >= (sum?.nil ?? 0) ? sum?.value : `${sum?.nil ?? 0}∅`}
            </span>
          </span>
        );
      })}
    </div>
  );
};

const Legend = (): ReactElement => {
  const t = useT();
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-2xs text-soft">
      {(['value', 'nil', 'none', 'conflict'] as const).map((kind) => (
        <span key={kind} className="inline-flex items-center gap-1">
          <VoteGlyph type="prevote" kind={kind} label="" size={12} />
          {t(`matrix.legend.${kind}`)}
        </span>
      ))}
    </p>
  );
};

const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

const clamp = (x: number, top: number): number => Math.max(0, Math.min(top, x));

type GridProps = {
  readonly matrix: VoteMatrix;
  readonly active: Spot | null;
  readonly onActive: (spot: Spot) => void;
  readonly onWidth: (width: number) => void;
};

/** The page's colours, read again a frame after each change of theme: then the document has the new ones. */
const useMatrixColours = (): MatrixColours => {
  const [colours, setColours] = useState(readColours);
  useEffect(() => {
    const changed = (): void => void requestAnimationFrame(() => setColours(readColours()));
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', changed);
    const stop = useSettings.subscribe(changed);
    return () => {
      system.removeEventListener('change', changed);
      stop();
    };
  }, []);
  return colours;
};

type Size = { readonly width: number; readonly height: number };

const useScrollerSize = (scroller: RefObject<HTMLDivElement | null>, onWidth: (width: number) => void): Size => {
  const [size, setSize] = useState({ width: 300, height: 300 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: element.clientHeight });
      onWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, onWidth]);
  return size;
};

const Grid = ({ matrix, active, onActive, onWidth }: GridProps): ReactElement => {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [top, setTop] = useState(0);
  const selected = useUi((s) => s.validator);
  const colours = useMatrixColours();
  const size = useScrollerSize(scroller, onWidth);
  useEffect(() => {
    if (canvas.current !== null)
      drawMatrix(canvas.current, matrix, { ...size, top, active, selected, ratio: Math.min(2, devicePixelRatio), colours });
  }, [matrix, size, top, active, selected, colours]);
  const goTo = (spot: Spot): void => {
    const element = scroller.current;
    const y = spot.row * ROW_HEIGHT;
    if (element !== null && (y < element.scrollTop || y + ROW_HEIGHT > element.scrollTop + element.clientHeight))
      element.scrollTop = y - element.clientHeight / 2;
    onActive(spot);
  };
  const onKey = (event: KeyboardEvent): void => {
    const by = KEYS[event.key];
    const from = active ?? { row: 0, column: Math.max(0, matrix.columns.length - 1) };
    if (event.key === 'Enter' || event.key === ' ') selectValidator(from.row);
    else if (by === undefined) return;
    else goTo({ row: clamp(from.row + by[0], matrix.rows.length - 1), column: clamp(from.column + by[1], matrix.columns.length - 1) });
    event.preventDefault();
  };
  const spotUnder = (event: PointerEvent): Spot | null => {
    const box = scroller.current?.getBoundingClientRect();
    if (box === undefined) return null;
    const column = Math.floor((event.clientX - box.left - LABEL_WIDTH) / columnWidth(matrix.columns.length, size.width));
    const row = Math.floor((event.clientY - box.top + top) / ROW_HEIGHT);
    return row >= 0 && row < matrix.rows.length ? { row, column: clamp(column, matrix.columns.length - 1) } : null;
  };
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={t('matrix.label')}
      aria-rowcount={matrix.rows.length}
      aria-colcount={matrix.columns.length}
      aria-activedescendant={active === null ? undefined : 'matrix-cell'}
      data-testid="vote-matrix"
      className="scroll-thin relative min-h-0 flex-1 overflow-y-auto"
      onKeyDown={onKey}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onPointerMove={(event) => {
        const spot = spotUnder(event);
        if (spot !== null && (spot.row !== active?.row || spot.column !== active.column)) onActive(spot);
      }}
      onClick={() => active !== null && selectValidator(active.row)}
    >
      <canvas ref={canvas} aria-hidden="true" className="sticky top-0 block" style={{ width: size.width, height: size.height }} />
      <div style={{ height: Math.max(0, matrix.rows.length * ROW_HEIGHT - size.height) }} />
      <div role="row" aria-rowindex={(active?.row ?? 0) + 1} className="sr-only">
        <span id="matrix-cell" role="gridcell" aria-colindex={(active?.column ?? 0) + 1}>
          {active === null ? '' : cellText(t, matrix, active)}
        </span>
      </div>
    </div>
  );
};

export const MatrixPane = (): ReactElement => {
  const t = useT();
  const view = useRun((s) => s.view);
  const shown = useStageView((s) => s.matrix);
  const matrix = useMemo(() => voteMatrix(view), [view]);
  const [active, setActive] = useState<Spot | null>(null);
  const [width, setWidth] = useState(300);
  return (
    <aside
      aria-label={t('stage.matrix')}
      className={`flex w-[42%] max-w-[22rem] min-w-64 flex-col border-l border-line bg-panel ${
        shown ? 'max-md:absolute max-md:inset-0 max-md:z-[5] max-md:w-full max-md:max-w-none max-md:pt-14' : 'max-md:hidden'
      }`}
    >
      <header className="flex flex-col gap-1 px-3 pt-2 pb-1">
        <h2 className="text-xs font-semibold" title={t('matrix.hint')}>
          {t('stage.matrix')}
        </h2>
        <Legend />
      </header>
      <Heads matrix={matrix} width={width} />
      <Grid matrix={matrix} active={active} onActive={setActive} onWidth={setWidth} />
      <p className="min-h-10 border-t border-line px-3 py-1 text-2xs leading-4 text-soft" data-testid="matrix-cell-text">
        {active === null ? t('matrix.hint') : cellText(t, matrix, active)}
      </p>
    </aside>
  );
};
