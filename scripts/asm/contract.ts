// A contract's source: entry points with the types of their arguments and results, and events.
import type { Builder } from './builder.ts';
import type { Value } from './cells.ts';
import { type AnyCodec, Calldata, type Codec, type Encoded } from './codecs.ts';
import type { EntryFunction } from './function.ts';

type Values<C> = { readonly [K in keyof C]: C[K] extends Codec<infer T> ? T : never };
type Codecs = Readonly<Record<string, AnyCodec>>;
type Outputs = readonly AnyCodec[];

export type EntryKind = 'external' | 'l1_handler' | 'constructor';

type Parameter = { readonly name: string; readonly type: string };

export type EntrySource = {
  readonly kind: EntryKind;
  /** The first is its own; the others are spellings of the same code. */
  readonly names: readonly string[];
  readonly view: boolean;
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly string[];
  readonly code: EntryFunction;
};

type EventMember = Parameter & { readonly key: boolean };
export type EventSource = { readonly name: string; readonly members: readonly EventMember[] };

export type ContractSource = {
  /** Also the file's name. */
  readonly name: string;
  /** What its types are called in the ABI. */
  readonly title: string;
  readonly entries: readonly EntrySource[];
  readonly events: readonly EventSource[];
};

type Shape<I, O> = {
  readonly names: readonly [string, ...string[]];
  readonly inputs: I;
  readonly outputs: O;
  readonly body: (f: Builder, inputs: Values<I>) => Values<O>;
};

const entry = <const I extends Codecs, const O extends Outputs>(kind: EntryKind, view: boolean, shape: Shape<I, O>): EntrySource => ({
  kind,
  view,
  names: shape.names,
  inputs: Object.entries(shape.inputs).map(([name, { type }]) => ({ name, type })),
  outputs: shape.outputs.map(({ type }) => type),
  code: {
    name: shape.names[0],
    parameters: ['start', 'end'],
    results: ['start', 'end'],
    body: (f, { start, end }) => run(f, shape, new Calldata(f, start, end)),
  },
});

const run = <I extends Codecs, O extends Outputs>(f: Builder, shape: Shape<I, O>, calldata: Calldata): unknown => {
  const inputs: Record<string, unknown> = {};
  Object.entries(shape.inputs).forEach(([name, codec], i) => {
    calldata.startParameter(i + 1);
    inputs[name] = codec.read(calldata);
  });
  calldata.finish();
  const outputs = shape.body(f, inputs as Values<I>);
  if (f.path.ended) return undefined;
  const [only] = outputs as readonly unknown[];
  if (isEncoded(only)) return f.return(only.start, only.end);
  return returnFelts(
    f,
    shape.outputs.flatMap((codec, i) => codec.felts(outputs[i] as never)),
  );
};

const isEncoded = (value: unknown): value is Encoded => typeof value === 'object' && value !== null && 'start' in value && 'end' in value;

/** Hands felts back to the caller of the contract. */
export const returnFelts = (f: Builder, felts: readonly Value[]): never => {
  const data = f.allocate('returned data');
  felts.forEach((value, i) => f.store(data, i, value));
  return f.return(data, { cell: data, offset: felts.length });
};

export const external = <const I extends Codecs, const O extends Outputs>(shape: Shape<I, O>): EntrySource =>
  entry('external', false, shape);
export const view = <const I extends Codecs, const O extends Outputs>(shape: Shape<I, O>): EntrySource => entry('external', true, shape);
export const l1Handler = <const I extends Codecs>(shape: Shape<I, []>): EntrySource => entry('l1_handler', false, shape);
export const constructor = <const I extends Codecs>(inputs: I, body: Shape<I, []>['body']): EntrySource =>
  entry('constructor', false, { names: ['constructor'], inputs, outputs: [], body });
