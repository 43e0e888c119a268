// A click on the empty stage chooses the message under it.
import { playhead, useRun } from '../store/run.ts';
import { useStageView } from '../store/stage-view.ts';
import { selectMessage } from '../store/ui.ts';
import { hitSpot, spotsAt } from './hit-test.ts';
import type { Place } from './layout.ts';
import { SHOWN } from './shown.ts';

/** Chooses the message, or the first of the bundle, at a point of the stage. */
export const pickMessage = (at: Place): void => {
  const { spread, edges, camera } = SHOWN;
  if (spread === null || camera === null) return;
  const zoom = camera.zoom();
  const { gossip } = useStageView.getState();
  const spots = spotsAt(useRun.getState().line.messages, { edges, hub: spread.hub, zoom }, playhead.us(), gossip);
  const hit = hitSpot(spots, at, zoom);
  if (hit !== null) selectMessage(hit.message.id);
};
