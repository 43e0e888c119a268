// A click on the empty stage chooses the message under it.
import { playhead, useRun } from '../store/run.ts';
import { useStageView } from '../store/stage-view.ts';
import { selectMessage } from '../store/ui.ts';
import { hitSpot, spotsAt } from './hit-test.ts';
import { type Place, edgesOf } from './layout.ts';
import { SHOWN } from './shown.ts';

/** Chooses the message, or the first of the bundle, at a point of the stage. */
export const pickMessage = (at: Place): void => {
  const { spread } = SHOWN;
  if (spread === null) return;
  const { gossip } = useStageView.getState();
  const spots = spotsAt(useRun.getState().line.messages, { edges: edgesOf(spread), hub: spread.hub }, playhead.us(), gossip);
  const hit = hitSpot(spots, at);
  if (hit !== null) selectMessage(hit.message.id);
};
