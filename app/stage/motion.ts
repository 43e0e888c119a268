// Keeps the painter up to date: places, colours, size, the window of messages around the playhead, and one draw per move of playhead or camera. The
// painter lives in a worker where the browser has OffscreenCanvas, else on the page with the same code. There is no loop here: whoever moves the
// playhead (the player, a step, a seek) causes the draw, so a paused page draws nothing.
import type { Timeline } from '../../core/view/timeline.ts';
import type { PaintColours, PaintPoint, PaintRequest } from '../../workers/paint-api.ts';
import { BURST_US, type PaintContext, PaintScene } from '../../workers/paint-scene.ts';
import { type Painter, spawnPainter } from '../../workers/spawn-paint.ts';
import { burstWindow, paintWindow } from './paint-list.ts';

/** Virtual time before and after the playhead that one window covers. */
const BEHIND_US = 600_000;
const AHEAD_US = 1_500_000;
/** A new window is sent when the playhead comes this close to the end of the old one. */
const MARGIN_US = 400_000;
const RATIO_MAX = 2;

export type MotionSource = {
  readonly line: Timeline;
  readonly version: number;
  readonly selected: string | null;
};

const paintOnPage = (canvas: HTMLCanvasElement): Painter => {
  const context = canvas.getContext('2d');
  const scene = context === null ? null : new PaintScene(context as unknown as PaintContext, canvas);
  return {
    send: (request: PaintRequest) => {
      if (request.kind !== 'canvas') scene?.handle(request);
    },
    close: () => undefined,
  };
};

const startPainter = (canvas: HTMLCanvasElement): Painter =>
  typeof canvas.transferControlToOffscreen === 'function' ? spawnPainter(canvas.transferControlToOffscreen()) : paintOnPage(canvas);

const readColours = (): PaintColours => {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    proposal: read('--role-proposal'),
    prevote: read('--role-prevote'),
    precommit: read('--role-precommit'),
    decision: read('--role-decision'),
    fault: read('--role-fault'),
    neutral: read('--strong'),
    background: read('--stage'),
  };
};

export class Motion {
  readonly #painter: Painter;
  readonly #source: () => MotionSource;
  #window: { readonly from: number; readonly until: number; readonly source: MotionSource } | null = null;
  #viewport = { x: 0, y: 0, zoom: 1 };
  #us = 0;

  constructor(canvas: HTMLCanvasElement, source: () => MotionSource) {
    this.#painter = startPainter(canvas);
    this.#source = source;
  }

  resize(width: number, height: number): void {
    this.#painter.send({ kind: 'size', width, height, ratio: Math.min(RATIO_MAX, devicePixelRatio) });
    this.#draw();
  }

  recolour(): void {
    this.#painter.send({ kind: 'colours', colours: readColours() });
    this.#draw();
  }

  place(edges: readonly PaintPoint[], centres: readonly PaintPoint[]): void {
    this.#painter.send({ kind: 'places', edges, centres });
    this.#draw();
  }

  look(viewport: { readonly x: number; readonly y: number; readonly zoom: number }): void {
    this.#viewport = viewport;
    this.#draw();
  }

  /** Shows the moment `us`. */
  move(us: number): void {
    this.#us = us;
    this.#refresh();
    this.#draw();
  }

  /** Log, selection or filter changed. */
  update(): void {
    this.#window = null;
    this.move(this.#us);
  }

  close(): void {
    this.#painter.close();
  }

  #refresh(): void {
    const source = this.#source();
    const old = this.#window;
    const fits = old !== null && this.#us >= old.from + BURST_US && this.#us <= old.until - MARGIN_US;
    if (fits && old.source.line === source.line && old.source.version === source.version) return;
    const span = { from: this.#us - BEHIND_US, until: this.#us + AHEAD_US };
    this.#window = { ...span, source };
    const messages = paintWindow(source.line.messages, span, source.selected);
    this.#painter.send({ kind: 'messages', messages, bursts: burstWindow(source.line.marks, span) });
  }

  #draw(): void {
    this.#painter.send({ kind: 'draw', ...this.#viewport, t: this.#us });
  }
}
