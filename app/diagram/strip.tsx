// The diagram in the dock: a bar with its controls, below it the picture. Its height is dragged or set with the arrow keys.
import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react';
import { STRIP_MAX, STRIP_MIN, lookAt, resizeStrip, useDiagram } from '../store/diagram.ts';
import { useT } from '../store/i18n.ts';
import { DiagramView } from './diagram-view.tsx';
import { Difference } from './difference.tsx';
import { DiagramToolbar, FullButton } from './toolbar.tsx';

const KEY_STEP = 16;

/** The upper edge of the strip: a separator that can be moved. */
const Handle = (): ReactElement => {
  const t = useT();
  const size = useDiagram((s) => s.size);
  const grip = useRef<{ readonly y: number; readonly size: number } | null>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowUp: KEY_STEP, ArrowDown: -KEY_STEP, Home: STRIP_MAX, End: -STRIP_MAX }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resizeStrip(size + by);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (grip.current !== null) resizeStrip(grip.current.size + grip.current.y - event.clientY);
  };
  return (
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('diagram.resize')}
      aria-valuemin={STRIP_MIN}
      aria-valuemax={STRIP_MAX}
      aria-valuenow={size}
      tabIndex={0}
      data-testid="diagram-resize"
      className="group absolute inset-x-0 -top-3 z-20 flex h-6 cursor-row-resize touch-none items-center justify-center"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { y: event.clientY, size };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
    >
      <span aria-hidden="true" className="h-1 w-10 rounded-full bg-strong opacity-60 group-hover:opacity-100" />
    </div>
  );
};

export const DiagramStrip = (): ReactElement => {
  const t = useT();
  const open = useDiagram((s) => s.open);
  return (
    <div className="relative flex h-full flex-col" data-testid="diagram-strip">
      {open && <Handle />}
      <div className="flex h-[30px] shrink-0 items-center gap-1.5 px-2">
        <button
          type="button"
          aria-expanded={open}
          data-testid="diagram-toggle"
          onClick={() => lookAt({ open: !open })}
          className="flex h-7 items-center gap-1.5 rounded-md px-1.5 text-xs font-semibold text-soft hover:text-ink"
        >
          <span aria-hidden="true">{open ? '▾' : '▸'}</span>
          {t('diagram.title')}
        </button>
        <span className="flex-1" />
        {open && <DiagramToolbar />}
        <FullButton />
      </div>
      {open && (
        <div className="relative flex min-h-0 flex-1 border-t border-line">
          <DiagramView direction="across" wide={false} />
          <Difference />
        </div>
      )}
    </div>
  );
};
