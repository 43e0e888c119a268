// How the value that is voted on comes about, re-derived from what the log says of a validator's own execution: every input of every hash with its
// origin and its event, two zeros for what is not known yet, the late block hash once its roots are there, and, once the block is committed, every
// commitment over its content (commitments.md 4-5). The hashes are core/hashes', computed here again; the panel loads this file when it is asked to.
import { feltToHex } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { type HashDerivation, deriveBlockHash, deriveProposalCommitment } from '../hashes/block-hash.ts';
import { type LogEvent, logEventId } from '../log/event.ts';
import type { ProposalInit } from '../types/consensus.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT, type Height, slotOf, validatorOf } from '../types/ids.ts';
import { type DerivedHash, deriveBlock } from './derive-block.ts';
import type { Timeline } from './timeline.ts';
import type { EventOf } from './view.ts';

export type Derivation = {
  readonly height: Height;
  /** Innermost first; the last is what votes carry. */
  readonly commitment: readonly DerivedHash[];
  /** With the roots in place of the zeros; null until the committer is done. */
  readonly blockHash: readonly DerivedHash[] | null;
  /** Commitments over the content, in the order of the partial block hash; null until the block is committed here. */
  readonly content: readonly DerivedHash[] | null;
};

/** A kernel for `deriveAt`; making one takes a moment, keep it. */
export const createDerivationKernel = (): Kernel => createKernel();

type Found = {
  readonly executed: EventOf<'proposal_executed'>;
  readonly init: { readonly init: ProposalInit; readonly eventId: string } | null;
  readonly root: EventOf<'block_root'> | null;
  readonly committed: EventOf<'block_committed'> | null;
};

/** Walks back from the cursor: first the executed proposal, then the round it belongs to, then the ProposalInit of that round. */
const findParts = (line: Timeline, validator: number, end: number): Found | null => {
  let executed: Found['executed'] | null = null;
  let round: number | null = null;
  const roots = new Map<number, EventOf<'block_root'>>();
  const blocks = new Map<number, EventOf<'block_committed'>>();
  const foundWith = (found: Found['executed'], init: Found['init']): Found => ({
    executed: found,
    init,
    root: roots.get(found.height) ?? null,
    committed: committedOf(blocks.get(found.height), found),
  });
  for (let i = end - 1; i >= 0; i--) {
    const event = line.events[i];
    if (event === undefined || validatorOf(event.p) !== validator) continue;
    if (event.kind === 'block_root') roots.set(event.height, event);
    if (event.kind === 'block_committed') blocks.set(event.height, event);
    if (executed === null) {
      if (event.kind === 'proposal_executed' && slotOf(event.p) >= BATCHER_SLOT) executed = event;
      continue;
    }
    if (slotOf(event.p) !== CONSENSUS_SLOT) continue;
    const isOwn = 'proposalId' in event && event.proposalId === executed.proposalId;
    if (event.kind === 'validation_started' && isOwn) round = event.round;
    const init = initOf(event, isOwn, executed.height, round);
    if (init !== null) return foundWith(executed, { init, eventId: logEventId(event) });
  }
  return executed === null ? null : foundWith(executed, null);
};

/** The committed block only where it is the executed one. */
const committedOf = (block: EventOf<'block_committed'> | undefined, executed: Found['executed']): Found['committed'] =>
  block !== undefined && block.partialBlockHash === executed.partialBlockHash ? block : null;

const initOf = (event: LogEvent, isOwn: boolean, height: number, round: number | null): ProposalInit | null => {
  if (event.kind === 'build_started' && isOwn) return event.init;
  const isHeard = event.kind === 'proposal_received' && event.init.height === height && event.init.round === round;
  return isHeard ? event.init : null;
};

const shown = (list: readonly HashDerivation[], found: Found): readonly DerivedHash[] => {
  const links: Readonly<Record<HashDerivation['inputs'][number]['source'], string | null>> = {
    constant: null,
    derived: null,
    unknown_yet: null,
    init: found.init?.eventId ?? logEventId(found.executed),
    executed: logEventId(found.executed),
    after_decision: found.root === null ? null : logEventId(found.root),
  };
  return list.map(({ label, inputs, hash }) => ({
    label,
    how: 'poseidon',
    rows: inputs.map((input) => ({
      label: input.label,
      value: feltToHex(input.value),
      source: input.source,
      eventId: links[input.source],
    })),
    hash: feltToHex(hash),
    parts: [],
  }));
};

/** The derivation of the newest proposal that the validator had executed at the cursor, or null when there is none. */
export const deriveAt = (
  line: Timeline,
  at: { readonly cursor: number; readonly validator: number },
  kernel: Kernel,
): Derivation | null => {
  const found = findParts(line, at.validator, line.starts[at.cursor] ?? line.events.length);
  if (found === null) return null;
  const { executed, init, root, committed } = found;
  const components = { info: executed.info, commitments: executed.commitments };
  const fee = init?.init.feeProposalFri ?? null;
  return {
    height: executed.height,
    commitment: shown(deriveProposalCommitment(kernel, components, fee), found),
    blockHash:
      root === null ? null : shown(deriveBlockHash(kernel, components, { stateRoot: root.stateRoot, parentHash: root.parentHash }), found),
    content: committed === null ? null : deriveBlock(kernel, committed, logEventId(committed)),
  };
};
