// A run in miniature: a lane per validator over time, from pinned data. Decoration beside the words: the sentence under it says the same in text.
import type { ReactElement } from 'react';
import type { Preview, PreviewMark } from '../../core/view/preview.ts';

const WIDTH = 280;
const LANE = 12;
const [LEFT, TOP] = [6, 8];

const Mark = ({
  mark: [ms, what, round],
  y,
  x,
}: {
  readonly mark: PreviewMark;
  readonly y: number;
  readonly x: (ms: number) => number;
}): ReactElement => {
  const at = x(ms);
  switch (what) {
    case 'decided':
      return <circle cx={at} cy={y} r="3.2" className={round === 0 ? 'fill-decision' : 'fill-panel stroke-decision'} strokeWidth="1.6" />;
    case 'synced':
      return <rect x={at - 2.6} y={y - 2.6} width="5.2" height="5.2" className="fill-panel stroke-ink" strokeWidth="1.2" />;
    case 'round':
      return <path d={`M${at} ${y - 4}v8`} className="stroke-proposal" strokeWidth="1.4" />;
  }
};

export const PreviewStrip = ({ preview: { endMs, lanes, faultsMs } }: { readonly preview: Preview }): ReactElement => {
  const x = (ms: number): number => Math.round((LEFT + (ms / endMs) * (WIDTH - 2 * LEFT)) * 10) / 10;
  const yOf = (lane: number): number => TOP + LANE * (lane + 0.5);
  const height = TOP + LANE * lanes.length + 4;
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${WIDTH} ${height}`} className="w-full rounded-md border border-line bg-stage" fill="none">
      {faultsMs.map((ms) => (
        <path key={ms} d={`M${x(ms)} 2v${height - 4}`} className="stroke-bad" strokeWidth="1" strokeDasharray="2 2" />
      ))}
      {lanes.map((lane, i) => (
        <g key={i}>
          <path d={`M${LEFT} ${yOf(i)}H${WIDTH - LEFT}`} className="stroke-line" strokeWidth="1.5" />
          {lane.down.map(([from, until, part]) => (
            <path
              key={from}
              d={`M${x(from)} ${yOf(i)}H${x(until)}`}
              className="stroke-bad"
              strokeWidth={part === 'consensus' ? 4 : 2}
              opacity="0.6"
            />
          ))}
          {lane.marks.map((mark) => (
            <Mark key={`${mark[0]}${mark[1]}`} mark={mark} y={yOf(i)} x={x} />
          ))}
        </g>
      ))}
    </svg>
  );
};

/** Heights decided by anyone, decisions in a later round, blocks learnt by sync: what the strip shows, as numbers. */
export const previewFacts = ({ lanes }: Preview): { readonly decided: number; readonly later: number; readonly synced: number } => {
  const marks = lanes.flatMap((lane) => lane.marks);
  return {
    decided: Math.max(...lanes.map((lane) => lane.marks.filter(([, what]) => what !== 'round').length)),
    later: Math.max(...lanes.map((lane) => lane.marks.filter(([, what, round]) => what === 'decided' && round > 0).length)),
    synced: marks.filter(([, what]) => what === 'synced').length,
  };
};
