// Goal: the wire code as the build makes it, without `long` and other parts of protobufjs, reads and writes the same bytes as the whole library.
// Method: bundle the wire folder as for the page, run all vectors in the bundle, and compare 64-bit numbers at every edge with a varint made by hand.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Plugin, type Rolldown, build } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import * as plain from '../core/wire/generated/hot.js';
import vectors from '../core/wire/vectors/protobuf.json' with { type: 'json' };
import { slimProtobuf } from './slim-protobuf.ts';

type Wire = { readonly check: (vector: unknown) => string | null; readonly hot: typeof plain };

const ENTRY = `export { checkProtobufVector as check } from '${resolve('core/wire/vector.ts')}'; export * as hot from '${resolve('core/wire/generated/hot.js')}';`;

const bundle = async (entry: string, plugins: Plugin[]): Promise<Rolldown.OutputChunk> => {
  const made = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins,
    build: { write: false, minify: true, target: 'es2024', lib: { entry, formats: ['es'], fileName: 'wire' } },
  })) as Rolldown.RolldownOutput | readonly Rolldown.RolldownOutput[];
  const outputs = Array.isArray(made) ? made.flatMap((m) => m.output) : (made as Rolldown.RolldownOutput).output;
  const chunk = outputs.find((output): output is Rolldown.OutputChunk => output.type === 'chunk');
  if (chunk === undefined || outputs.length !== 1) throw new Error('one chunk was expected');
  return chunk;
};

/** Modules in a chunk that no message needs. */
const needless = (chunk: Rolldown.OutputChunk): readonly string[] =>
  chunk.moduleIds.filter((id) =>
    /node_modules\/(?:long\/|protobufjs\/src\/(?:rpc|util\/(?:aspromise|base64|eventemitter|float)))/.test(id),
  );

let slim: Rolldown.OutputChunk;
let whole: Rolldown.OutputChunk;
let wire: Wire;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'slim-protobuf-'));
  try {
    const [source, result] = [join(folder, 'entry.ts'), join(folder, 'wire.mjs')];
    writeFileSync(source, ENTRY);
    slim = await bundle(source, [slimProtobuf()]);
    whole = await bundle(source, []);
    writeFileSync(result, slim.code);
    wire = (await import(/* @vite-ignore */ result)) as Wire;
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('slim protobuf: the bundle holds no long, floats, base64, promises or emitters', () => {
  expect(needless(slim)).toEqual([]);
});

test('slim protobuf: without the plugin it would', () => {
  expect(needless(whole)).toHaveLength(5);
  expect(whole.code.length - slim.code.length).toBeGreaterThan(15_000);
});

test('slim protobuf: every vector passes in the bundle', () => {
  expect(vectors.vectors).toHaveLength(31);
  expect(vectors.vectors.map(wire.check).filter((complaint) => complaint !== null)).toEqual([]);
});

const varint = (value: bigint): number[] => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
};

const EDGES: readonly bigint[] = [
  ...Array.from({ length: 64 }, (_, bit) => [2n ** BigInt(bit) - 1n, 2n ** BigInt(bit), 2n ** BigInt(bit) + 1n]).flat(),
  2n ** 64n - 1n,
  2n ** 64n - 2n,
  0xaaaaaaaaaaaaaaaan,
  0x5555555555555555n,
  0xffffffff00000000n,
  0xfffffffen,
];

test('slim protobuf: 64-bit numbers keep all bits at every edge, bundled and not', () => {
  const U64_FIELD = 24;
  for (const codecs of [wire.hot, plain]) {
    for (const value of EDGES) {
      const halves = { low: Number(value & 0xffffffffn), high: Number(value >> 32n), unsigned: true };
      const bytes = value === 0n ? [] : [U64_FIELD, ...varint(value)];
      expect([...codecs.Vote.encode({ height: halves }, codecs.createSink()).finish(false)]).toEqual(bytes);
      const { height } = codecs.Vote.decode(Uint8Array.from(bytes));
      if (value === 0n) expect(height).toBe(0);
      else expect(height).toEqual({ low: halves.low | 0, high: halves.high | 0, unsigned: true });
    }
  }
});
