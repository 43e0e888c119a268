import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { feltFromHex, feltToHex } from '../base/felt.ts';
import { commitmentTreeRoot } from '../hashes/commitment-tree.ts';
import { createDerivationKernel, deriveAt } from './derivation.ts';
import { type Timeline, indexOfEvent, keptEvents } from './timeline.ts';

const kernel = createDerivationKernel();
let line: Timeline;
beforeAll(() => {
  line = sampleTimeline('all-well', 6_000_000);
});

test('derivation: what every validator derives for a height is the value that is decided there', () => {
  const decisions = line.marks.filter((m) => m.kind === 'local_decision');
  expect(decisions.length).toBeGreaterThan(8);
  for (const mark of decisions) {
    const derivation = deriveAt(line, { cursor: mark.step, validator: mark.validator }, kernel)!;
    const decided = keptEvents(line).find((e) => e.kind === 'decided' && e.t === mark.t && Math.floor(e.p / 16) === mark.validator)!;
    expect(derivation.commitment.at(-1)?.hash).toBe(feltToHex((decided as never as { value: never }).value));
    expect(derivation.commitment.map((step) => step.label)).toEqual(['gas_prices', 'partial_block_hash', 'proposal_commitment']);
  }
});

test('derivation: state root and parent hash are zero before the decision and are the real ones in the block hash', () => {
  const root = keptEvents(line).findIndex((e) => e.kind === 'block_root');
  const event = line.events[root] as never as { blockHash: never; stateRoot: never; p: number; height: number };
  const cursor = line.starts.findIndex((start) => start > root);
  const derivation = deriveAt(line, { cursor, validator: Math.floor(event.p / 16) }, kernel)!;
  const partial = derivation.commitment.find((step) => step.label === 'partial_block_hash')!;
  expect(partial.rows.filter((row) => row.source === 'unknown_yet').map((row) => [row.label, row.value])).toEqual([
    ['state_root', '0x0'],
    ['parent_hash', '0x0'],
  ]);
  expect(derivation.height).toBe(event.height);
  expect(derivation.blockHash?.at(-1)?.hash).toBe(feltToHex(event.blockHash));
  expect(derivation.blockHash?.at(-1)?.rows.find((row) => row.label === 'state_root')?.value).toBe(feltToHex(event.stateRoot));
});

test('derivation: before the first execution there is none', () => {
  expect(deriveAt(line, { cursor: 5, validator: 0 }, kernel)).toBeNull();
});

/** Blocks with transactions that a validator committed, and what it derives for each. */
const committedBlocks = () =>
  keptEvents(line).flatMap((event, index) => {
    if (event.kind !== 'block_committed' || event.txs.length === 0) return [];
    const cursor = line.starts.findIndex((start) => start > index);
    const derivation = deriveAt(line, { cursor, validator: Math.floor(event.p / 16) }, kernel);
    return derivation === null ? [] : [{ event, derivation }];
  });

test('derivation: every commitment over the content of a committed block is the one that the log says', () => {
  const blocks = committedBlocks();
  expect(blocks.length).toBeGreaterThan(3);
  for (const { event, derivation } of blocks) {
    const content = new Map(derivation.content!.map((derived) => [derived.label, derived.hash]));
    const { commitments } = event;
    expect(content.get('transaction_commitment')).toBe(feltToHex(commitments!.transactionCommitment));
    expect(content.get('event_commitment')).toBe(feltToHex(commitments!.eventCommitment));
    expect(content.get('receipt_commitment')).toBe(feltToHex(commitments!.receiptCommitment));
    expect(content.get('state_diff_commitment')).toBe(feltToHex(commitments!.stateDiffCommitment));
    expect(content.get('concatenated_counts')).toBe(feltToHex(commitments!.concatenatedCounts));
    // The same values stand in the partial block hash.
    const partial = derivation.commitment.find((step) => step.label === 'partial_block_hash')!;
    for (const { label, hash } of derivation.content!) expect(partial.rows.find((row) => row.label === label)?.value).toBe(hash);
  }
});

test('derivation: each table is recomputed by the kernel from its rows, and each leaf from its own', () => {
  const { derivation } = committedBlocks()[0]!;
  const felts = (rows: readonly { readonly value: string }[]) => rows.map((row) => feltFromHex(row.value));
  for (const derived of [...derivation.content!, ...derivation.commitment]) {
    if (derived.how === 'poseidon') expect(derived.hash).toBe(feltToHex(kernel.poseidonMany(felts(derived.rows))));
    if (derived.how === 'tree') expect(derived.hash).toBe(feltToHex(commitmentTreeRoot(kernel, felts(derived.rows))));
    for (const [i, part] of derived.parts.entries()) {
      expect(part.hash).toBe(derived.rows[i]!.value);
      expect(part.hash).toBe(feltToHex(kernel.poseidonMany(felts(part.rows))));
    }
  }
});

test('derivation: every row that comes from the log names an event of the validator', () => {
  const { event, derivation } = committedBlocks()[0]!;
  const rows = [...derivation.content!, ...derivation.commitment].flatMap((derived) => derived.rows);
  const linked = rows.filter((row) => row.eventId !== null);
  expect(linked.length).toBeGreaterThan(20);
  for (const { eventId } of linked) {
    const index = indexOfEvent(line, eventId!)!;
    expect(Math.floor(line.events[index]!.p / 16)).toBe(Math.floor(event.p / 16));
  }
  expect(rows.filter((row) => row.source === 'init').every((row) => row.eventId !== null)).toBe(true);
});
