// Goal: our bytes and our converters agree with protoc and with Apollo, vector by vector; and the checker can fail.
import { expect, test } from 'vitest';
import { hexToBytes } from '../base/hex.ts';
import { decodeStateDiffsResponse } from './cold/state-diff.ts';
import { decodeStreamMessage } from './stream-message.ts';
import { checkProtobufVector } from './vector.ts';
import file from './vectors/protobuf.json' with { type: 'json' };

type Vector = {
  readonly id: string;
  readonly input: { readonly message_type: string; readonly json: Record<string, unknown> };
  readonly expected: { readonly hex: string; readonly domain: string };
};
const vectors = file.vectors as unknown as readonly Vector[];
const vector = (id: string): Vector => vectors.find((v) => v.id === id)!;

test.each(vectors.map((v) => [v.id, v] as const))('protobuf vector: %s passes', (_id, v) => {
  expect(checkProtobufVector(v)).toBeNull();
});

test('protobuf vector: there are 31 of them', () => {
  expect(vectors).toHaveLength(31);
});

const ok = vector('protobuf-001');
const voterMissing = vector('protobuf-005');
const reduced = vector('protobuf-015');
const two64 = vector('protobuf-011');

test.each([
  ['another byte', { ...ok, expected: { ...ok.expected, hex: ok.expected.hex.replace('1801', '1802') } }, /^encoded/],
  ['another value', { ...ok, input: { ...ok.input, json: { ...ok.input.json, height: '2' } } }, /^encoded/],
  ['an error that is none', { ...ok, expected: { ...ok.expected, domain: 'error: MissingField voter' } }, /^converter says ok/],
  ['an ok that is none', { ...voterMissing, expected: { ...voterMissing.expected, domain: 'ok' } }, /^converter says MissingField/],
  ['another code', { ...voterMissing, expected: { ...voterMissing.expected, domain: 'error: DecodeError voter' } }, /^converter says/],
  [
    'another field',
    { ...voterMissing, expected: { ...voterMissing.expected, domain: 'error: MissingField signature' } },
    /^converter says/,
  ],
  ['a reduction that is none', { ...reduced, expected: { ...reduced.expected, domain: '0x0' } }, /^converter says/],
  ['another number', { ...two64, expected: { ...two64.expected, domain: '18446744073709551617' } }, /^converter says/],
  ['an unknown domain text', { ...two64, expected: { ...two64.expected, domain: 'fine' } }, /^converter says/],
  ['an unknown type', { ...ok, input: { ...ok.input, message_type: 'constructor' } }, /^unknown message type/],
  ['an unknown field', { ...ok, input: { ...ok.input, json: { hight: '1' } } }, /^JSON form: Vote: unknown field hight/],
  ['a wrong value', { ...ok, input: { ...ok.input, json: { height: 'one' } } }, /^JSON form: height: no uint64/],
  ['a list that is none', { ...ok, input: { ...ok.input, json: { signature: { items: {} } } } }, /^JSON form: items: no list/],
  ['nothing', null, /^no protobuf vector/],
] as const)('protobuf vector: %s is a failure', (_what, v, reason) => {
  expect(checkProtobufVector(v)).toMatch(reason);
});

test('protobuf vector: lowerCamelCase names and a number for a 64-bit integer are JSON forms too', () => {
  const json = { ...ok.input.json, voteType: ok.input.json['vote_type'], vote_type: null, height: 1 };
  expect(checkProtobufVector({ ...ok, input: { ...ok.input, json } })).toBeNull();
});

test('protobuf vector: an unset stream message reads as fin, a class without compiled hash as deprecated', () => {
  const fin = decodeStreamMessage(hexToBytes(vector('protobuf-049').expected.hex));
  expect(fin).toMatchObject({ ok: true, value: { value: { message: { kind: 'fin' }, messageId: 3, streamId: { height: 5, round: 2 } } } });
  const declared = decodeStateDiffsResponse(hexToBytes(vector('protobuf-057').expected.hex));
  expect(declared).toEqual({ ok: true, value: { reduced: false, value: { kind: 'deprecated_class', classHash: 3n } } });
});
