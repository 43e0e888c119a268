// What stands in a network beside one consensus and one batcher per validator.

/** A full node beside the validators: it applies the state diffs it fetches, or executes the blocks again. */
export type FollowerKind = 'state_diffs' | 're_execute';

/** Batcher instances of every validator, 1 to 4; an extension beyond Apollo, which pairs one consensus with one batcher (house.md 5.2). */
export type BatcherInstances = { readonly instances: number; readonly mode: 'round_robin' | 'failover' };
