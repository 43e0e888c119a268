// A case of the sweep in a few lines, for whoever looks into a failed seed.
import { interventionToJson } from '../core/sim/intervention-json.ts';
import type { SweepCase } from './sweep-run.ts';

const plain = (value: unknown): string => JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v));

/** World and faults; traffic only by its number. */
export const describeCase = ({ seed, world, plan, untilUs }: SweepCase): string => {
  const { validators, weights, settings, links, l1, inputs } = world;
  const { preset, bridge, consensus, batcher } = settings;
  return [
    `  seed ${seed}: ${validators} validators of weights ${weights.join(',')}, ${preset}, ${bridge.preset} bridge over ${bridge.transport}, ${world.batchers.instances} batchers (${world.batchers.mode}), quorum ${consensus.quorum}, faults off at ${untilUs}`,
    `  links ${links.latencyUsMin}-${links.latencyUsMax}, ${inputs.length} transactions, ${l1.messages.length} L1 messages, delays ${l1.delayUs.join(',')}`,
    `  proposers ${consensus.useOnlyActualProposerSelection ? 'actual' : 'virtual'}, batcher ${plain({ ...batcher, bouncerCapacity: batcher.bouncerCapacity.nTxs })}`,
    ...(plan.hostile === null ? [] : [`  hostile ${plain(plan.hostile)}`]),
    ...plan.interventions.map((i) => `  ${i.t} ${i.kind} ${plain(interventionToJson(i))}`),
  ].join('\n');
};
