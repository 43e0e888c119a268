// Where validators stand. Up to MANY of them are cards around a frame whose middle stays free; more are discs on rings around a hub that all bundles of
// messages share. Pure geometry in stage units; the camera is React Flow's.
export type Place = { readonly x: number; readonly y: number };

export const CARD_WIDTH = 272;
export const CARD_HEIGHT = 160;
/** With more validators than this the stage draws discs, bundles and the vote matrix. */
export const MANY = 16;
/** The consensus edge is the only p2p port: at the middle of the left chamber, on the side that faces the centre of the stage. */
export const PORT_LEFT = 56;
/** Columns of a card: consensus, bridge, batcher. */
export const BRIDGE_LEFT = 112;
export const BRIDGE_WIDTH = 64;
/** Height of a card's header, and of the two lines of its bridge below it. */
export const HEADER_HEIGHT = 28;
const REQUEST_LINE = 44;
const ANSWER_LINE = 84;
/** Room between two cards, for messages to be seen. */
const GAP_X = 28;
const GAP_Y = 36;
const DISC_GAP = 10;

/** The side of a card that its p2p port is on. */
export type PortSide = 'top' | 'bottom' | 'left';

export type Spread = {
  /** Top-left corners by validator. */
  readonly places: readonly Place[];
  /** By validator; a disc has none. */
  readonly ports: readonly PortSide[];
  readonly width: number;
  readonly height: number;
  /** The point through which bundles run; null while there are cards. */
  readonly hub: Place | null;
};

/** Discs get smaller as they become more. */
const discSize = (n: number): number => (n <= 48 ? 64 : 52);
const ringsOf = (n: number): number => (n <= 20 ? 1 : n <= 48 ? 2 : n <= 64 ? 3 : 5);

/** Pixels of the stage. */
export type StageSize = { readonly width: number; readonly height: number };

/** All of `n` validators, centred around (0, 0), for a stage of this size. */
export const spread = (n: number, size: StageSize): Spread => {
  if (n > MANY) return { places: placeDiscs(n), ports: [], width: discSize(n), height: discSize(n), hub: { x: 0, y: 0 } };
  const cards = placeCards(n, size);
  return {
    places: cards.map(({ x, y }) => ({ x, y })),
    ports: cards.map(({ x, y, side }) => (side && x > 0 ? 'left' : y + CARD_HEIGHT / 2 <= 1 ? 'bottom' : 'top')),
    width: CARD_WIDTH,
    height: CARD_HEIGHT,
    hub: null,
  };
};

/** `side`: neither in the first nor in the last row. */
type CardPlace = Place & { readonly side: boolean };

/** How many cards stand on each side of a frame, clockwise from the top. */
type Frame = { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };

/** Room in the middle, for messages, when there are only two rows or columns. */
const MIDDLE_X = 96;
const MIDDLE_Y = 110;

const rowsOf = ({ left, right }: Frame): number => 2 + Math.max(left, right);
const columnsOf = ({ top, bottom }: Frame): number => Math.max(2, top, bottom);
/** Cards on the sides stand aside, so that the links between the cards above and below pass by on their left. */
const ASIDE = PORT_LEFT + 18;
const widthOf = (frame: Frame): number =>
  columnsOf(frame) * (CARD_WIDTH + GAP_X) - GAP_X + (columnsOf(frame) === 2 ? MIDDLE_X : 0) + (frame.right > 0 ? ASIDE : 0);
const heightOf = (frame: Frame): number => rowsOf(frame) * (CARD_HEIGHT + GAP_Y) - GAP_Y + (rowsOf(frame) === 2 ? MIDDLE_Y : 0);

/** All ways to put `n` cards around a frame with rows and sides as even as can be. */
const framesOf = (n: number): readonly Frame[] =>
  Array.from({ length: Math.floor((n - 2) / 2) + 1 }, (_, sides): Frame => {
    const rest = n - sides;
    const right = Math.ceil(sides / 2);
    return { top: Math.ceil(rest / 2), right, bottom: Math.floor(rest / 2), left: sides - right };
  });

/** Below this zoom a card is a disc (experience.md D3). */
export const DISC_ZOOM = 0.6;
/** Of the stage, the strip of tools and the margins. */
const MARGIN_X = 80;
const MARGIN_Y = 32;

/** How large a frame's cards are on a stage of this size. */
const scaleOf = (frame: Frame, { width, height }: StageSize): number =>
  Math.min((width - MARGIN_X) / widthOf(frame), (height - MARGIN_Y) / heightOf(frame));

/**
 * Top-left corners of the cards of `n` validators, clockwise from the upper left: around the frame that shows them largest. Where even that is too small
 * for cards, they are discs anyway and stand on an ellipse, where no link runs through a third.
 */
const placeCards = (n: number, size: StageSize): readonly CardPlace[] => {
  const shape = Math.max(0.3, (size.width - MARGIN_X) / Math.max(1, size.height - MARGIN_Y));
  if (n <= 2) return pair(n, shape);
  const frame = framesOf(n).reduce((best, next) => (scaleOf(next, size) > scaleOf(best, size) ? next : best));
  if (size.height > 0 && scaleOf(frame, size) < DISC_ZOOM) return onEllipse(n, shape);
  // What the stage has left over becomes room between the cards.
  const width =
    Math.max(widthOf(frame), Math.min(1.5 * widthOf(frame), heightOf(frame) * shape)) - CARD_WIDTH - (frame.right > 0 ? ASIDE : 0);
  const height = Math.max(heightOf(frame), Math.min(1.5 * heightOf(frame), widthOf(frame) / shape)) - CARD_HEIGHT;
  const at = (x: number, y: number, side: boolean): CardPlace => ({
    x: x * width + (side ? ASIDE : 0) - CARD_WIDTH / 2,
    y: y * height - CARD_HEIGHT / 2,
    side,
  });
  return [
    ...along(frame.top, 0).map((x) => at(x, -0.5, false)),
    ...along(frame.right, 1).map((y) => at(0.5, y, true)),
    ...along(frame.bottom, 0).map((x) => at(-x, 0.5, false)),
    ...along(frame.left, 1).map((y) => at(-0.5, -y, true)),
  ];
};

/** The smallest ellipse of the stage's shape on which no two cards touch: grown 4 % at a time. */
const onEllipse = (n: number, shape: number): readonly CardPlace[] => {
  for (let ry = 2 * CARD_HEIGHT; ; ry *= 1.04) {
    const places = Array.from({ length: n }, (_, i): CardPlace => {
      const angle = Math.PI * (-1 / 2 + (2 * i) / n);
      return { x: ry * shape * Math.cos(angle) - CARD_WIDTH / 2, y: ry * Math.sin(angle) - CARD_HEIGHT / 2, side: false };
    });
    if (!touch(places)) return places;
  }
};

const touch = (places: readonly Place[]): boolean =>
  places.some((a, i) =>
    places.some((b, j) => j < i && Math.abs(a.x - b.x) < CARD_WIDTH + GAP_X && Math.abs(a.y - b.y) < CARD_HEIGHT + GAP_Y),
  );

/** `count` even steps from -1/2 to 1/2; `inset` 1 leaves the ends free, for the corners. */
const along = (count: number, inset: 0 | 1): readonly number[] =>
  count + 2 * inset === 1 ? [0] : Array.from({ length: count }, (_, i) => (i + inset) / (count - 1 + 2 * inset) - 0.5);

/** One in the middle, two side by side or one above the other. */
const pair = (n: number, aspect: number): readonly CardPlace[] => {
  const [dx, dy] = n === 1 ? [0, 0] : aspect < 1 ? [0, CARD_HEIGHT] : [CARD_WIDTH - 40, 0];
  return [-1, 1].slice(0, n).map((side) => ({ x: side * dx - CARD_WIDTH / 2, y: side * dy - CARD_HEIGHT / 2, side: false }));
};

/** Validator i stands on ring i mod k, so that neighbours by number are neighbours on the stage. */
const placeDiscs = (n: number): readonly Place[] => {
  const [size, rings] = [discSize(n), ringsOf(n)];
  // Rings hold the same number of places; some of the last stay empty.
  const spots = rings * Math.ceil(n / rings);
  const inner = ((size + DISC_GAP) * spots) / rings / (2 * Math.PI);
  return Array.from({ length: n }, (_, i) => {
    const radius = inner + (i % rings) * (size + DISC_GAP / 2);
    const angle = (2 * Math.PI * i) / spots - Math.PI / 2;
    return { x: radius * Math.cos(angle) - size / 2, y: radius * Math.sin(angle) - size / 2 };
  });
};

const centreOf = (place: Place, { width, height }: Spread): Place => ({ x: place.x + width / 2, y: place.y + height / 2 });

/** Where messages leave and arrive: the port of a card; the rim of a disc, the middle of one that stands for a card (`compact`). */
export const edgesOf = (all: Spread, compact = false): readonly Place[] =>
  all.places.map((place, i) => {
    if (all.hub !== null) return rimOf(centreOf(place, all), all.hub, all.width / 2);
    if (compact) return centreOf(place, all);
    const side = all.ports[i];
    if (side === 'left') return { x: place.x, y: place.y + CARD_HEIGHT / 2 };
    return { x: place.x + PORT_LEFT, y: place.y + (side === 'bottom' ? CARD_HEIGHT : 0) };
  });

/** The point of a disc's rim that is nearest to the hub. */
const rimOf = (centre: Place, hub: Place, radius: number): Place => {
  const share = radius / Math.max(radius, Math.hypot(hub.x - centre.x, hub.y - centre.y));
  return { x: centre.x + (hub.x - centre.x) * share, y: centre.y + (hub.y - centre.y) * share };
};

/** Where a decision bursts: the middle of the left chamber, or of the disc. */
export const burstsOf = (all: Spread, compact = false): readonly Place[] =>
  all.hub !== null
    ? centresOf(all)
    : compact
      ? edgesOf(all, compact)
      : all.places.map((place) => ({ x: place.x + PORT_LEFT, y: place.y + CARD_HEIGHT / 2 }));

/** Where tokens run; none on discs. */
export const bridgesOf = (
  all: Spread,
  compact = false,
): readonly { readonly left: number; readonly right: number; readonly request: number; readonly answer: number }[] =>
  all.hub === null && !compact
    ? all.places.map(({ x, y }) => ({
        left: x + BRIDGE_LEFT + 5,
        right: x + BRIDGE_LEFT + BRIDGE_WIDTH - 5,
        request: y + HEADER_HEIGHT + REQUEST_LINE,
        answer: y + HEADER_HEIGHT + ANSWER_LINE,
      }))
    : [];

/** Middles of all validators. */
export const centresOf = (all: Spread): readonly Place[] => all.places.map((place) => centreOf(place, all));
