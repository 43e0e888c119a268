// What a scenario is about, to filter by.
import type { ScenarioId } from '../../core/scenarios/catalogue.ts';

export const TAGS = ['basics', 'network', 'byzantine', 'execution', 'bridge', 'storage', 'l1', 'stake', 'sync'] as const;
export type Tag = (typeof TAGS)[number];

export const TAGS_OF: Readonly<Record<ScenarioId, readonly Tag[]>> = {
  'quiet-proposer': ['basics', 'byzantine'],
  'all-well': ['basics'],
  'invalid-proposal': ['byzantine', 'execution'],
  'honest-quorum': ['basics', 'storage'],
  equivocation: ['byzantine'],
  'equivocation-beyond-f': ['byzantine'],
  'partition-heals': ['network'],
  'locking-saves-safety': ['network'],
  'slow-execution': ['execution', 'sync'],
  'one-transaction-too-many': ['byzantine', 'execution'],
  amnesia: ['storage', 'network', 'sync'],
  'l1-views': ['l1'],
  'virtual-proposer-veto': ['stake', 'byzantine'],
  'synced-cannot-propose': ['sync', 'network'],
  'heartbeat-loss': ['bridge'],
  'remote-batcher-crash': ['bridge', 'execution'],
  'two-batchers': ['bridge', 'execution'],
  'catch-up': ['sync', 'storage'],
  stake: ['stake'],
  impersonation: ['byzantine'],
  'nil-is-not-silence': ['byzantine'],
  'full-nodes': ['sync', 'byzantine'],
  'real-cairo': ['execution'],
  'one-faulty-engine': ['execution', 'sync'],
  'shared-bug': ['execution'],
};
