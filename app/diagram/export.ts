// The diagram as a file: real vectors, or the same picture rasterised in the page. What is exported is the visible stretch of the run, with names, title
// and legend, so that the picture explains itself away from the page.
import { formatMilliseconds } from '../../core/view/format.ts';
import { timeAtPosition } from '../../core/view/space-time/axis.ts';
import { drawDiagram } from '../../core/view/space-time/drawing.ts';
import { layoutLanes } from '../../core/view/space-time/layout.ts';
import type { Look } from '../../core/view/space-time/pen.ts';
import { svgOf } from '../../core/view/space-time/svg.ts';
import { useDiagram } from '../store/diagram.ts';
import { allWords, currentT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { scenarioTitle } from '../store/scenario.ts';
import { readColours } from './colours.ts';
import { legendHeight, legendShapes, nameShapes, titleShapes } from './export-frame.ts';
import { diagramOf } from './source.ts';

const PAIR = 72;
const RULER = 20;
const NAMES = 130;
const TITLE = 48;
/** Width of the stretch when the diagram has not been on the screen. */
const LENGTH = 1200;
const PNG_RATIO = 2;

/** What the diagram shows now, to the right, with lanes of a comfortable size. */
const exportLook = (): Look => {
  const { axis: kind, routine, hidden, zoom, origin, length } = useDiagram.getState();
  const diagram = diagramOf(useRun.getState().line);
  const visible = new Set(diagram.lanes.map((p) => Math.floor(p / 16)));
  const room = RULER + PAIR * [...visible].filter((validator) => !hidden.has(validator)).length;
  return {
    diagram,
    axis: { kind, folded: !routine },
    layout: layoutLanes(diagram.lanes, hidden, { room, ruler: RULER }),
    zoom: zoom[kind],
    origin,
    length: length === 0 ? LENGTH : length,
    direction: 'across',
    routine,
    hidden,
  };
};

type Picture = { readonly svg: string; readonly width: number; readonly height: number };

/** The document of what is visible. */
const picture = (): Picture => {
  const t = currentT();
  const look = exportLook();
  const state = useRun.getState();
  const { seed } = state;
  const { diagram, axis, layout, origin, zoom, length } = look;
  const width = NAMES + length;
  const bottom = TITLE + layout.size;
  const height = bottom + legendHeight(width);
  const title = t('diagram.export.title', { scenario: scenarioTitle(t, state), seed });
  const [from, to] = [origin, origin + length / zoom].map((units) => formatMilliseconds(timeAtPosition(diagram, axis, Math.max(0, units))));
  const span = t('diagram.export.span', { from: from ?? '', to: to ?? '', axis: t(`diagram.axis.${axis.kind}`) });
  const svg = svgOf(
    [
      { x: 0, y: 0, width, height: TITLE, shapes: titleShapes(title, span) },
      { x: 0, y: TITLE, width: NAMES, height: layout.size, shapes: nameShapes(t, layout) },
      { x: NAMES, y: TITLE, width: length, height: layout.size, shapes: drawDiagram(look).shapes },
      { x: 0, y: bottom, width, height: height - bottom, shapes: legendShapes(t, width) },
    ],
    { width, height, title, description: span, colours: readColours() },
  );
  return { svg, width, height };
};

const save = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

const rasterise = async ({ svg, width, height }: Picture): Promise<Blob> => {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * PNG_RATIO);
    canvas.height = Math.round(height * PNG_RATIO);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob === null ? reject(new Error('exportDiagram: the picture is too large')) : resolve(blob)), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
};

/** Saves the visible stretch as `bicameral-<scenario>-<seed>.svg` or `.png`. Rejects when the browser cannot make so large a picture. */
export const exportDiagram = async (kind: 'svg' | 'png'): Promise<void> => {
  await allWords();
  const { scenario, spec, seed } = useRun.getState();
  const made = picture();
  const blob = kind === 'svg' ? new Blob([made.svg], { type: 'image/svg+xml' }) : await rasterise(made);
  save(blob, `bicameral-${spec === null ? scenario : 'custom'}-${seed}.${kind}`);
};
