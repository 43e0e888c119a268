// npm run -s conformance -- FILE...: runs trace files (format tendermint-node-trace/1) against core/consensus. Without a file: the checked-in set.
// Exit code 0: all passed; 1: a trace failed; 2: a file is missing or ill-formed, or a flag is unknown.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseTraceFile, type Trace } from './conformance-format.ts';
import { runTraces } from './conformance-runner.ts';

const CHECKED_IN = fileURLToPath(new URL('../tests/conformance/traces.json', import.meta.url));

const refuse = (message: string): never => {
  console.error(`conformance: ${message}`);
  process.exit(2);
};

const readTraces = (path: string): readonly Trace[] => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refuse(`${path}: cannot be read (${code ?? 'unknown error'})`);
  }
  const parsed = parseTraceFile(text);
  return parsed.ok ? parsed.value : refuse(`${path}: ${parsed.error}`);
};

const args = process.argv.slice(2);
const unknown = args.find((arg) => arg.startsWith('-'));
if (unknown !== undefined) refuse(`unknown flag ${unknown}; usage: conformance FILE...`);

const traces = (args.length > 0 ? args : [CHECKED_IN]).flatMap(readTraces);
const failures = runTraces(traces);
for (const { name, step, expected, got } of failures) console.log(`FAIL ${name}, step ${step}\n  expected ${expected}\n  got      ${got}`);
console.log(`${traces.length - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
