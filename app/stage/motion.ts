// Keeps the painter up to date: places, colours, size, the window of the log around the playhead, and one draw per move of playhead or camera. The
// painter lives in a worker where the browser has OffscreenCanvas, else on the page with the same code. There is no loop here: whoever moves the
// playhead (the player, a step, a seek) causes the draw, so a paused page draws nothing.
import { BURST_US } from '../../core/view/flight.ts';
import type { Timeline } from '../../core/view/timeline.ts';
import type { PaintColours, PaintPlaces, PaintReport, PaintRequest } from '../../workers/paint-api.ts';
import { type Painter, spawnPainter } from '../../workers/spawn-paint.ts';
import { paintRequest } from './paint-list.ts';

/** Virtual time before and after the playhead that one window covers. */
const BEHIND_US = 600_000;
const AHEAD_US = 1_500_000;
/** A new window is sent when the playhead comes this close to the end of the old one. */
const MARGIN_US = 400_000;
const RATIO_MAX = 2;
/** Machines with few cores draw at one pixel per pixel. */
const FEW_CORES = 4;

export type MotionSource = {
  readonly line: Timeline;
  readonly version: number;
  readonly headUs: number;
  readonly selected: string | null;
  readonly gossip: boolean;
};

/** The scene arrives later than the first requests: they wait. */
const paintOnPage = (canvas: HTMLCanvasElement): Painter => {
  const waiting: PaintRequest[] = [];
  let take = (request: PaintRequest): void => void waiting.push(request);
  const load = async (): Promise<void> => {
    const scene = (await import('./paint-on-page.ts')).sceneOnPage(canvas);
    take = (request) => {
      if (request.kind !== 'canvas') scene?.handle(request);
    };
    for (const request of waiting.splice(0)) take(request);
  };
  void load();
  return { send: (request) => take(request), close: () => undefined };
};

const startPainter = (canvas: HTMLCanvasElement, onReport: (report: PaintReport) => void): Painter =>
  typeof canvas.transferControlToOffscreen === 'function'
    ? spawnPainter(canvas.transferControlToOffscreen(), onReport)
    : paintOnPage(canvas);

const readColours = (): PaintColours => {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    proposal: read('--role-proposal'),
    prevote: read('--role-prevote'),
    precommit: read('--role-precommit'),
    decision: read('--role-decision'),
    sync: read('--role-sync'),
    fault: read('--role-fault'),
    neutral: read('--strong'),
    faint: read('--line'),
    background: read('--stage'),
  };
};

type Window = { readonly from: number; readonly until: number; readonly source: MotionSource };

/** What the window was made of is still all there is. */
const isFresh = ({ source: old, until }: Window, now: MotionSource): boolean =>
  old.line === now.line &&
  old.selected === now.selected &&
  old.gossip === now.gossip &&
  (old.version === now.version || old.headUs > until);

export class Motion {
  readonly #painter: Painter;
  readonly #source: () => MotionSource;
  #window: Window | null = null;
  #viewport = { x: 0, y: 0, zoom: 1 };
  #us = 0;
  #held = false;

  constructor(canvas: HTMLCanvasElement, source: () => MotionSource) {
    this.#painter = startPainter(canvas, (report) => {
      canvas.dataset['drawn'] = String(report.drawn);
      canvas.dataset['quality'] = report.quality;
    });
    this.#source = source;
  }

  resize(width: number, height: number): void {
    const limit = navigator.hardwareConcurrency <= FEW_CORES ? 1 : RATIO_MAX;
    this.#painter.send({ kind: 'size', width, height, ratio: Math.min(Math.max(limit, 1), devicePixelRatio) });
    this.#draw();
  }

  recolour(): void {
    this.#painter.send({ kind: 'colours', colours: readColours() });
    this.#draw();
  }

  place(places: PaintPlaces): void {
    this.#painter.send({ kind: 'places', ...places });
    this.#draw();
  }

  /** `still`: reduced motion. */
  style(still: boolean, gossip: boolean): void {
    this.#painter.send({ kind: 'style', still, gossip });
    this.update();
  }

  look(viewport: { readonly x: number; readonly y: number; readonly zoom: number }): void {
    this.#viewport = viewport;
    this.#draw();
  }

  /** Shows the moment `us`. */
  move(us: number): void {
    if (this.#held) return;
    this.#us = us;
    this.#refresh();
    this.#draw();
  }

  /** Log, selection or filter changed. */
  update(): void {
    this.move(this.#us);
  }

  /** From now on the picture does not come from the log, but from `send` and `show`. */
  hold(): void {
    this.#held = true;
  }

  send(request: Exclude<PaintRequest, { readonly kind: 'canvas' }>): void {
    this.#painter.send(request);
  }

  /** Draws the moment `t` of what was sent. */
  show(t: number): void {
    this.#us = t;
    this.#draw();
  }

  close(): void {
    this.#painter.close();
  }

  #refresh(): void {
    const source = this.#source();
    const old = this.#window;
    const fits = old !== null && this.#us >= old.from + BURST_US && this.#us <= old.until - MARGIN_US;
    if (fits && isFresh(old, source)) return;
    const span = { from: this.#us - BEHIND_US, until: this.#us + AHEAD_US };
    this.#window = { ...span, source };
    this.#painter.send(paintRequest(source, span));
  }

  #draw(): void {
    this.#painter.send({ kind: 'draw', ...this.#viewport, t: this.#us });
  }
}
