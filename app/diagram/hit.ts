// What is under the pointer: events before messages, nearest first.
import type { Hit } from '../../core/view/space-time/pen.ts';

const STEP_REACH = 9;
const MESSAGE_REACH = 5;

const toSegment = (hit: Hit & { readonly kind: 'message' }, x: number, y: number): number => {
  const [dx, dy] = [hit.x2 - hit.x, hit.y2 - hit.y];
  const share = Math.max(0, Math.min(1, ((x - hit.x) * dx + (y - hit.y) * dy) / Math.max(1e-9, dx * dx + dy * dy)));
  return Math.hypot(hit.x + share * dx - x, hit.y + share * dy - y);
};

/** The nearest thing within reach of a point, or null. */
export const hitAt = (hits: readonly Hit[], x: number, y: number): Hit | null => {
  let best: Hit | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const hit of hits) {
    const isStep = hit.kind === 'step';
    const distance = isStep ? Math.hypot(hit.x - x, hit.y - y) : toSegment(hit, x, y);
    if (distance > (isStep ? STEP_REACH : MESSAGE_REACH)) continue;
    // A message is chosen only where no event is near.
    const rank = isStep ? distance : distance + STEP_REACH;
    if (rank < least) [best, least] = [hit, rank];
  }
  return best;
};
