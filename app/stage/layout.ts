// Where validators stand. Up to MANY of them are cards on an ellipse, four at the corners; more are discs on rings around a hub that all bundles of
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
const DISC_GAP = 14;

export type Spread = {
  /** Top-left corners by validator. */
  readonly places: readonly Place[];
  readonly width: number;
  readonly height: number;
  /** The point through which bundles run; null while there are cards. */
  readonly hub: Place | null;
};

/** Discs get smaller as they become more. */
const discSize = (n: number): number => (n <= 48 ? 64 : 52);
const ringsOf = (n: number): number => (n <= 20 ? 1 : n <= 48 ? 2 : 3);

/** All of `n` validators, centred around (0, 0), for a stage of this width over height. */
export const spread = (n: number, aspect: number): Spread =>
  n <= MANY
    ? { places: placeCards(n, aspect), width: CARD_WIDTH, height: CARD_HEIGHT, hub: null }
    : { places: placeDiscs(n), width: discSize(n), height: discSize(n), hub: { x: 0, y: 0 } };

/** Top-left corners of the cards of `n` validators. */
const placeCards = (n: number, aspect: number): readonly Place[] => {
  if (n === 4) return corners(aspect);
  const shape = Math.min(1.7, Math.max(0.62, aspect));
  // Grown until no two cards touch: 4 % at a time, from what one card needs.
  for (let ry = n === 1 ? 0 : n === 2 ? 150 : 190; ; ry = ry * 1.04 + 1) {
    const places = onEllipse(n, ry * shape, ry);
    if (!touch(places)) return places;
  }
};

/** Height of the picture of four, from which its width follows. */
const HIGH = 640;

/** Four at the corners, as far apart as the stage is wide and high. */
const corners = (aspect: number): readonly Place[] => {
  const isTall = aspect < 0.9;
  const x = isTall ? (CARD_WIDTH + GAP_X) / 2 : Math.min(300, Math.max(184, (HIGH * aspect - CARD_WIDTH) / 2));
  const y = Math.min(330, Math.max(170, ((2 * x + CARD_WIDTH) / Math.max(0.3, aspect) - CARD_HEIGHT) / 2));
  return [
    [-x, -y],
    [x, -y],
    [x, y],
    [-x, y],
  ].map(([cx = 0, cy = 0]) => ({ x: cx - CARD_WIDTH / 2, y: cy - CARD_HEIGHT / 2 }));
};

const onEllipse = (n: number, rx: number, ry: number): readonly Place[] =>
  Array.from({ length: n }, (_, i) => {
    const angle = Math.PI * (-1 / 2 + (2 * i) / n);
    return { x: rx * Math.cos(angle) - CARD_WIDTH / 2, y: ry * Math.sin(angle) - CARD_HEIGHT / 2 };
  });

const touch = (places: readonly Place[]): boolean =>
  places.some((a, i) =>
    places.some((b, j) => j < i && Math.abs(a.x - b.x) < CARD_WIDTH + GAP_X && Math.abs(a.y - b.y) < CARD_HEIGHT + GAP_Y),
  );

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

/** True when the card's p2p port is on its lower side. */
export const hasPortBelow = (place: Place): boolean => place.y + CARD_HEIGHT / 2 <= 1;

const centreOf = (place: Place, { width, height }: Spread): Place => ({ x: place.x + width / 2, y: place.y + height / 2 });

/** Where messages leave and arrive: the port of a card, the middle of a disc. */
export const edgesOf = (all: Spread): readonly Place[] =>
  all.places.map((place) =>
    all.hub === null ? { x: place.x + PORT_LEFT, y: place.y + (hasPortBelow(place) ? CARD_HEIGHT : 0) } : centreOf(place, all),
  );

/** Where a decision bursts: the middle of the left chamber. */
export const burstsOf = (all: Spread): readonly Place[] =>
  all.places.map((place) => (all.hub === null ? { x: place.x + PORT_LEFT, y: place.y + CARD_HEIGHT / 2 } : centreOf(place, all)));

/** Where tokens run; none on discs. */
export const bridgesOf = (
  all: Spread,
): readonly { readonly left: number; readonly right: number; readonly request: number; readonly answer: number }[] =>
  all.hub === null
    ? all.places.map(({ x, y }) => ({
        left: x + BRIDGE_LEFT + 5,
        right: x + BRIDGE_LEFT + BRIDGE_WIDTH - 5,
        request: y + HEADER_HEIGHT + REQUEST_LINE,
        answer: y + HEADER_HEIGHT + ANSWER_LINE,
      }))
    : [];

/** Middles of all validators. */
export const centresOf = (all: Spread): readonly Place[] => all.places.map((place) => centreOf(place, all));
