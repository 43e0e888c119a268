// What the page tells the painter: plain data only. The painter draws a picture as a pure function of the latest of each message.

/** Shapes of experience.md D4; nil is the same shape hollow, never another colour. */
export type PaintShape = 'init' | 'wagon' | 'fin' | 'end' | 'prevote' | 'precommit' | 'transaction';

/** One message between two validators. Times in virtual microseconds; `end` is when it is gone from the picture. */
export type PaintMessage = {
  readonly from: number;
  readonly to: number;
  readonly sentAt: number;
  readonly arriveAt: number | null;
  readonly end: number;
  readonly shape: PaintShape;
  readonly nil: boolean;
  readonly ghost: boolean;
  readonly delayed: boolean;
  /** Number on a wagon. */
  readonly label: string;
  readonly selected: boolean;
};

/** A validator's own decision: a burst on its card, never a packet. */
export type PaintBurst = { readonly validator: number; readonly at: number };

export type PaintColours = {
  readonly proposal: string;
  readonly prevote: string;
  readonly precommit: string;
  readonly decision: string;
  readonly fault: string;
  readonly neutral: string;
  readonly background: string;
};

export type PaintPoint = { readonly x: number; readonly y: number };

export type PaintRequest =
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly kind: 'size'; readonly width: number; readonly height: number; readonly ratio: number }
  | { readonly kind: 'colours'; readonly colours: PaintColours }
  /** Where messages leave and arrive (the consensus edge) and where bursts happen, in stage coordinates, by validator. */
  | { readonly kind: 'places'; readonly edges: readonly PaintPoint[]; readonly centres: readonly PaintPoint[] }
  | { readonly kind: 'messages'; readonly messages: readonly PaintMessage[]; readonly bursts: readonly PaintBurst[] }
  /** Draws. `x`, `y`, `zoom`: the stage's viewport; `t`: the playhead. */
  | { readonly kind: 'draw'; readonly x: number; readonly y: number; readonly zoom: number; readonly t: number };
