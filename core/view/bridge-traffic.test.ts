// Goal: everything that crossed a bridge can be looked at: frames as fields of the schema, calls as the JSON of Apollo's remote form.
import { expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { toValidatorIndex } from '../types/ids.ts';
import { PREFIX_BYTES, describeCrossed } from './bridge-bytes.ts';
import { bridgeTraffic } from './bridge-traffic.ts';

const V1 = toValidatorIndex(1);
const END = 3_000_000;

test('bridge traffic: over the stream every row is a frame whose fields tile its bytes', () => {
  const rows = bridgeTraffic(sampleTimeline('all-well+seed-stream', END), { validator: V1, transport: 'seed-stream' }, END, 30);
  expect(rows.length).toBeGreaterThan(15);
  expect(new Set(rows.map(({ direction }) => direction))).toEqual(new Set(['to_batcher', 'to_consensus']));
  for (const row of rows) {
    const detail = describeCrossed(row.event);
    if (detail.kind !== 'frame') throw new Error('a frame is expected');
    expect(detail.prefix).toHaveLength(PREFIX_BYTES);
    expect(row.bytes).toBe(detail.message.length + PREFIX_BYTES);
    expect(detail.rows.every((field) => field.kind === 'field')).toBe(true);
    expect(detail.rows.some((field) => field.depth === 0 && field.name !== 'seq' && field.name !== 'opened')).toBe(true);
  }
  expect(rows.map(({ name }) => name)).toContain('SendProposalContent Txs[1]');
});

test('bridge traffic: over apollo every row is the JSON of a request or an answer', () => {
  const rows = bridgeTraffic(sampleTimeline('all-well', END), { validator: V1, transport: 'apollo' }, END, 30);
  const texts = rows.map((row) => {
    const detail = describeCrossed(row.event);
    return detail.kind === 'json' ? (detail.text ?? '') : '';
  });
  expect(rows.length).toBeGreaterThan(10);
  for (const text of texts) expect(Object.keys(JSON.parse(text) as object)).toEqual(['data']);
  expect(texts.some((text) => text.includes('"ProposeBlock"'))).toBe(true);
  expect(texts.some((text) => text.includes('"Ok"'))).toBe(true);
});

test('bridge traffic: rows go back from the moment asked for, newest first', () => {
  const line = sampleTimeline('all-well+seed-stream', END);
  const rows = bridgeTraffic(line, { validator: V1, transport: 'seed-stream' }, 1_000_000, 200);
  expect(rows.every(({ at }) => at <= 1_000_000)).toBe(true);
  expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted((a, b) => b - a));
  expect(bridgeTraffic(line, { validator: V1, transport: 'seed-stream' }, 0, 5).length).toBe(1);
});
