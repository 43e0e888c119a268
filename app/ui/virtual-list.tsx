// A long list of rows of equal height: only the visible ones are in the document, all are announced by position. The list is one tab stop; keys move
// inside it.
import { type KeyboardEvent, type ReactElement, type ReactNode, useLayoutEffect, useRef, useState } from 'react';

type Props = {
  readonly count: number;
  readonly rowHeight: number;
  readonly label: string;
  readonly testId: string;
  /** Row that is kept in view when it changes; null: none. */
  readonly follow: number | null;
  /** A key asks for another row, so many rows on. */
  readonly onMove: (by: number) => void;
  readonly render: (index: number) => ReactNode;
};

const MARGIN_ROWS = 6;

export const VirtualList = ({ count, rowHeight, label, testId, follow, onMove, render }: Props): ReactElement => {
  const ref = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null || follow === null) return;
    const y = follow * rowHeight;
    if (y < element.scrollTop || y > element.scrollTop + element.clientHeight - rowHeight) element.scrollTop = y - element.clientHeight / 2;
  }, [follow, rowHeight]);
  const move = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(height / rowHeight) - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count }[event.key];
    if (by === undefined || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    onMove(by);
  };
  const first = Math.max(0, Math.floor(top / rowHeight) - MARGIN_ROWS);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + MARGIN_ROWS);
  return (
    <div
      ref={ref}
      role="list"
      aria-label={label}
      data-testid={testId}
      tabIndex={0}
      className="scroll-thin min-h-0 flex-1 overflow-y-auto"
      onKeyDown={move}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div className="relative" style={{ height: count * rowHeight }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, i) => (
          <div
            key={first + i}
            role="listitem"
            aria-setsize={count}
            aria-posinset={first + i + 1}
            className="absolute inset-x-0"
            style={{ top: (first + i) * rowHeight, height: rowHeight }}
          >
            {render(first + i)}
          </div>
        ))}
      </div>
    </div>
  );
};
