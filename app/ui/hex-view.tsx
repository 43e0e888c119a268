// Bytes, sixteen to a row, with a lit range. Hovering a byte tells which one.
import { type ReactElement, memo } from 'react';

type ByteRange = { readonly from: number; readonly to: number };

const PER_ROW = 16;
/** Bytes shown; a longer frame is cut and says so. */
export const HEX_BYTES_MAX = 4_096;

type RowProps = {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Lit part of this row, -1 when none. */
  readonly litFrom: number;
  readonly litTo: number;
};

const Row = memo(({ bytes, start, litFrom, litTo }: RowProps): ReactElement => {
  const cells = bytes.subarray(start, start + PER_ROW);
  return (
    <div className="flex whitespace-pre">
      <span className="w-9 shrink-0 text-faint select-none">{start.toString(16).padStart(4, '0')}</span>
      {[...cells].map((byte, i) => (
        <span
          key={start + i}
          data-offset={start + i}
          className={`px-[0.14rem] ${i === 8 ? 'ml-1.5' : ''} ${start + i >= litFrom && start + i < litTo ? 'bg-ink text-panel' : ''}`}
        >
          {byte.toString(16).padStart(2, '0')}
        </span>
      ))}
    </div>
  );
});

type Props = {
  readonly bytes: Uint8Array;
  readonly label: string;
  readonly lit: ByteRange | null;
  readonly onHover: (offset: number | null) => void;
};

const offsetOf = (target: EventTarget): number | null => {
  const text = target instanceof HTMLElement ? target.dataset['offset'] : undefined;
  return text === undefined ? null : Number(text);
};

export const HexView = ({ bytes, label, lit, onHover }: Props): ReactElement => {
  const shown = Math.min(bytes.length, HEX_BYTES_MAX);
  const rows = Array.from({ length: Math.ceil(shown / PER_ROW) }, (_, i) => i * PER_ROW);
  const touches = (start: number): boolean => lit !== null && lit.from < start + PER_ROW && lit.to > start;
  return (
    <div
      role="figure"
      aria-label={label}
      data-testid="hex"
      className="overflow-x-auto font-mono text-[0.65rem] leading-[1.15rem]"
      onMouseOver={(event) => onHover(offsetOf(event.target))}
      onMouseLeave={() => onHover(null)}
    >
      {rows.map((start) => (
        <Row
          key={start}
          bytes={bytes}
          start={start}
          litFrom={touches(start) ? (lit?.from ?? -1) : -1}
          litTo={touches(start) ? (lit?.to ?? -1) : -1}
        />
      ))}
    </div>
  );
};
