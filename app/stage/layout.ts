// Where cards stand: on an ellipse, four at the corners. Pure geometry in stage units; the camera is React Flow's.
export type Place = { readonly x: number; readonly y: number };

export const CARD_WIDTH = 232;
export const CARD_HEIGHT = 148;
/** The consensus edge is the only p2p port: at the middle of the left chamber, on the side that faces the centre of the stage. */
const EDGE_X = 64;

/** Top-left corners of the cards of `n` validators, centred around (0, 0), for a stage of this width over height. */
export const placeCards = (n: number, aspect: number): readonly Place[] => {
  const { rx, ry } = radiiOf(n, aspect);
  const start = n === 4 ? -3 / 4 : -1 / 2;
  return Array.from({ length: n }, (_, i) => {
    const angle = Math.PI * (start + (2 * i) / n);
    const corner = n === 4 ? Math.SQRT2 : 1;
    return { x: rx * corner * Math.cos(angle) - CARD_WIDTH / 2, y: ry * corner * Math.sin(angle) - CARD_HEIGHT / 2 };
  });
};

const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));

/** The picture takes the shape of the stage; cards never overlap. */
const radiiOf = (n: number, aspect: number): { readonly rx: number; readonly ry: number } => {
  const isTall = aspect < 0.9;
  const least = n <= 4 ? { rx: 124, ry: 130 } : { rx: isTall ? Math.max(150, 40 * n) : Math.max(230, 62 * n), ry: Math.max(190, 40 * n) };
  const rx = isTall ? least.rx : Math.max(least.rx, 190);
  const height = (2 * rx + CARD_WIDTH) / Math.max(0.3, aspect);
  return { rx, ry: clamp((height - CARD_HEIGHT) / 2, least.ry, n <= 4 ? 240 : Math.max(260, 62 * n)) };
};

/** True when the card's p2p port is on its lower side. */
export const hasPortBelow = (place: Place): boolean => place.y + CARD_HEIGHT / 2 <= 1;

/** The point of a card where messages leave and arrive. */
export const edgeOf = (place: Place): Place => ({ x: place.x + EDGE_X, y: place.y + (hasPortBelow(place) ? CARD_HEIGHT : 0) });

/** Where a decision bursts: the middle of the left chamber. */
export const burstOf = (place: Place): Place => ({ x: place.x + EDGE_X, y: place.y + CARD_HEIGHT / 2 });

/** Offset of the port from the card's left side. */
export const PORT_LEFT = EDGE_X;
