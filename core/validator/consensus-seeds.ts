// The block hashes that seed the lottery of virtual proposers. Consensus looks committees up at once, so that a height waits here until the hash of its
// epoch was asked for; one that the batcher does not have stays unknown, and every lookup of a virtual proposer fails (BlockHashFetchFailed).
// Source: crates/apollo_staking (CommitteeProvider: get_committee awaits the hash from state sync); protocol.md 6.1-6.2; world.md 6 (state sync answers the
// batcher's own hash). With round robin nothing is asked.
import { epochOf, seedBlockOf } from '../consensus/committee.ts';
import { expectAnswer } from '../orchestrator/errors.ts';
import type { BatcherAnswer } from '../types/batcher.ts';
import { type Height, toHeight } from '../types/ids.ts';
import { askBatchers } from './consensus-batchers.ts';
import { type Run, change } from './consensus-state.ts';

/** Asks for a hash that the committees around `height` need; false when there is none to ask for. */
export const askForSeed = (run: Run, height: Height): boolean => {
  const { config } = run.env;
  if (config.settings.consensus.useOnlyActualProposerSelection) return false;
  const { hashes } = run.state.seeds;
  const block = neededSeeds(run, height).find((seed) => !hashes.has(seed));
  if (block === undefined) return false;
  // Call ids are the orchestrator's.
  const { orchestrator } = run.state;
  const callId = orchestrator.nextCallId;
  change(run, { orchestrator: { ...orchestrator, nextCallId: callId + 1 }, seeds: { hashes, asking: { callId, block } } });
  askBatchers(run, callId, { kind: 'get_block_hash', height: block });
  return true;
};

/** The final answer to the call under way. */
export const takeSeed = (run: Run, block: Height, answer: BatcherAnswer): void => {
  const got = expectAnswer(answer, 'block_hash');
  const hashes = new Map(run.state.seeds.hashes).set(block, got.ok ? got.value.hash : null);
  change(run, { seeds: { hashes, asking: null } });
};

/** The height begins with what is known. What was asked for in vain is asked for again at the next one; what no later height needs is forgotten. */
export const forgetSeeds = (run: Run, height: Height): void => {
  const needed = new Set<number>(neededSeeds(run, height));
  const hashes = new Map([...run.state.seeds.hashes].filter(([block, hash]) => hash !== null && needed.has(block)));
  change(run, { seeds: { hashes, asking: null } });
};

/** Seed blocks of the height's own epoch and, as soon as it is decided, of the next one. */
const neededSeeds = (run: Run, height: Height): readonly Height[] => {
  const { epochLength } = run.env.config.staking;
  const own = epochOf(height, height, epochLength);
  if (!own.ok) return [];
  return [seedBlockOf(own.value, epochLength), seedBlockOf(own.value + 1, epochLength)].flatMap((block) =>
    block !== null && block < height ? [toHeight(block)] : [],
  );
};
