// Where cards stand: on an ellipse, four at the corners. Pure geometry in stage units; the camera is React Flow's.
export type Place = { readonly x: number; readonly y: number };

export const CARD_WIDTH = 232;
export const CARD_HEIGHT = 148;
/** The consensus edge is the only p2p port: at the middle of the left chamber, on the side that faces the centre of the stage. */
const EDGE_X = 64;

/** Top-left corners of the cards of `n` validators, centred around (0, 0). `tall`: the stage is higher than wide. */
export const placeCards = (n: number, tall: boolean): readonly Place[] => {
  const { rx, ry } = radiiOf(n, tall);
  const start = n === 4 ? -3 / 4 : -1 / 2;
  return Array.from({ length: n }, (_, i) => {
    const angle = Math.PI * (start + (2 * i) / n);
    const corner = n === 4 ? Math.SQRT2 : 1;
    return { x: rx * corner * Math.cos(angle) - CARD_WIDTH / 2, y: ry * corner * Math.sin(angle) - CARD_HEIGHT / 2 };
  });
};

const radiiOf = (n: number, tall: boolean): { readonly rx: number; readonly ry: number } => {
  if (n <= 4) return tall ? { rx: 124, ry: 200 } : { rx: 190, ry: 165 };
  return tall ? { rx: Math.max(150, 40 * n), ry: Math.max(260, 62 * n) } : { rx: Math.max(230, 62 * n), ry: Math.max(190, 40 * n) };
};

/** True when the card's p2p port is on its lower side. */
export const hasPortBelow = (place: Place): boolean => place.y + CARD_HEIGHT / 2 <= 1;

/** The point of a card where messages leave and arrive. */
export const edgeOf = (place: Place): Place => ({ x: place.x + EDGE_X, y: place.y + (hasPortBelow(place) ? CARD_HEIGHT : 0) });

/** Where a decision bursts: the middle of the left chamber. */
export const burstOf = (place: Place): Place => ({ x: place.x + EDGE_X, y: place.y + CARD_HEIGHT / 2 });

/** Offset of the port from the card's left side. */
export const PORT_LEFT = EDGE_X;
