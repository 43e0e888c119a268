import { expect, test } from 'vitest';
import { hexToBytes } from '../base/hex.ts';
import { DESCRIBED_FIELDS_MAX } from '../base/limits.ts';
import { describeMessage, type FieldNode } from './describe.ts';
import file from './vectors/protobuf.json' with { type: 'json' };

const bytesOf = (id: string): Uint8Array => hexToBytes(file.vectors.find((v) => v.id === id)!.expected.hex);
/** `name: text` by path, leaves and parents. */
const texts = (nodes: readonly FieldNode[], path = ''): string[] =>
  nodes.flatMap((n) => [`${path}${n.name}: ${n.text}`, ...texts(n.children, `${path}${n.name}.`)]);
const find = (nodes: readonly FieldNode[], ...path: readonly string[]): FieldNode => {
  const node = nodes.find((n) => n.name === path[0])!;
  return path.length === 1 ? node : find(node.children, ...path.slice(1));
};

test('describe: a vote as a list of names, numbers, types, values and ranges', () => {
  const nodes = describeMessage('Vote', bytesOf('protobuf-001'));
  expect(nodes.map((n) => [n.name, n.number, n.type, n.text, n.tag, n.length, n.payload])).toEqual([
    ['height', 3, 'uint64', '1', [0, 1], null, [1, 2]],
    ['proposal_commitment', 5, 'Hash', '0x1234', [2, 3], [3, 4], [4, 38]],
    ['voter', 6, 'Address', '0x64', [38, 39], [39, 40], [40, 74]],
    ['signature', 7, 'Hashes', '0 fields', [74, 75], [75, 76], [76, 76]],
  ]);
  expect(nodes[2]!.children.map((n) => [n.name, n.tag, n.length, n.payload])).toEqual([['elements', [40, 41], [41, 42], [42, 74]]]);
});

test('describe: the content of a stream message is read as a proposal part', () => {
  const nodes = describeMessage('StreamMessage', bytesOf('protobuf-045'));
  const init = find(nodes, 'content', 'init');
  expect(texts(init.children)).toEqual(
    expect.arrayContaining([
      'height: 5',
      'round: 2',
      'l1_da_mode: Blob (1)',
      'l2_gas_price_fri: 8000000000',
      'starknet_version: "0.14.4"',
      'proposer: 0x64',
      'version_constant_commitment: 0x0',
    ]),
  );
  expect(find(nodes, 'stream_id').text).toBe('height 5, round 2');
});

test('describe: a repeated field carries its index', () => {
  const nodes = describeMessage('ConsensusTransaction', bytesOf('protobuf-037'));
  const { children } = find(nodes, 'invoke_v3', 'invoke');
  expect(children.filter((n) => n.number === 3).map((n) => `${n.name} ${n.text}`)).toEqual([
    'calldata[0] 0x1',
    'calldata[1] 0x2',
    'calldata[2] 0x3',
  ]);
});

test('describe: a felt that is not canonical is marked and shown reduced', () => {
  const bytes = Uint8Array.from([0x32, 34, ...bytesOf('protobuf-015')]);
  expect(describeMessage('Vote', bytes)[0]).toMatchObject({ name: 'voter', text: '0x0', reduced: true });
});

test('describe: u128 and enum values', () => {
  expect(describeMessage('L2GasInfo', hexToBytes('0a0408011001'))[0]).toMatchObject({ text: '18446744073709551617' });
  expect(describeMessage('Vote', hexToBytes('1007'))[0]).toMatchObject({ text: 'no name (7)' });
  expect(describeMessage('Vote', hexToBytes('1001'))[0]).toMatchObject({ text: 'Precommit (1)', type: 'Vote.VoteType' });
});

test.each([
  ['an unknown field', '7a0161', [{ kind: 'unknown', name: 'field 15', number: 15, text: '0x61', payload: [2, 3] }]],
  ['a known field with another wire type', '1a0161', [{ kind: 'unknown', number: 3, type: 'wire type 2' }]],
  ['fixed numbers', '7900000000000000017d00000001', [{ payload: [1, 9] }, { payload: [10, 14] }]],
  ['a tag that does not end', '180180', [{ name: 'height' }, { kind: 'error', name: 'a tag that does not end', payload: [2, 3] }]],
  ['a number that does not end', '18ff', [{ kind: 'error', name: 'a number that does not end', payload: [0, 2] }]],
  ['a length that does not end', '32ff', [{ kind: 'error', name: 'a length that does not end' }]],
  ['a payload that is cut', '320501', [{ kind: 'error', name: '5 bytes announced, 1 left', payload: [0, 3] }]],
  ['a group', '1b1c', [{ kind: 'error', name: 'wire type 3, which this schema never uses' }]],
  ['field number 0', '0001', [{ kind: 'error', name: 'a tag that names no field: 0' }]],
  [
    'an error inside a message, and a field after it',
    '32020a051801',
    [{ name: 'voter', children: [{ kind: 'error' }] }, { name: 'height' }],
  ],
] as const)('describe: %s is shown for what it is', (_what, hex, expected) => {
  expect(describeMessage('Vote', hexToBytes(hex))).toMatchObject(expected);
});

test('describe: a text that is no UTF-8 is shown as bytes', () => {
  expect(describeMessage('ProposalInit', hexToBytes('6a01ff'))[0]).toMatchObject({ text: 'no UTF-8: 0xff' });
});

test('describe: a message of very many fields ends in one error node', () => {
  const many = new Uint8Array(2 * (DESCRIBED_FIELDS_MAX + 5)).map((_, i) => (i % 2 === 0 ? 0x18 : 1));
  const nodes = describeMessage('Vote', many);
  expect(nodes).toHaveLength(DESCRIBED_FIELDS_MAX + 1);
  expect(nodes.at(-1)).toMatchObject({ kind: 'error', payload: [2 * DESCRIBED_FIELDS_MAX, many.length] });
});
