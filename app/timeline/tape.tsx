// The tape: the whole log from left to right, one step one place, with heights, rounds, timeouts, decisions and interventions painted on it. The slider
// on top of it is the cursor.
import { type ReactElement, useMemo } from 'react';
import type { Mark } from '../../core/view/marks.ts';
import { formatSeconds } from '../../core/view/format.ts';
import { cursorAt } from '../../core/view/timeline.ts';
import { forksOnPath } from '../store/branch-tree.ts';
import { useT } from '../store/i18n.ts';
import { run, useRun } from '../store/run.ts';

/** Bands drawn at most; beyond it several heights share one, for nobody could tell them apart. */
const BANDS_MAX = 160;
/** Marks drawn at most; beyond it the common kinds are left out, never decisions or interventions. */
const MARKS_MAX = 260;

type Band = { readonly height: number; readonly from: number; readonly to: number };

const percent = (step: number, total: number): string => `${((100 * step) / Math.max(1, total)).toFixed(3)}%`;

const bandsOf = (marks: readonly Mark[], total: number): readonly Band[] => {
  const starts = marks.filter((m) => m.kind === 'round' && m.round === 0) as readonly (Mark & { readonly kind: 'round' })[];
  const every = Math.ceil(starts.length / BANDS_MAX);
  const shown = starts.filter((_, i) => i % every === 0);
  return shown.map((m, i) => ({ height: m.height, from: m.step, to: shown[i + 1]?.step ?? total }));
};

const isUserMark = (mark: Mark, inputs: number): boolean => mark.kind === 'intervention' && mark.index >= inputs;

const visibleMarks = (marks: readonly Mark[], inputs: number): readonly Mark[] => {
  const shown = marks.filter(
    (m) =>
      m.kind === 'decision' ||
      m.kind === 'crash' ||
      m.kind === 'restart' ||
      m.kind === 'timeout' ||
      (m.kind === 'round' && m.round > 0) ||
      (m.kind === 'intervention' && (m.index >= inputs || m.what !== 'send_tx')),
  );
  if (shown.length <= MARKS_MAX) return shown;
  return shown.filter((m) => m.kind === 'decision' || isUserMark(m, inputs)).slice(-MARKS_MAX);
};

const MarkShape = ({
  mark,
  total,
  inputs,
}: {
  readonly mark: Mark;
  readonly total: number;
  readonly inputs: number;
}): ReactElement | null => {
  const x = percent(mark.step, total);
  switch (mark.kind) {
    case 'decision':
      return (
        <text x={x} y="13" textAnchor="middle" fontSize="11" fill="var(--role-decision)">
          ★
        </text>
      );
    case 'round':
      return (
        <text x={x} y="24" textAnchor="middle" fontSize="9" fill="var(--soft)">
          r{mark.round}
        </text>
      );
    case 'timeout':
      return <rect x={x} y="26" width="2" height="6" fill="var(--role-proposal)" />;
    case 'crash':
    case 'restart':
      return (
        <text x={x} y="24" textAnchor="middle" fontSize="10" fill="var(--bad)">
          {mark.kind === 'crash' ? '✕' : '↻'}
        </text>
      );
    case 'intervention':
      // Told apart by shape, not by colour alone: a flag for the visitor's, a broken bar for the scenario's.
      return isUserMark(mark, inputs) ? (
        <svg x={x} overflow="visible" data-testid="tape-own">
          <path d="M1 29V3l8 4-8 4" fill="var(--focus)" stroke="var(--focus)" strokeWidth="2" />
        </svg>
      ) : (
        <line x1={x} x2={x} y1="3" y2="29" strokeDasharray="5 2.5" strokeWidth="3" stroke="var(--role-fault)" data-testid="tape-scenario" />
      );
    case 'local_decision':
      return null;
  }
};

/** Where branches part: two ways out of one. */
const Forks = (): ReactElement => {
  const line = useRun((s) => s.line);
  const tree = useRun((s) => s.tree);
  const total = useRun((s) => (s.version, s.line.stops.total));
  return (
    <>
      {[...new Set(forksOnPath(tree))].map((us) => (
        <svg key={us} x={percent(cursorAt(line, us - 1), total)} y="24" overflow="visible" data-testid="tape-fork">
          <path d="M0 13V8M0 8C-4 7-4 4-4 1M0 8C4 7 4 4 4 1" fill="none" stroke="var(--focus)" strokeWidth="1.6" />
        </svg>
      ))}
    </>
  );
};

const Painting = (): ReactElement => {
  const line = useRun((s) => s.line);
  const version = useRun((s) => s.version);
  const inputs = useRun((s) => s.info?.inputCount ?? 0);
  const total = line.stops.total;
  // `version` stands for the contents of `line`, which grows in place.
  const { bands, marks } = useMemo(
    () => ({ bands: bandsOf(line.marks, line.stops.total), marks: visibleMarks(line.marks, inputs), version }),
    [line, version, inputs],
  );
  return (
    <svg aria-hidden="true" className="absolute inset-0 h-full w-full overflow-hidden" data-testid="tape-painting">
      {bands.map((band, i) => (
        <g key={band.height}>
          <rect
            x={percent(band.from, total)}
            width={percent(band.to - band.from, total)}
            y="0"
            height="100%"
            fill={i % 2 === 0 ? 'var(--raised)' : 'transparent'}
          />
          {(band.to - band.from) / Math.max(1, total) > 0.025 && (
            <text x={percent(band.from, total)} dx="4" y="94%" fontSize="9" fill="var(--faint)">
              {band.height}
            </text>
          )}
        </g>
      ))}
      {marks.map((mark) => (
        <MarkShape key={`${mark.step}${mark.kind}${mark.validator}`} mark={mark} total={total} inputs={inputs} />
      ))}
      <Forks />
    </svg>
  );
};

export const Tape = (): ReactElement => {
  const t = useT();
  const total = useRun((s) => (s.version, s.line.stops.total));
  const cursor = useRun((s) => s.cursor);
  const us = useRun((s) => s.us);
  return (
    <div className="relative h-10 w-full rounded-md border border-line bg-stage">
      <Painting />
      <input
        type="range"
        className="tape-range absolute inset-0"
        data-testid="tape"
        aria-label={t('tape.label')}
        aria-valuetext={t('tape.value', { seconds: formatSeconds(us), step: cursor, total })}
        min={0}
        max={Math.max(1, total)}
        value={cursor}
        onChange={(event) => run.seekStep(event.target.valueAsNumber)}
      />
    </div>
  );
};
