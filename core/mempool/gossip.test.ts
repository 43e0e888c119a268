import { expect, test } from 'vitest';
import { gossipBatches, isPropagated } from './gossip.ts';

test('gossip: only a transaction from RPC is propagated', () => {
  expect([isPropagated('rpc'), isPropagated('gossip')]).toEqual([true, false]);
});

test('gossip: each batch holds one transaction, in order', () => {
  expect(gossipBatches(['a', 'b', 'c'])).toEqual([['a'], ['b'], ['c']]);
  expect(gossipBatches([])).toEqual([]);
});
