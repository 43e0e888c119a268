// The seed's stream: chunks are pushed, heartbeats keep the bridge alive. Three missing ones count as a lost bridge, and the validator falls silent.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const heartbeatLoss: Scenario = ofSpec('heartbeat-loss', {
  bridge: { preset: 'remote', transport: 'seed-stream' },
  interventions: timeline([during({ kind: 'heartbeat_loss', validator: V(3) }, 4, 16)]),
});
