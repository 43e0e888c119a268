// Exports of a real run, read again; and files that are broken, foreign or hostile.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { utf8ToBytes } from '../base/utf8.ts';
import { crashOf } from '../net/fault-fields.ts';
import type { Intervention } from '../sim/intervention.ts';
import { encodeShare } from '../sim/share.ts';
import { toTimeUs, toValidatorIndex } from '../types/ids.ts';
import { fingerprintAt, keptEvents } from '../view/timeline.ts';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { type ImportError, readImport } from './import.ts';
import { itfFile, itfStates, readItf } from './itf.ts';
import { shivizFile } from './shiviz.ts';
import type { Telling } from './telling.ts';
import { traceFile } from './trace.ts';

const UNTIL = 6_000_000;
const CRASH: Intervention = { t: toTimeUs(3_000_000), kind: 'fault_on', id: 1_000, fault: crashOf(toValidatorIndex(2)) };

let telling: Telling;
let other: Telling;
const tell = (interventions: readonly Intervention[]): Telling => {
  const line = sampleTimeline('quiet-proposer', UNTIL + 1, interventions);
  const fingerprint = fingerprintAt(line, UNTIL);
  const run = { scenario: 'quiet-proposer', seed: 7, interventions, coreVersion: 1 };
  const link = encodeShare({ run, cursor: toTimeUs(UNTIL), fingerprint: fingerprint.slice(0, 16) });
  return { link, untilUs: UNTIL, fingerprint, events: keptEvents(line).filter((event) => event.t <= UNTIL), validators: 4 };
};
beforeAll(() => {
  telling = tell([CRASH]);
  other = tell([]);
});

const FORMATS = ['trace', 'itf', 'shiviz'] as const;
const bytesOf = (kind: (typeof FORMATS)[number], what: Telling): Uint8Array => {
  if (kind === 'trace') return traceFile(what);
  return utf8ToBytes(kind === 'itf' ? itfFile(what) : shivizFile(what));
};
const refusal = (bytes: Uint8Array): ImportError | null => {
  const read = readImport(bytes);
  return read.ok ? null : read.error;
};

test.each(FORMATS)('export %s: read again it is the same run, at the same moment, and says what the run does', (kind) => {
  const read = readImport(bytesOf(kind, telling));
  if (!read.ok) throw new Error(`${read.error.code} ${read.error.at}`);
  expect(read.value.kind).toBe(kind);
  expect(read.value.shared.run.interventions).toEqual([CRASH]);
  expect(read.value.shared.cursor).toBe(UNTIL);
  expect(telling.fingerprint.startsWith(read.value.shared.fingerprint)).toBe(true);
  expect(read.value.difference(telling)).toBeNull();
});

test.each(FORMATS)('export %s: another run is told apart, by the first place that differs', (kind) => {
  const read = readImport(bytesOf(kind, telling));
  expect(read.ok && read.value.difference(other)).toMatch(/^(?:frames\[\d+\]|states\[\d+\]|line \d+)$/);
});

test.each(FORMATS)('export %s: with any byte changed it is refused or read, and never throws', (kind) => {
  const bytes = bytesOf(kind, { ...telling, events: telling.events.slice(0, 300) });
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      expect(typeof readImport(bytes.with(at, byte)).ok).toBe('boolean');
    }),
    { numRuns: 300 },
  );
});

test('import: any bytes are refused or read, and never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(typeof readImport(bytes).ok).toBe('boolean');
    }),
  );
});

test('import: any JSON is refused', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      expect(readItf(JSON.stringify(value)).ok).toBe(false);
    }),
  );
});

test('import: a text with a link opens the link', () => {
  const read = readImport(utf8ToBytes(`See https://example.org/?lang=zh#s=${telling.link} <b>now</b>`));
  expect(read.ok && [read.value.kind, read.value.shared.cursor]).toEqual(['link', UNTIL]);
});

const edited = (change: (file: Record<string, unknown>) => void): Uint8Array => {
  const file = JSON.parse(itfFile(telling)) as Record<string, unknown>;
  change(file);
  return utf8ToBytes(JSON.stringify(file));
};

test.each<readonly [string, () => Uint8Array, ImportError]>([
  ['an empty file', () => new Uint8Array(0), { code: 'Empty', at: 'byte 0' }],
  ['a picture', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47), { code: 'Unreadable', at: 'UTF-8' }],
  ['a page', () => utf8ToBytes('<!doctype html><script>alert(1)</script>'), { code: 'Unreadable', at: 'line 1' }],
  ['JSON that ends early', () => utf8ToBytes('{\n"#meta": {\n'), { code: 'WrongShape', at: 'line 3' }],
  ['JSON of something else', () => utf8ToBytes('{"__proto__": {"x": 1}}'), { code: 'WrongShape', at: '__proto__' }],
  ['an ITF trace of another specification', () => edited((file) => (file['vars'] = ['x'])), { code: 'WrongShape', at: 'vars[0]' }],
  [
    'an ITF trace with a wrong state',
    () => edited((file) => ((file['states'] as Record<string, unknown>[])[2]!['now'] = 7)),
    { code: 'WrongShape', at: 'states[2].now' },
  ],
  [
    'an ITF trace with a missing state',
    () => edited((file) => (file['states'] as unknown[]).splice(1, 1)),
    { code: 'WrongShape', at: 'states[1].#meta.index' },
  ],
  [
    'an ITF trace with another link',
    () => edited((file) => ((file['#meta'] as Record<string, unknown>)['link'] = '2AAAA')),
    { code: 'BadLink', at: '#meta.link: scenario' },
  ],
  [
    'a ShiViz log with a broken clock',
    () => utf8ToBytes(shivizFile(telling).replace('V1.consensus {', 'V1.consensus [')),
    { code: 'WrongShape', at: 'line 5' },
  ],
  ['a ShiViz log without a run', () => utf8ToBytes(shivizFile(telling).replace('run ', 'walk ')), { code: 'WrongShape', at: 'line 4' }],
  ['a trace cut short', () => traceFile(telling).slice(0, -3), { code: 'Unreadable', at: expect.stringMatching(/^DecodeError/) as string }],
])('import: %s is refused with its place', (_name, bytes, error) => {
  expect(refusal(bytes())).toEqual(error);
});

test('ITF: the states tell rounds, locks and decisions, and a crash', () => {
  const last = itfStates(telling.events, 4).at(-1)!;
  const of = (name: 'V1' | 'V3', map: { readonly '#map': readonly (readonly [string, unknown])[] }): unknown =>
    map['#map'].find(([key]) => key === name)?.[1];
  expect(of('V3', last.running)).toBe(false);
  expect(of('V1', last.running)).toBe(true);
  const decided = of('V1', last.decided) as { readonly '#map': readonly (readonly [string, string])[] };
  expect(decided['#map'][0]).toEqual(['1', expect.stringMatching(/^0x[0-9a-f]+$/)]);
});

test('ShiViz: every clock counts its own host by one, and a message is known to its receiver', () => {
  const lines = shivizFile(telling).trimEnd().split('\n').slice(2);
  const counts = new Map<string, number>();
  let foreign = 0;
  for (let i = 0; i < lines.length; i += 2) {
    const [host, text] = [lines[i]!.slice(0, lines[i]!.indexOf(' ')), lines[i]!.slice(lines[i]!.indexOf(' '))];
    const clock = JSON.parse(text) as Record<string, number>;
    counts.set(host, (counts.get(host) ?? 0) + 1);
    expect(clock[host]).toBe(counts.get(host));
    for (const [name, count] of Object.entries(clock)) expect(count).toBeLessThanOrEqual(counts.get(name) ?? 0);
    if (lines[i + 1]!.startsWith('frame_delivered') && Object.keys(clock).some((name) => !name.startsWith(host.slice(0, 2)))) foreign++;
  }
  expect(foreign).toBeGreaterThan(20);
});
