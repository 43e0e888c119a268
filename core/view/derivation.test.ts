import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { feltToHex } from '../base/felt.ts';
import { createDerivationKernel, deriveAt } from './derivation.ts';
import type { Timeline } from './timeline.ts';

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
    const decided = line.events.find((e) => e.kind === 'decided' && e.t === mark.t && Math.floor(e.p / 16) === mark.validator)!;
    expect(derivation.commitment.at(-1)?.hash).toBe(feltToHex((decided as never as { value: never }).value));
    expect(derivation.commitment.map((step) => step.label)).toEqual(['gas_prices', 'partial_block_hash', 'proposal_commitment']);
  }
});

test('derivation: state root and parent hash are zero before the decision and are the real ones in the block hash', () => {
  const root = line.events.findIndex((e) => e.kind === 'block_root');
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
