// What the page tells the painter: plain data only. The painter draws a picture as a pure function of the latest of each message.

/** Shapes of experience.md D4; nil is the same shape hollow, never another colour. */
export type PaintShape = 'init' | 'wagon' | 'fin' | 'end' | 'prevote' | 'precommit' | 'transaction' | 'sync';

/** What a fault, or a sender with two faces, has done to a message. */
export type PaintMark = 'none' | 'delayed' | 'duplicated' | 'corrupted' | 'split';

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
  readonly mark: PaintMark;
  /** Number on a wagon. */
  readonly label: string;
  readonly selected: boolean;
  /** The same for all copies of one frame: they are counted together where single messages are too many. */
  readonly group: number;
};

/** A validator's own decision: a burst on its card, never a packet. */
export type PaintBurst = { readonly validator: number; readonly at: number };

/** One crossing of a bridge. `heartbeat`: a pulse on the ribbon of `seed-stream`. */
export type PaintToken = {
  readonly validator: number;
  readonly direction: 'request' | 'answer';
  readonly kind: 'call' | 'heartbeat';
  readonly from: number;
  /** When it is gone from the picture. */
  readonly end: number;
  /** It does not arrive, or brings an error. */
  readonly bad: boolean;
  readonly arrives: boolean;
};

export type PaintColours = {
  readonly proposal: string;
  readonly prevote: string;
  readonly precommit: string;
  readonly decision: string;
  readonly sync: string;
  readonly fault: string;
  readonly neutral: string;
  readonly faint: string;
  readonly background: string;
};

export type PaintPoint = { readonly x: number; readonly y: number };

/** Where a bridge lies, in stage coordinates: requests run along one line, answers back along the other. */
export type PaintBridge = { readonly left: number; readonly right: number; readonly request: number; readonly answer: number };

export type PaintPlaces = {
  /** Where messages leave and arrive (the consensus edge), by validator. */
  readonly edges: readonly PaintPoint[];
  /** Where bursts happen. */
  readonly centres: readonly PaintPoint[];
  /** Empty where cards are discs. */
  readonly bridges: readonly PaintBridge[];
  /** All routes bend through it; null: straight links. */
  readonly hub: PaintPoint | null;
  /** Straight links are drawn here too: the page draws them only between cards. */
  readonly links: boolean;
  /** How many of the nodes are validators; the full nodes after them have no links with each other. */
  readonly validators: number;
};

export type PaintRequest =
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly kind: 'size'; readonly width: number; readonly height: number; readonly ratio: number }
  | { readonly kind: 'colours'; readonly colours: PaintColours }
  | ({ readonly kind: 'places' } & PaintPlaces)
  /** `still`: reduced motion, arrows with progress ticks instead of flight. `gossip`: transactions are drawn too. */
  | { readonly kind: 'style'; readonly still: boolean; readonly gossip: boolean }
  | {
      readonly kind: 'messages';
      readonly messages: readonly PaintMessage[];
      readonly bursts: readonly PaintBurst[];
      readonly tokens: readonly PaintToken[];
    }
  /** Draws. `x`, `y`, `zoom`: the stage's viewport; `t`: the playhead. */
  | { readonly kind: 'draw'; readonly x: number; readonly y: number; readonly zoom: number; readonly t: number };

/** What the painter tells: how many pictures it has drawn, each second in which it drew any, and how detailed they were. */
export type PaintReport = { readonly drawn: number; readonly quality: string };
