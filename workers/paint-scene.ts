// The picture of all that moves on one canvas, drawn as a pure function of playhead and viewport: the same code runs in the paint worker and, where
// there is no OffscreenCanvas, on the page. It keeps no loop: it draws when told to, and draws less when drawing gets dear (paint-quality.ts).
import { type Flight, LANE, flightAt, magnifierAt, pointOnRoute } from '../core/view/flight.ts';
import type {
  PaintBurst,
  PaintColours,
  PaintMessage,
  PaintPlaces,
  PaintPoint,
  PaintReport,
  PaintRequest,
  PaintToken,
} from './paint-api.ts';
import { type Group, countInGroup, drawArrow, drawBurst, drawBundles, drawSpokes, drawToken, drawTotals } from './paint-extras.ts';
import { BEST_QUALITY, type QualityState, afterPicture, qualityOf } from './paint-quality.ts';
import { type PaintContext, RADIUS, colourOf, drawMark } from './paint-shapes.ts';
import { type MakeSurface, SPRITE_HALF, SpriteStore } from './paint-sprites.ts';

type Surface = { width: number; height: number };
type View = { readonly x: number; readonly y: number; readonly zoom: number; readonly t: number };
/** A message that is on its way, and where. */
type Flying = {
  readonly message: PaintMessage;
  readonly flight: Flight;
  readonly at: PaintPoint;
  readonly a: PaintPoint;
  readonly b: PaintPoint;
};

/** Part of the way that a trail is long. */
const TRAIL = 0.08;
/** Sides of a dot on screen, in pixels. */
const DOT_PX = 4;
/** More dots around a hub than this are a cloud that hides the validators: then bundles and numbers tell more. 31 validators send 930 votes at once. */
const DOTS_MAX = 1_200;
const NOWHERE: PaintPlaces = { edges: [], centres: [], bridges: [], hub: null, links: false, validators: 0 };

export class PaintScene {
  readonly #context: PaintContext;
  readonly #surface: Surface;
  readonly #sprites: SpriteStore;
  readonly #now: () => number;
  #ratio = 1;
  #size = { width: 0, height: 0 };
  #colours: PaintColours | null = null;
  #places = NOWHERE;
  #style = { still: false, gossip: false };
  #messages: readonly PaintMessage[] = [];
  #bursts: readonly PaintBurst[] = [];
  #tokens: readonly PaintToken[] = [];
  #quality: QualityState = BEST_QUALITY;
  #drawn = 0;
  /** How much larger than life messages are drawn. */
  #unit = 1;

  constructor(options: {
    readonly context: PaintContext;
    readonly surface: Surface;
    readonly makeSurface: MakeSurface;
    /** Milliseconds, monotonic: for the quality only. */
    readonly now: () => number;
  }) {
    this.#context = options.context;
    this.#surface = options.surface;
    this.#sprites = new SpriteStore(options.makeSurface);
    this.#now = options.now;
  }

  get report(): PaintReport {
    return { drawn: this.#drawn, quality: qualityOf(this.#quality) };
  }

  handle(request: Exclude<PaintRequest, { readonly kind: 'canvas' }>): void {
    switch (request.kind) {
      case 'size':
        this.#ratio = request.ratio;
        this.#size = { width: request.width, height: request.height };
        this.#surface.width = Math.max(1, Math.round(request.width * request.ratio));
        this.#surface.height = Math.max(1, Math.round(request.height * request.ratio));
        return;
      case 'colours':
        this.#colours = request.colours;
        this.#sprites.clear();
        return;
      case 'places':
        this.#places = request;
        return;
      case 'style':
        this.#style = request;
        return;
      case 'messages':
        this.#messages = request.messages;
        this.#bursts = request.bursts;
        this.#tokens = request.tokens;
        return;
      case 'draw': {
        const before = this.#now();
        this.#draw(request);
        this.#drawn++;
        this.#quality = afterPicture(this.#quality, this.#now() - before);
        return;
      }
    }
  }

  #draw(view: View): void {
    const c = this.#context;
    const colours = this.#colours;
    c.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    c.clearRect(0, 0, this.#size.width, this.#size.height);
    if (colours === null) return;
    c.translate(view.x, view.y);
    c.scale(view.zoom, view.zoom);
    this.#unit = magnifierAt(view.zoom);
    this.#sprites.setScale(this.#ratio * view.zoom * this.#unit);
    drawSpokes(c, this.#places, colours.faint);
    for (const token of this.#tokens) {
      const bridge = this.#places.bridges[token.validator];
      if (bridge !== undefined) drawToken(c, token, { bridge, t: view.t }, colours);
    }
    this.#drawMessages(view, colours);
    const { edges, centres, hub } = this.#places;
    for (const burst of this.#bursts) {
      const [centre, edge] = [centres[burst.validator], edges[burst.validator]];
      if (centre === undefined || edge === undefined) continue;
      // On a ring of discs a link begins at the rim.
      const disc = hub === null ? null : Math.hypot(edge.x - centre.x, edge.y - centre.y);
      drawBurst(c, burst, { centre, t: view.t, disc }, colours.decision);
    }
  }

  #drawMessages(view: View, colours: PaintColours): void {
    const flying = this.#flying(view.t);
    const quality = qualityOf(this.#quality);
    const bundled = this.#places.hub !== null;
    if (bundled || quality === 'counts') this.#drawCounted(flying, view, colours);
    else if (this.#style.still) for (const one of flying) this.#drawStill(one, colours);
    else if (quality === 'dots') this.#drawDots(flying, view, colours);
    else for (const one of flying) this.#drawFlying(one, quality === 'trails', colours);
  }

  #flying(t: number): readonly Flying[] {
    const list: Flying[] = [];
    const { edges, hub } = this.#places;
    for (const message of this.#messages) {
      if (message.shape === 'transaction' && !this.#style.gossip) continue;
      const flight = flightAt(message, t);
      const [a, b] = [edges[message.from], edges[message.to]];
      if (flight === null || a === undefined || b === undefined) continue;
      list.push({ message, flight, a, b, at: pointOnRoute({ a, b, hub }, flight.progress, LANE * this.#unit) });
    }
    return list;
  }

  /** Too many to tell apart: a dot each while that is cheap, and one shape with a number for each bundle. */
  #drawCounted(flying: readonly Flying[], view: View, colours: PaintColours): void {
    const { hub } = this.#places;
    const groups = new Map<number, Group>();
    for (const { message } of flying) countInGroup(groups, message);
    if (hub !== null) drawBundles(this.#context, groups, { places: this.#places, zoom: view.zoom }, colours);
    const isCloud = hub !== null && flying.length > DOTS_MAX;
    if (qualityOf(this.#quality) !== 'counts' && !this.#style.still && !isCloud) this.#drawDots(flying, view, colours);
    if (hub !== null) drawTotals(this.#context, groups, this.#places, colours);
    else for (const one of flying) if (one.message.selected) this.#drawFlying(one, false, colours);
  }

  #drawDots(flying: readonly Flying[], view: View, colours: PaintColours): void {
    const c = this.#context;
    const size = DOT_PX / view.zoom;
    const batches = new Map<string, Flying[]>();
    for (const one of flying) {
      const colour = one.flight.dying > 0 ? colours.fault : colourOf(one.message.shape, colours);
      const batch = batches.get(colour);
      if (batch === undefined) batches.set(colour, [one]);
      else batch.push(one);
    }
    for (const [colour, batch] of batches) {
      c.fillStyle = colour;
      c.beginPath();
      for (const { at } of batch) c.rect(at.x - size / 2, at.y - size / 2, size, size);
      c.fill();
    }
    for (const one of flying) if (one.message.selected) this.#ring(one.at, RADIUS, colours.decision);
  }

  #drawFlying(one: Flying, trail: boolean, colours: PaintColours): void {
    const { message, flight, at } = one;
    const c = this.#context;
    c.globalAlpha = (flight.dying > 0 ? 1 - flight.dying * 0.6 : 1) * (message.ghost ? 0.6 : 1);
    if (trail) this.#drawTrail(one, colours);
    this.#stamp(message, at, colours);
    c.globalAlpha = 1;
    this.#drawSigns(one, at, colours);
  }

  #drawStill(one: Flying, colours: PaintColours): void {
    const { message, flight, a, b } = one;
    const colour = colourOf(message.shape, colours);
    const at = drawArrow(this.#context, { a, b, hub: null }, { progress: flight.progress, lane: LANE * this.#unit }, colour);
    this.#stamp(message, at, colours);
    this.#drawSigns(one, at, colours);
  }

  #stamp(message: PaintMessage, at: PaintPoint, colours: PaintColours): void {
    const half = SPRITE_HALF * this.#unit;
    this.#context.drawImage(this.#sprites.of(message, colours), at.x - half, at.y - half, 2 * half, 2 * half);
  }

  /** Selection, what a fault has done, and the end of a message that will not arrive. */
  #drawSigns({ message, flight }: Flying, at: PaintPoint, colours: PaintColours): void {
    if (message.selected) this.#ring(at, RADIUS + 5, colours.decision);
    drawMark(this.#context, message, at, colours);
    if (flight.dying > 0) this.#cross(at, colours.fault);
  }

  #drawTrail({ message, flight, at, a, b }: Flying, colours: PaintColours): void {
    const c = this.#context;
    const from = pointOnRoute({ a, b, hub: null }, Math.max(0, flight.progress - TRAIL), LANE * this.#unit);
    c.strokeStyle = colourOf(message.shape, colours);
    c.lineWidth = (message.shape === 'transaction' ? 1 : 2) * this.#unit;
    const dash = message.shape === 'transaction' ? [1, 4] : message.shape === 'sync' ? [5, 4] : [];
    if (dash.length > 0) c.setLineDash(dash);
    c.beginPath();
    c.moveTo(from.x, from.y);
    c.lineTo(at.x, at.y);
    c.stroke();
    if (dash.length > 0) c.setLineDash([]);
  }

  #ring(at: PaintPoint, radius: number, colour: string): void {
    const c = this.#context;
    c.strokeStyle = colour;
    c.lineWidth = 2;
    c.beginPath();
    c.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    c.stroke();
  }

  #cross(at: PaintPoint, colour: string): void {
    const c = this.#context;
    c.strokeStyle = colour;
    c.lineWidth = 3;
    c.beginPath();
    c.moveTo(at.x - RADIUS, at.y - RADIUS);
    c.lineTo(at.x + RADIUS, at.y + RADIUS);
    c.moveTo(at.x + RADIUS, at.y - RADIUS);
    c.lineTo(at.x - RADIUS, at.y + RADIUS);
    c.stroke();
  }
}
