// npm run -s vectors -- FILE...: runs vector files (format commitment-vectors/1) against core/. Without a file: the checked-in set.
// Families that are not covered are named and counted neither as passed nor as failed.
// Exit code 0: all covered vectors passed; 1: a vector failed; 2: a file is missing or ill-formed, or a flag is unknown.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UsageError, readFlags, runCommand } from './command.ts';
import { parseVectorFile, type Vector } from './vectors-format.ts';
import { runVectors } from './vectors-runner.ts';

const CHECKED_IN = fileURLToPath(new URL('../tests/vectors/vectors.json', import.meta.url));

const readVectors = (path: string): readonly Vector[] => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`vectors: ${path}: cannot be read (${code ?? 'unknown error'})`);
  }
  const parsed = parseVectorFile(text);
  if (!parsed.ok) throw new UsageError(`vectors: ${path}: ${parsed.error}`);
  return parsed.value;
};

await runCommand(() => {
  const { positionals } = readFlags({});
  const vectors = (positionals.length > 0 ? positionals : [CHECKED_IN]).flatMap(readVectors);
  const { passed, failures, uncovered } = runVectors(vectors);
  for (const { id, detail } of failures) console.log(`FAIL ${id}: ${detail}`);
  for (const [family, count] of uncovered) console.log(`not covered: ${family} (${count})`);
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length > 0 ? 1 : 0;
});
