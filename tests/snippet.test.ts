// The program that a derivation is copied as, run with the real starknet.js: it finds the very hashes that the page shows.
import { runInNewContext } from 'node:vm';
import { hash as starknetHash } from 'starknet';
import { expect, test } from 'vitest';
import { createDerivationKernel, deriveAt } from '../core/view/derivation.ts';
import { plainList, starknetSnippet } from '../core/view/snippet.ts';
import { sampleTimeline } from './sample-run.ts';
import { keptEvents } from '../core/view/timeline.ts';

test('snippet: run over the rows of every table, starknet.js itself finds the same hash', () => {
  const line = sampleTimeline('quiet-proposer', 14_000_000);
  const index = keptEvents(line).findIndex((event) => event.kind === 'block_committed' && event.txs.length > 2);
  const cursor = line.starts.findIndex((start) => start > index);
  const derivation = deriveAt(line, { cursor, validator: Math.floor(line.events[index]!.p / 16) }, createDerivationKernel())!;
  const tables = [...derivation.content!, ...derivation.commitment];
  expect(tables.map((derived) => derived.how)).toEqual(expect.arrayContaining(['poseidon', 'tree', 'packed']));
  for (const derived of tables) {
    const printed: unknown[] = [];
    const console = { log: (...values: unknown[]) => printed.push(...values) };
    runInNewContext(starknetSnippet(derived).replace("import { hash } from 'starknet';", ''), { hash: starknetHash, console });
    expect(printed).toEqual([derived.hash, true]);
    expect(plainList(derived).split('\n')).toHaveLength(derived.rows.length + 1);
  }
});
