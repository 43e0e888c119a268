// What filters of faults look at in a frame that leaves.
import type { FrameSummary } from '../log/frame-summary.ts';
import type { FrameFacts } from '../net/fate.ts';

/** The kind and the height of a frame, as a filter names them. */
export const factsOf = (what: FrameSummary): Pick<FrameFacts, 'what' | 'height'> => {
  switch (what.kind) {
    case 'vote':
      return { what: what.voteType, height: what.height };
    case 'proposal_part':
      return { what: 'proposal', height: what.height };
    case 'transaction':
      return { what: 'transaction', height: null };
    case 'sync_request':
    case 'sync_response':
      return { what: 'sync', height: what.height };
  }
};
