// What is drawn beside messages: bursts of decisions, tokens on the bridges, counts of bundled messages, arrows for those who want no motion.
import { BURST_US, type Flight, between, pointOnRoute } from '../core/view/flight.ts';
import type { PaintBridge, PaintBurst, PaintColours, PaintMessage, PaintPlaces, PaintPoint, PaintToken } from './paint-api.ts';
import { type PaintContext, RADIUS, colourOf, drawText, glyphOf, outline, polygon } from './paint-shapes.ts';

/** Lines of a burst. */
const RAYS = 12;
/** Ticks of an arrow: the way is told in quarters. */
const TICKS = 4;

export const drawBurst = (
  c: PaintContext,
  burst: PaintBurst,
  at: { readonly centre: PaintPoint; readonly t: number },
  colour: string,
): void => {
  const age = (at.t - burst.at) / BURST_US;
  if (age < 0 || age >= 1) return;
  const { centre } = at;
  c.globalAlpha = 1 - age * age;
  const radius = 16 + 44 * age;
  c.strokeStyle = colour;
  c.lineWidth = 3;
  c.beginPath();
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

type Group = { readonly message: PaintMessage; count: number; progress: number };

/** Adds a message in flight to its group. */
export const countInGroup = (groups: Map<number, Group>, message: PaintMessage, flight: Flight): void => {
  const group = groups.get(message.group);
  if (group === undefined) groups.set(message.group, { message, count: 1, progress: flight.progress });
  else {
    group.count++;
    group.progress += flight.progress;
  }
};

/** Where the badge of a bundle is: on the sender's spoke, ahead of it by as much as its messages are on average. */
export const groupPoint = (places: Pick<PaintPlaces, 'edges' | 'hub'>, from: number, progress: number): PaintPoint | null => {
  const edge = places.edges[from];
  return edge === undefined || places.hub === null ? null : between(edge, places.hub, 0.2 + 0.6 * progress);
};

/** Bundles as one shape each with the number of its messages. */
export const drawGroups = (c: PaintContext, groups: ReadonlyMap<number, Group>, places: PaintPlaces, colours: PaintColours): void => {
  for (const { message, count, progress } of groups.values()) {
    const at = groupPoint(places, message.from, progress / count);
    if (at === null) continue;
    const colour = colourOf(message.shape, colours);
    const text = `${glyphOf(message)}${count}`;
    const width = Math.max(26, 9 * text.length + 8);
    c.beginPath();
    if (message.shape === 'prevote') c.roundRect(at.x - width / 2, at.y - RADIUS - 1, width, 2 * RADIUS + 2, RADIUS + 1);
    else if (message.shape === 'precommit') c.roundRect(at.x - width / 2, at.y - RADIUS - 1, width, 2 * RADIUS + 2, 4);
    else outline(c, message.shape, at);
    const hollow = message.nil || message.ghost;
    c.fillStyle = hollow ? colours.background : colour;
    c.strokeStyle = hollow ? colour : colours.background;
    c.lineWidth = 2;
    c.fill();
    c.stroke();
    const outside = message.shape !== 'prevote' && message.shape !== 'precommit';
    const where = outside ? { x: at.x, y: at.y - RADIUS - 8 } : at;
    drawText(c, outside ? `×${count}` : text, where, { colour: hollow || outside ? colour : colours.background, size: 13 });
  }
};

/** Faint lines from every validator to the hub: the bundles that messages share. */
export const drawSpokes = (c: PaintContext, places: PaintPlaces, colour: string): void => {
  if (places.hub === null) return;
  c.strokeStyle = colour;
  c.lineWidth = 1;
  c.beginPath();
  for (const edge of places.edges) {
    const end = between(edge, places.hub, 0.82);
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
