// How the value that is voted on comes about, re-derived from what the log says of a validator's own execution: every input of every hash with its
// origin, two zeros for what is not known yet, and the late block hash once its roots are there (commitments.md 5).
// The hashes are core/hashes', computed here again; the panel loads this file when it is asked to.
import { feltToHex } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { type HashDerivation, deriveBlockHash, deriveProposalCommitment } from '../hashes/block-hash.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT, type Height, toProcessId } from '../types/ids.ts';
import type { Timeline } from './timeline.ts';
import type { EventOf } from './view.ts';

type DerivedRow = { readonly label: string; readonly value: string; readonly source: HashDerivation['inputs'][number]['source'] };
export type DerivedHash = { readonly label: string; readonly rows: readonly DerivedRow[]; readonly hash: string };
export type Derivation = {
  readonly height: Height;
  /** Innermost first; the last is what votes carry. */
  readonly commitment: readonly DerivedHash[];
  /** With the roots in place of the zeros; null until the committer is done. */
  readonly blockHash: readonly DerivedHash[] | null;
};

/** A kernel for `deriveAt`; making one takes a moment, keep it. */
export const createDerivationKernel = (): Kernel => createKernel();

const shown = (list: readonly HashDerivation[]): readonly DerivedHash[] =>
  list.map(({ label, inputs, hash }) => ({
    label,
    rows: inputs.map((input) => ({ label: input.label, value: feltToHex(input.value), source: input.source })),
    hash: feltToHex(hash),
  }));

type Found = {
  readonly executed: EventOf<'proposal_executed'>;
  readonly fee: bigint | null;
  readonly root: EventOf<'block_root'> | null;
};

/** Walks back from the cursor: first the executed proposal, then the round it belongs to, then the ProposalInit of that round. */
const findParts = (line: Timeline, validator: number, end: number): Found | null => {
  const [consensus, batcher] = [toProcessId(validator, CONSENSUS_SLOT), toProcessId(validator, BATCHER_SLOT)];
  let executed: Found['executed'] | null = null;
  let round: number | null = null;
  const roots = new Map<number, EventOf<'block_root'>>();
  for (let i = end - 1; i >= 0; i--) {
    const event = line.events[i];
    if (event === undefined || (event.p !== consensus && event.p !== batcher)) continue;
    if (event.kind === 'block_root') roots.set(event.height, event);
    if (executed === null) {
      if (event.kind === 'proposal_executed') executed = event;
      continue;
    }
    const isOwn = 'proposalId' in event && event.proposalId === executed.proposalId;
    if (event.kind === 'validation_started' && isOwn) round = event.round;
    const init = initOf(event, isOwn, executed.height, round);
    if (init !== null) return { executed, fee: init.feeProposalFri, root: roots.get(executed.height) ?? null };
  }
  return executed === null ? null : { executed, fee: null, root: roots.get(executed.height) ?? null };
};

const initOf = (
  event: Timeline['events'][number],
  isOwn: boolean,
  height: number,
  round: number | null,
): EventOf<'proposal_received'>['init'] | null => {
  if (event.kind === 'build_started' && isOwn) return event.init;
  const isHeard = event.kind === 'proposal_received' && event.init.height === height && event.init.round === round;
  return isHeard ? event.init : null;
};

/** The derivation of the newest proposal that the validator had executed at the cursor, or null when there is none. */
export const deriveAt = (
  line: Timeline,
  at: { readonly cursor: number; readonly validator: number },
  kernel: Kernel,
): Derivation | null => {
  const found = findParts(line, at.validator, line.starts[at.cursor] ?? line.events.length);
  if (found === null) return null;
  const { executed, fee, root } = found;
  const components = { info: executed.info, commitments: executed.commitments };
  return {
    height: executed.height,
    commitment: shown(deriveProposalCommitment(kernel, components, fee)),
    blockHash:
      root === null ? null : shown(deriveBlockHash(kernel, components, { stateRoot: root.stateRoot, parentHash: root.parentHash })),
  };
};
