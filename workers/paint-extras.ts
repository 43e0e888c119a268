// What is drawn beside messages: bursts of decisions, tokens on the bridges, counts of bundled messages, arrows for those who want no motion.
import { between, bundleShare, BURST_US, pointOnRoute } from '../core/view/flight.ts';
import { areLinked } from '../core/view/linked.ts';
import type { PaintBridge, PaintBurst, PaintColours, PaintMessage, PaintPlaces, PaintPoint, PaintToken } from './paint-api.ts';
import { type PaintContext, RADIUS, colourOf, drawText, glyphOf, polygon } from './paint-shapes.ts';

/** Lines of a burst. */
const RAYS = 12;
/** Ticks of an arrow: the way is told in quarters. */
const TICKS = 4;

export const drawBurst = (
  c: PaintContext,
  burst: PaintBurst,
  at: {
    readonly centre: PaintPoint;
    readonly t: number;
    /** Radius of the disc, where there are no cards. */ readonly disc: number | null;
  },
  colour: string,
): void => {
  const age = (at.t - burst.at) / BURST_US;
  if (age < 0 || age >= 1) return;
  const { centre } = at;
  c.globalAlpha = 1 - age * age;
  c.strokeStyle = colour;
  c.beginPath();
  if (at.disc !== null) {
    // Many burst at once, each on a small disc: a ring that grows around it hides no name.
    c.lineWidth = 5 * (1 - age);
    c.arc(centre.x, centre.y, at.disc * (1 + 0.3 * age), 0, 2 * Math.PI);
    c.stroke();
    c.globalAlpha = 1;
    return;
  }
  const radius = 16 + 44 * age;
  c.lineWidth = 3;
  for (let i = 0; i < RAYS; i++) {
    const [dx, dy] = [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)];
    c.moveTo(centre.x + dx * radius, centre.y + dy * radius);
    c.lineTo(centre.x + dx * (radius + 14), centre.y + dy * (radius + 14));
  }
  c.stroke();
  drawText(c, '★', centre, { colour, size: 34 });
  c.globalAlpha = 1;
};

/** Where on the bridge a token dies that does not arrive. */
const LOST_AT = 0.5;

/** A notch that rides to the other chamber, or a pulse of the ribbon. */
export const drawToken = (
  c: PaintContext,
  token: PaintToken,
  at: { readonly bridge: PaintBridge; readonly t: number },
  colours: PaintColours,
): void => {
  const share = (at.t - token.from) / Math.max(1, token.end - token.from);
  if (share < 0 || share >= 1) return;
  const { left, right, request, answer } = at.bridge;
  const progress = token.arrives ? share : share * LOST_AT;
  const goesRight = token.direction === 'request';
  const x = goesRight ? left + (right - left) * progress : right - (right - left) * progress;
  const y = goesRight ? request : answer;
  const colour = token.bad ? colours.fault : colours.neutral;
  c.fillStyle = colour;
  c.beginPath();
  if (token.kind === 'heartbeat') c.arc(x, y, 2.5, 0, 2 * Math.PI);
  else {
    const d = goesRight ? 1 : -1;
    polygon(c, [x - 5 * d, y - 4.5, x + d, y - 4.5, x + 6 * d, y, x + d, y + 4.5, x - 5 * d, y + 4.5, x - 2 * d, y]);
  }
  c.fill();
  if (!token.arrives && share > 0.6) drawText(c, '✕', { x, y: y - 1 }, { colour: colours.fault, size: 13 });
};

export type Group = { readonly message: PaintMessage; count: number };

/** Adds a message in flight to its group. */
export const countInGroup = (groups: Map<number, Group>, message: PaintMessage): void => {
  const group = groups.get(message.group);
  if (group === undefined) groups.set(message.group, { message, count: 1 });
  else group.count++;
};

/** Share of the way from the hub to the nearest validator that stays free for the totals. */
const HUB_SHARE = 0.5;
/** Badges are drawn from this zoom on; below it they would be too small to read. */
const BADGE_ZOOM = 0.75;
const LINES_MAX = 5;

/** Where on its spoke a bundle's badge stands, by how many of the same sender stand before it. */
const badgePoint = (places: Pick<PaintPlaces, 'edges' | 'hub'>, from: number, index: number): PaintPoint | null => {
  const edge = places.edges[from];
  return edge === undefined || places.hub === null ? null : between(edge, places.hub, bundleShare(index));
};

/** A bundle is a thick spoke, the thicker the more of its messages are still on their way; zoomed in, it bears their number. */
export const drawBundles = (
  c: PaintContext,
  groups: ReadonlyMap<number, Group>,
  at: { readonly places: PaintPlaces; readonly zoom: number },
  colours: PaintColours,
): void => {
  const bySender = new Map<number, number>();
  for (const { message, count } of groups.values()) {
    const edge = at.places.edges[message.from];
    if (edge === undefined || at.places.hub === null) continue;
    const end = between(edge, at.places.hub, 0.7);
    c.globalAlpha = 0.3;
    c.strokeStyle = colourOf(message.shape, colours);
    c.lineWidth = 1.5 + 5 * Math.min(1, count / Math.max(1, at.places.edges.length - 1));
    c.beginPath();
    c.moveTo(edge.x, edge.y);
    c.lineTo(end.x, end.y);
    c.stroke();
    c.globalAlpha = 1;
    const index = bySender.get(message.from) ?? 0;
    bySender.set(message.from, index + 1);
    if (at.zoom >= BADGE_ZOOM) drawBadge(c, { message, count }, badgePoint(at.places, message.from, index), colours);
  }
};

const drawBadge = (
  c: PaintContext,
  { message, count }: Pick<Group, 'message' | 'count'>,
  at: PaintPoint | null,
  colours: PaintColours,
): void => {
  if (at === null) return;
  const colour = colourOf(message.shape, colours);
  const text = `${glyphOf(message) || shortOf(message.shape)} ${count}`;
  const width = 9 * text.length + 6;
  const hollow = message.nil || message.ghost;
  c.beginPath();
  c.roundRect(at.x - width / 2, at.y - RADIUS - 1, width, 2 * RADIUS + 2, message.shape === 'prevote' ? RADIUS + 1 : 4);
  c.fillStyle = hollow ? colours.background : colour;
  c.strokeStyle = hollow ? colour : colours.background;
  c.lineWidth = 2;
  c.fill();
  c.stroke();
  drawText(c, text, at, { colour: hollow ? colour : colours.background, size: 13 });
};

const shortOf = (shape: PaintMessage['shape']): string => (shape === 'sync' ? '»' : shape === 'transaction' ? '·' : '▭');

/** In the hub: how many of each kind are on their way in all. */
export const drawTotals = (
  c: PaintContext,
  groups: ReadonlyMap<number, Group>,
  { edges, hub }: PaintPlaces,
  colours: PaintColours,
): void => {
  const totals = new Map<string, { readonly colour: string; count: number }>();
  for (const { message, count } of groups.values()) {
    const kind =
      message.shape === 'prevote' || message.shape === 'precommit' ? glyphOf({ ...message, nil: false }) : shortOf(message.shape);
    const name = message.nil ? `${kind}∅` : kind;
    const known = totals.get(name);
    if (known === undefined) totals.set(name, { colour: colourOf(message.shape, colours), count });
    else known.count += count;
  }
  if (totals.size === 0 || hub === null) return;
  const radius = HUB_SHARE * edges.reduce((least, { x, y }) => Math.min(least, Math.hypot(x - hub.x, y - hub.y)), Number.POSITIVE_INFINITY);
  c.fillStyle = colours.background;
  c.strokeStyle = colours.faint;
  c.lineWidth = 1.5;
  c.beginPath();
  c.arc(hub.x, hub.y, radius, 0, 2 * Math.PI);
  c.fill();
  c.stroke();
  const lines = [...totals].slice(0, LINES_MAX);
  const step = Math.min(0.46 * radius, (1.5 * radius) / lines.length);
  for (const [i, [name, { colour, count }]] of lines.entries())
    drawText(c, `${name} ${count}`, { x: hub.x, y: hub.y + (i - (lines.length - 1) / 2) * step }, { colour, size: 0.72 * step });
};

/** Faint lines that messages share: from every validator to the hub, or between every two. */
export const drawSpokes = (c: PaintContext, places: PaintPlaces, colour: string): void => {
  const { edges, hub, links, validators } = places;
  if (hub === null && !links) return;
  c.strokeStyle = colour;
  c.lineWidth = 1;
  c.beginPath();
  for (const [i, edge] of edges.entries())
    for (const end of hub === null ? edges.filter((_, k) => k > i && areLinked(i, k, validators)) : [between(edge, hub, 0.82)]) {
      c.moveTo(edge.x, edge.y);
      c.lineTo(end.x, end.y);
    }
  c.stroke();
};

/** One arrow per message: the whole way as a line with a head, a bold tick for each quarter that is behind. Nothing glides. */
export const drawArrow = (
  c: PaintContext,
  ends: { readonly a: PaintPoint; readonly b: PaintPoint; readonly hub: PaintPoint | null },
  way: { readonly progress: number; readonly lane: number },
  colour: string,
): PaintPoint => {
  const done = Math.floor(way.progress * TICKS) / TICKS;
  const [tail, tip] = [pointOnRoute(ends, 0.06, way.lane), pointOnRoute(ends, 0.94, way.lane)];
  const length = Math.max(1e-9, Math.hypot(tip.x - tail.x, tip.y - tail.y));
  const [dx, dy] = [(tip.x - tail.x) / length, (tip.y - tail.y) / length];
  c.strokeStyle = colour;
  c.fillStyle = colour;
  c.lineWidth = 1.5;
  c.beginPath();
  c.moveTo(tail.x, tail.y);
  c.lineTo(tip.x, tip.y);
  c.stroke();
  c.beginPath();
  polygon(c, [tip.x, tip.y, tip.x - 9 * dx - 4 * dy, tip.y - 9 * dy + 4 * dx, tip.x - 9 * dx + 4 * dy, tip.y - 9 * dy - 4 * dx]);
  c.fill();
  for (let i = 1; i < TICKS; i++) {
    const at = between(tail, tip, i / TICKS);
    const size = i / TICKS <= done ? 6 : 3;
    c.lineWidth = i / TICKS <= done ? 3 : 1;
    c.beginPath();
    c.moveTo(at.x - dy * size, at.y + dx * size);
    c.lineTo(at.x + dy * size, at.y - dx * size);
    c.stroke();
  }
  return between(tail, tip, Math.max(0.08, done));
};
