// The transport of the seed description: one bidirectional stream of protobuf frames with gRPC framing. A failed call is retried as the preset says, as
// over `apollo`; what makes a call fail is other: three missed heartbeats, or a gap in the numbers. Its bytes are in the log (`bridge_frame`).
// Message shapes of 2025; the streaming transport is this project's design. Source: world.md 11, seed.md 5.
import type { BridgeSettings } from '../../types/settings.ts';
import type { BridgeTransport } from '../transport.ts';
import { createApolloTransport } from './apollo.ts';

export const createSeedStreamTransport = (settings: BridgeSettings): BridgeTransport => ({
  ...createApolloTransport(settings),
  name: 'seed-stream',
  hasBytes: true,
});
