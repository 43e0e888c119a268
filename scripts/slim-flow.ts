// A build plugin: leaves out what React Flow brings and the stage never reaches: minimap, controls, background and resizing, which its bundle keeps since
// a name for debugging is written into them, and the blending of colours, texts and CSS transforms, which d3-transition keeps for `attr` and `style`.
// The camera's motion is one tween of its own (d3-zoom's), and goes the way of `interpolateZoom`; the linear way is not used.
import type { Plugin } from 'vite';

const STAND_INS: readonly (readonly [importer: string, source: string, code: string])[] = [
  [
    'd3-transition',
    'd3-interpolate',
    'export const interpolateNumber = null, interpolateRgb = null, interpolateString = null, interpolateTransformSvg = null, interpolateTransformCss = null;',
  ],
  ['d3-transition', 'd3-color', 'export const color = null;'],
  ['d3-interpolate', 'd3-color', 'export const rgb = null, color = null, hsl = null, lab = null, hcl = null, cubehelix = null;'],
  ['@xyflow/system', 'd3-interpolate', "export { interpolateZoom, interpolateZoom as interpolate } from 'd3-interpolate';"],
];
const PREFIX = '\0slim-flow:';

/** Functions of React that only make something. */
export const PURE_FUNCTIONS: readonly string[] = ['memo', 'forwardRef', 'createContext'];

export const slimFlow = (): Plugin => ({
  name: 'slim-flow',
  apply: 'build',
  enforce: 'pre',
  resolveId: (source, importer) => {
    const at = STAND_INS.findIndex(([by, from]) => from === source && importer?.includes(`/node_modules/${by}/`) === true);
    return at === -1 ? null : `${PREFIX}${at}`;
  },
  load: (id) => (id.startsWith(PREFIX) ? (STAND_INS[Number(id.slice(PREFIX.length))]?.[2] ?? null) : null),
  transform: (code, id) => (id.includes('/node_modules/@xyflow/react/dist/') ? code.replaceAll(/^\w+\.displayName = .*;$/gm, '') : null),
});
