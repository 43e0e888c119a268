// The probe's syscalls under the engine: what each answers, which failures come back as data, and what stops the phase.
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, test } from 'vitest';
import { feltFromAscii, toFelt } from '../../core/base/felt.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import { contractAddress } from '../../core/hashes/contract-address.ts';
import { account } from '../../scripts/contracts/account.ts';
import { counter } from '../../scripts/contracts/counter.ts';
import { probe } from '../../scripts/contracts/probe.ts';
import { EngineWorld, HEIGHT, KERNEL, stopOf, type Told } from './engine-world.ts';

const ACCOUNT = 0x904n;
const [PROBE, OTHER, OLD, PROBE_CLASS, COUNTER_CLASS, OLD_CLASS] = [0x901n, 0x902n, 0x903n, 0xc1n, 0xc2n, 0xc3n] as const;
const U128 = 1n << 128n;

const start = (): EngineWorld =>
  new EngineWorld([
    { classHash: PROBE_CLASS, source: probe, at: PROBE },
    { classHash: COUNTER_CLASS, source: counter, at: OTHER },
    { classHash: OLD_CLASS, source: probe, at: OLD, sierraVersion: [1, 6, 0] },
    { classHash: 0xc4n, source: account, at: ACCOUNT },
  ]);
const ask = (name: string, calldata: readonly bigint[], world = start()): Told => world.ask({ to: PROBE, name, calldata });
const answer = (name: string, calldata: readonly bigint[], world = start()): readonly bigint[] => {
  const told = ask(name, calldata, world);
  expect([stopOf(told), told.end.kind]).toEqual([null, 'returned']);
  return told.data;
};
const short = (text: string): bigint => feltFromAscii(text);
const halves = (value: bigint): readonly bigint[] => [value % U128, value / U128];

describe('state', () => {
  test('probe: storage, class hash, block hash', () => {
    const world = start();
    expect(answer('storage_write', [5n, 6n], world)).toEqual([]);
    expect(answer('storage_read', [5n], world)).toEqual([6n]);
    expect(answer('get_class_hash_at', [OTHER], world)).toEqual([COUNTER_CLASS]);
    expect(answer('get_class_hash_at', [0x999n], world)).toEqual([0n]);
    world.put(1n, BigInt(HEIGHT - 10), 0xb10cn);
    expect(answer('get_block_hash', [BigInt(HEIGHT - 10)], world)).toEqual([0xb10cn]);
  });

  test('probe: events and messages', () => {
    expect(ask('emit_event', [2n, 1n, 2n, 1n, 3n]).phase.events).toEqual([{ from: PROBE, keys: [1n, 2n], data: [3n] }]);
    expect(ask('send_message_to_l1', [7n, 2n, 8n, 9n]).phase.messages).toEqual([{ from: PROBE, to: 7n, payload: [8n, 9n] }]);
  });

  test('probe: a class is replaced, a contract deployed', () => {
    const world = start();
    expect(answer('replace_class', [COUNTER_CLASS], world)).toEqual([]);
    expect(world.state.classHashAt(toFelt(PROBE))).toBe(COUNTER_CLASS);
    const other = start();
    const address = contractAddress(KERNEL, {
      deployer: toFelt(PROBE),
      salt: toFelt(4),
      classHash: toFelt(COUNTER_CLASS),
      calldata: [toFelt(11)],
    });
    expect(answer('deploy', [COUNTER_CLASS, 4n, 1n, 11n, 0n], other)).toEqual([address]);
    expect(other.state.storageAt(address, selectorOf('count'))).toBe(11n);
  });

  test('probe: the execution info', () => {
    const info = { version: toFelt(3), sender: toFelt(0xabc), hash: toFelt(0xdef) };
    const { data } = start().ask({ to: PROBE, name: 'get_execution_info', caller: 0x77n, info });
    expect(data.slice(0, 1)).toEqual([BigInt(HEIGHT)]);
    expect(data.slice(3)).toEqual([3n, 0xabcn, 0xdefn, 0x77n, PROBE, selectorOf('get_execution_info')]);
  });
});

describe('calls', () => {
  test('probe: a call works on the other contract, a library call on its own', () => {
    const world = start();
    expect(answer('call_contract', [OTHER, selectorOf('increase'), 1n, 5n], world)).toEqual([1n, 5n]);
    expect(answer('library_call', [COUNTER_CLASS, selectorOf('increase'), 1n, 7n], world)).toEqual([1n, 7n]);
    const count = selectorOf('count');
    expect([OTHER, PROBE].map((contract) => world.state.storageAt(toFelt(contract), count))).toEqual([5n, 7n]);
  });

  test('probe: a failed call comes back as data and leaves nothing', () => {
    const world = start();
    const panic = [selectorOf('panic'), 3n, 2n, 8n, 9n];
    const failed = [1n, 3n, 8n, 9n, short('ENTRYPOINT_FAILED')];
    expect(answer('try_library_call', [PROBE_CLASS, ...panic], world)).toEqual(failed);
    expect(answer('try_call_contract', [PROBE, ...panic], world)).toEqual(failed);
    expect(answer('try_call_contract', [OTHER, selectorOf('get'), 0n], world)).toEqual([0n, 1n, 0n]);
    expect(ask('call_contract', [PROBE, ...panic], world)).toMatchObject({ end: { kind: 'panicked' }, data: failed.slice(2) });
  });

  test.each<[string, string, readonly bigint[], readonly string[]]>([
    ['an unknown entry point', 'try_call_contract', [OTHER, 1n, 0n], ['ENTRYPOINT_NOT_FOUND', 'ENTRYPOINT_FAILED']],
    ['__execute__ of another contract', 'try_call_contract', [OTHER, selectorOf('__execute__'), 0n], ['Invalid argument']],
    ['the hash of a recent block', 'try_get_block_hash', [BigInt(HEIGHT)], ['Block number out of range']],
    ['a coordinate above the prime', 'try_secp256k1_new', [U128 - 1n, U128 - 1n, 0n, 0n], ['Invalid argument']],
    ['a coordinate above the other prime', 'try_secp256r1_new', [U128 - 1n, U128 - 1n, 0n, 0n], ['Invalid argument']],
    ['words that fill no block', 'try_keccak', [1n, 5n], ['Invalid input length']],
  ])('probe: %s is a failure that a caller sees', (_, name, calldata, texts) => {
    expect(answer(name, calldata)).toEqual([1n, BigInt(texts.length), ...texts.map(short)]);
  });

  test('probe: a meta transaction runs `__execute__` of an account as version 0, and nothing else', () => {
    const world = start();
    const refused = world.ask({ to: PROBE, name: 'meta_tx_v0', calldata: [ACCOUNT, selectorOf('__execute__'), 1n, 0n, 0n] });
    expect(refused.data).toEqual([short('Account: invalid tx version'), short('ENTRYPOINT_FAILED')]);
    expect(refused.end.trace.inner.map(({ caller }) => caller)).toEqual([0n]);
    expect(ask('meta_tx_v0', [ACCOUNT, selectorOf('get_public_key'), 0n, 0n], world).data).toEqual([short('Invalid argument')]);
  });

  test('probe: fifty calls deep is the limit', () => {
    expect(stopOf(ask('recurse', [49n]))).toBeNull();
    expect(stopOf(ask('recurse', [50n]))).toContain('recursion depth exceeded');
  });

  test('probe: a class of Sierra 1.6 counts steps and takes no gas', () => {
    const called = start().ask({ to: OLD, name: 'loop', calldata: [100n] });
    const same = start().ask({ to: PROBE, name: 'loop', calldata: [100n] });
    const mode = ({ end }: Told): readonly unknown[] => [end.trace.mode, end.trace.gasConsumed > 0];
    expect([mode(called), mode(same)]).toEqual([
      ['cairo_steps', false],
      ['sierra_gas', true],
    ]);
    expect(called.phase.vm.steps).toBeGreaterThan(1_000);
    expect(same.phase.vm.steps).toBe(0);
  });
});

/** Generators and 78 times each, computed with @noble/curves 2.4. */
const CURVES = [
  {
    name: 'secp256k1',
    base: {
      x: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
      y: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
    },
    times78: {
      x: 0x2ddf7bbcfe114e807efe354db9f95fe70e7e555bd9114950bb3d3d987058c8aen,
      y: 0xec93e49c88fc85652e754603b426bc0d90f3408491c470b4eb13f199399f4ec9n,
    },
  },
  {
    name: 'secp256r1',
    base: {
      x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
      y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
    },
    times78: {
      x: 0xf15a2f3071e5deb0643ae80ab6565bdcd22b31d75a50ff4fd167018a33e671b2n,
      y: 0x3378f4c31e00234d7e2330f0eda0b0e1ea988aa39704d1cf6eec60b04bb452e7n,
    },
  },
] as const;

describe('hashes and curves', () => {
  const words = (bytes: Uint8Array): readonly bigint[] => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: bytes.length / 8 }, (_, i) => view.getBigUint64(8 * i, true));
  };

  test('probe: keccak of one padded block', () => {
    const block = new Uint8Array(136);
    block.set(new TextEncoder().encode('probe'));
    block[5] = 1;
    block[135] = 0x80;
    const hash = words(keccak_256(new TextEncoder().encode('probe')));
    const expected = [hash[0]! + (hash[1]! << 64n), hash[2]! + (hash[3]! << 64n)];
    expect(answer('keccak', [17n, ...words(block)])).toEqual(expected);
  });

  test('probe: one compression of SHA-256', () => {
    const initial = [0x6a09e667n, 0xbb67ae85n, 0x3c6ef372n, 0xa54ff53an, 0x510e527fn, 0x9b05688cn, 0x1f83d9abn, 0x5be0cd19n];
    const block = [0x80000000n, ...Array.from({ length: 15 }, () => 0n)];
    const hash = new DataView(sha256(new Uint8Array()).buffer);
    const expected = Array.from({ length: 8 }, (_, i) => BigInt(hash.getUint32(4 * i)));
    expect(answer('sha256_process_block', [8n, ...initial, 16n, ...block])).toEqual(expected);
  });

  test('probe: one compression of SHA-512', () => {
    const fractions = [
      '6a09e667f3bcc908',
      'bb67ae8584caa73b',
      '3c6ef372fe94f82b',
      'a54ff53a5f1d36f1',
      '510e527fade682d1',
      '9b05688c2b3e6c1f',
      '1f83d9abfb41bd6b',
      '5be0cd19137e2179',
    ];
    const block = [1n << 63n, ...Array.from({ length: 15 }, () => 0n)];
    const hash = new DataView(sha512(new Uint8Array()).buffer);
    const expected = Array.from({ length: 8 }, (_, i) => hash.getBigUint64(8 * i));
    expect(answer('sha512_process_block', [8n, ...fractions.map((word) => BigInt(`0x${word}`)), 16n, ...block])).toEqual(expected);
  });

  test.each(CURVES)('probe: $name multiplies, adds and finds points', ({ name, base, times78 }) => {
    expect(answer(`${name}_multiply`, [base.x, base.y, 77n].flatMap(halves))).toEqual([times78.x, times78.y].flatMap(halves));
    expect(answer(`${name}_from_x`, [...halves(base.x), base.y % 2n])).toEqual([base.x, base.y].flatMap(halves));
    expect(ask(`${name}_multiply`, [1n, 1n, 1n].flatMap(halves))).toMatchObject({ end: { kind: 'panicked' }, data: [short('no point')] });
  });
});
