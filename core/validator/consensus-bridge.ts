// A change of the bridge in the middle of a run: at the start of a height consensus speaks to its batchers as the settings of that height say. Between two
// heights little is under way; what is, is answered over the transport on which it was asked, and what has not left leaves over the new one.
// A choice of ours (docs/decisions/0009): Apollo's transport is fixed when its processes start. A restarted process speaks as it last did.
import type { Height } from '../types/ids.ts';
import { moveCall } from './consensus-calls.ts';
import { type Run, change, log, slotsOfBatchers } from './consensus-state.ts';
import { leaveStreams, openStreams } from './consensus-stream.ts';

/** Before the batchers hear of `height`. */
export const changeBridge = (run: Run, height: Height): void => {
  const old = run.state.bridge;
  const bridge = run.env.bridgeAt(height);
  const { transport, preset } = bridge;
  if (transport === old.transport && preset === old.preset) return;
  change(run, { bridge });
  log(run, { kind: 'bridge_changed', height, before: old.transport, transport, preset });
  if (transport === old.transport) return;
  if (transport === 'seed-stream') {
    openStreams(run);
    return;
  }
  for (const slot of slotsOfBatchers(run.env.config)) log(run, { kind: 'bridge_opened', slot, transport });
  for (const callId of leaveStreams(run)) moveCall(run, callId);
};
