// The traces of Apollo's own consensus drive core/consensus, and the runner is shown to fail: a trace altered in one place is not accepted.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseTraceFile, type Trace } from '../scripts/conformance-format.ts';
import { runTrace, runTraces } from '../scripts/conformance-runner.ts';

const TEXT = readFileSync(new URL('./conformance/traces.json', import.meta.url), 'utf8');

const parsed = (text: string): readonly Trace[] => {
  const result = parseTraceFile(text);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

type Draft = {
  meta: Record<string, unknown>;
  traces: {
    name: string;
    config: Record<string, unknown>;
    steps: { input: Record<string, unknown>; expect: Record<string, unknown>[]; roundAfter: number }[];
  }[];
};
/** The file with something changed in it. */
const edited = (change: (file: Draft) => void): string => {
  const file = JSON.parse(TEXT) as Draft;
  change(file);
  return JSON.stringify(file);
};

const command = (...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/conformance.ts', ...args], { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};
const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test('conformance: every trace of the checked-in set passes', () => {
  const traces = parsed(TEXT);
  expect(traces).toHaveLength(557);
  expect(traces.reduce((sum, trace) => sum + trace.steps.length, 0)).toBe(14_929);
  expect(runTraces(traces)).toEqual([]);
});

test('conformance: any single expected request that is changed, dropped, doubled or swapped makes its trace fail', () => {
  const alterations: readonly ((expects: Record<string, unknown>[]) => Record<string, unknown>[])[] = [
    (e) => [{ ...e[0], round: Number(e[0]!['round']) + 1 }, ...e.slice(1)],
    (e) => e.slice(1),
    (e) => [e[0]!, ...e],
    (e) => (e.length > 1 ? [e[1]!, e[0]!, ...e.slice(2)] : [{ ...e[0], type: 'other' }]),
  ];
  for (const trace of parsed(TEXT).filter((_, index) => index % 7 === 0)) {
    const at = trace.steps.findIndex(({ expect: requests }) => requests.length > 0);
    if (at === -1) continue;
    for (const alter of alterations) {
      const steps = trace.steps.map((step, i) => (i === at ? { ...step, expect: alter([...step.expect]) } : step));
      expect(runTrace({ ...trace, steps })).toMatchObject({ name: trace.name, step: at });
    }
  }
});

test('conformance: a wrong round after a step, a wrong voter and a wrong value make a trace fail', () => {
  const trace = parsed(TEXT).find(({ name }) => name === 'apollo/state_machine_test/events_arrive_in_ideal_order/proposer')!;
  const steps = (at: number, change: (step: Trace['steps'][number]) => object): Trace => ({
    ...trace,
    steps: trace.steps.map((step, i) => (i === at ? { ...step, ...change(step) } : step)),
  });
  expect(runTrace(trace)).toBeNull();
  expect(runTrace(steps(0, () => ({ roundAfter: 1 })))).toMatchObject({ step: 0 });
  expect(runTrace(steps(1, ({ expect: [vote] }) => ({ expect: [{ ...vote, voter: '0x65' }] })))).toMatchObject({ step: 1 });
  expect(runTrace(steps(1, ({ expect: [vote] }) => ({ expect: [{ ...vote, value: '0x2' }] })))).toMatchObject({ step: 1 });
  const voters = (list: readonly string[]): Trace =>
    steps(5, ({ expect: [timer, decision] }) => ({ expect: [timer, { ...decision, voters: list }] }));
  expect(runTrace(voters(['0x67', '0x64', '0x65']))).toBeNull();
  expect(runTrace(voters(['0x64', '0x65']))).toMatchObject({ step: 5 });
});

test('conformance: an assertion of the core is a failure of its trace, not of the runner', () => {
  const trace = parsed(TEXT)[0]!;
  const step = { input: { type: 'finishedBuilding', round: 3, value: '0x1' } as const, expect: [], roundAfter: 0 };
  expect(runTrace({ ...trace, steps: [trace.steps[0]!, step] })?.got).toContain('exception');
});

test('conformance: a weight may be a decimal string beyond the safe integers', () => {
  const stake = '300000000000000000000000000';
  const text = edited((file) => {
    const trace = file.traces[1]!;
    trace.config['validators'] = ['0x64', '0x65', '0x66', '0x67'].map((id) => ({ id, weight: stake }));
    file.traces = [trace];
  });
  expect(runTraces(parsed(text))).toEqual([]);
});

test('conformance: what is not in the format is refused with one line', () => {
  const first = (change: (trace: Draft['traces'][number]) => void): string => edited((file) => change(file.traces[0]!));
  const cases: readonly (readonly [string, string])[] = [
    ['{', 'not JSON'],
    ['[]', 'file: an object is missing'],
    [edited((file) => (file.meta['format'] = 'tendermint-node-trace/2')), 'meta.format'],
    [first((trace) => (trace.steps[0]!.input['type'] = 'begin')), 'step 0: input: type'],
    [first((trace) => (trace.config['proposerByRound'] = [])), 'proposerByRound: is empty'],
    [first((trace) => (trace.config['quorumType'] = 'none')), 'quorumType'],
    [first((trace) => (trace.config['self'] = 'P')), 'self: a hex felt'],
    [first((trace) => (trace.config['validators'] = [{ id: '0x64', weight: -1 }])), 'validators: a whole number'],
  ];
  for (const [text, reason] of cases) {
    const result = parseTraceFile(text);
    expect(result.ok ? '' : result.error).toContain(reason);
  }
});

test('conformance: the command prints counts and failing steps, and exits with 0, 1 or 2', () => {
  const few = fileOf(
    'few.json',
    edited((file) => (file.traces = file.traces.slice(0, 5))),
  );
  const wrong = fileOf(
    'wrong.json',
    edited((file) => {
      file.traces = file.traces.slice(0, 5);
      file.traces[2]!.steps[0]!.roundAfter += 1;
    }),
  );
  expect(command(few)).toMatchObject({ code: 0, out: '5 passed, 0 failed\n' });
  const failed = command(few, wrong);
  expect(failed.code).toBe(1);
  expect(failed.out).toMatch(/^FAIL .*, step 0\n {2}expected .*\n {2}got .*\n9 passed, 1 failed\n$/);
  for (const args of [['--fast'], [join(folder, 'missing.json')], [fileOf('broken.json', '{')]]) {
    const refused = command(...args);
    expect(refused.code).toBe(2);
    expect(refused.err.trimEnd().split('\n')).toHaveLength(1);
  }
});
