// A proposer whose Fin names another commitment than its own batcher computed; its own votes still name the true one.
import { type Felt, reduceToFelt } from '../../base/felt.ts';
import { partFrame, readPart } from './part-frame.ts';
import { type Rewrite, mapParts } from './rewrite.ts';

/** The commitment that the liar names instead of `truth`. */
export const wrongCommitmentOf = (truth: Felt): Felt => reduceToFelt(truth + 1n);

/** Changes the Fin of own proposals. */
export const wrongCommitment: Rewrite<'wrong_commitment'> = ({ height }, effects) =>
  mapParts(effects, height, (effect) => {
    const { streamId, messageId, part } = readPart(effect);
    if (part?.kind !== 'fin') return [effect];
    const fin = { ...part.fin, proposalCommitment: wrongCommitmentOf(part.fin.proposalCommitment) };
    return [{ ...effect, ...partFrame(streamId, messageId, { kind: 'fin', fin }) }];
  });
