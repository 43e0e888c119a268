// The picture of all moving messages on one canvas, drawn as a pure function of playhead and viewport: the same code runs in the paint worker and, where
// there is no OffscreenCanvas, on the page. It keeps no clock and no loop: it draws when told to.
import { flightAt, pointOnLink } from '../core/view/flight.ts';
import type { PaintBurst, PaintColours, PaintMessage, PaintPoint, PaintRequest } from './paint-api.ts';

/** A main canvas's context has the same methods; the page casts it once. */
export type PaintContext = OffscreenCanvasRenderingContext2D;
type Surface = { width: number; height: number };

/** Distance of a lane from the straight line, so that opposite directions keep apart; wagons of one train ride in file. */
const LANE = 9;
/** Virtual time that a burst lasts. */
export const BURST_US = 400_000;
const RADIUS = 9;

export class PaintScene {
  readonly #context: PaintContext;
  readonly #surface: Surface;
  #ratio = 1;
  #size = { width: 0, height: 0 };
  #colours: PaintColours | null = null;
  #edges: readonly PaintPoint[] = [];
  #centres: readonly PaintPoint[] = [];
  #messages: readonly PaintMessage[] = [];
  #bursts: readonly PaintBurst[] = [];

  constructor(context: PaintContext, surface: Surface) {
    this.#context = context;
    this.#surface = surface;
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
        return;
      case 'places':
        this.#edges = request.edges;
        this.#centres = request.centres;
        return;
      case 'messages':
        this.#messages = request.messages;
        this.#bursts = request.bursts;
        return;
      case 'draw':
        this.#draw(request);
        return;
    }
  }

  #draw(view: { readonly x: number; readonly y: number; readonly zoom: number; readonly t: number }): void {
    const c = this.#context;
    c.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    c.clearRect(0, 0, this.#size.width, this.#size.height);
    if (this.#colours === null) return;
    c.translate(view.x, view.y);
    c.scale(view.zoom, view.zoom);
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    for (const message of this.#messages) this.#drawMessage(message, view.t, this.#colours);
    for (const burst of this.#bursts) this.#drawBurst(burst, view.t, this.#colours);
  }

  #drawMessage(message: PaintMessage, t: number, colours: PaintColours): void {
    const [a, b] = [this.#edges[message.from], this.#edges[message.to]];
    const flight = flightAt(message, t);
    if (a === undefined || b === undefined || flight === null) return;
    const at = pointOnLink(a, b, flight.progress, LANE);
    const c = this.#context;
    c.globalAlpha = flight.dying > 0 ? 1 - flight.dying * 0.6 : 1;
    if (message.ghost) c.globalAlpha *= 0.55;
    this.#drawTrail(message, pointOnLink(a, b, Math.max(0, flight.progress - 0.08), LANE), at, colours);
    this.#drawShape(message, at, colours);
    if (message.selected) this.#ring(at, RADIUS + 5, colours.decision);
    if (message.delayed) this.#text('≀', { x: at.x + RADIUS + 5, y: at.y - RADIUS }, colours.fault, 13);
    if (flight.dying > 0) this.#cross(at, colours.fault);
    c.globalAlpha = 1;
  }

  #colourOf(message: PaintMessage, colours: PaintColours): string {
    switch (message.shape) {
      case 'prevote':
        return colours.prevote;
      case 'precommit':
        return colours.precommit;
      case 'transaction':
        return colours.neutral;
      case 'init':
      case 'wagon':
      case 'fin':
      case 'end':
        return colours.proposal;
    }
  }

  #drawTrail(message: PaintMessage, from: PaintPoint, to: PaintPoint, colours: PaintColours): void {
    const c = this.#context;
    c.strokeStyle = this.#colourOf(message, colours);
    c.lineWidth = message.shape === 'transaction' ? 1 : 2;
    c.setLineDash(message.shape === 'transaction' ? [1, 4] : []);
    c.beginPath();
    c.moveTo(from.x, from.y);
    c.lineTo(to.x, to.y);
    c.stroke();
    c.setLineDash([]);
  }

  #drawShape(message: PaintMessage, at: PaintPoint, colours: PaintColours): void {
    const c = this.#context;
    const colour = this.#colourOf(message, colours);
    c.beginPath();
    switch (message.shape) {
      case 'prevote':
        c.arc(at.x, at.y, RADIUS, 0, 2 * Math.PI);
        break;
      case 'precommit':
        c.roundRect(at.x - RADIUS, at.y - RADIUS, 2 * RADIUS, 2 * RADIUS, 4);
        break;
      case 'init':
        polygon(c, [at.x - RADIUS, at.y - RADIUS, at.x + RADIUS + 2, at.y, at.x - RADIUS, at.y + RADIUS]);
        break;
      case 'fin':
        polygon(c, [at.x + RADIUS, at.y - RADIUS, at.x - RADIUS - 2, at.y, at.x + RADIUS, at.y + RADIUS]);
        break;
      case 'wagon':
        c.roundRect(at.x - RADIUS - 3, at.y - RADIUS + 2, 2 * RADIUS + 6, 2 * RADIUS - 4, 2);
        break;
      case 'end':
        c.rect(at.x - 2, at.y - RADIUS, 4, 2 * RADIUS);
        break;
      case 'transaction':
        c.arc(at.x, at.y, 3, 0, 2 * Math.PI);
        break;
    }
    this.#fill(message, colour, colours.background);
    this.#text(this.#glyphOf(message), at, message.nil || message.ghost ? colour : colours.background, 11);
  }

  /** Nil and rebroadcast are hollow: the same hue as outline. */
  #fill(message: PaintMessage, colour: string, background: string): void {
    const c = this.#context;
    c.fillStyle = message.nil || message.ghost ? background : colour;
    c.strokeStyle = message.nil || message.ghost ? colour : background;
    c.lineWidth = message.nil || message.ghost ? 2 : 1.5;
    c.fill();
    c.stroke();
  }

  #glyphOf(message: PaintMessage): string {
    if (message.nil) return '∅';
    switch (message.shape) {
      case 'prevote':
        return 'P';
      case 'precommit':
        return 'C';
      case 'wagon':
        return message.label;
      case 'init':
      case 'fin':
      case 'end':
      case 'transaction':
        return '';
    }
  }

  #text(text: string, at: PaintPoint, colour: string, size: number): void {
    if (text === '') return;
    const c = this.#context;
    c.font = `600 ${size}px ui-sans-serif, system-ui, sans-serif`;
    c.fillStyle = colour;
    c.fillText(text, at.x, at.y + 0.5);
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

  #drawBurst(burst: PaintBurst, t: number, colours: PaintColours): void {
    const centre = this.#centres[burst.validator];
    const age = (t - burst.at) / BURST_US;
    if (centre === undefined || age < 0 || age >= 1) return;
    const c = this.#context;
    c.globalAlpha = 1 - age * age;
    const radius = 16 + 44 * age;
    c.strokeStyle = colours.decision;
    c.lineWidth = 3;
    c.beginPath();
    for (let i = 0; i < 12; i++) {
      const [dx, dy] = [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)];
      c.moveTo(centre.x + dx * radius, centre.y + dy * radius);
      c.lineTo(centre.x + dx * (radius + 14), centre.y + dy * (radius + 14));
    }
    c.stroke();
    this.#text('★', centre, colours.decision, 34);
    c.globalAlpha = 1;
  }
}

const polygon = (c: PaintContext, points: readonly number[]): void => {
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
    if (i === 0) c.moveTo(x, y);
    else c.lineTo(x, y);
  }
  c.closePath();
};
