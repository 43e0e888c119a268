// Where the two sides of a branch meet. Costs are made equal: the cheaper side gets the difference back into its gas.
import type { Builder } from './builder.ts';
import type { Cell, Pointer, Value } from './cells.ts';
import { type Item, Label } from './code.ts';
import type { Path } from './path.ts';
import { STEP_GAS } from './prices.ts';

export type Side = { readonly items: Item[]; readonly path: Path; readonly values: readonly Value[] };

/** Appends both sides to the code of `f` and goes on behind them. Returns what both hand back. */
export const meet = (f: Builder, zero: Side, nonzero: Side): readonly Value[] => {
  if (zero.values.length !== nonzero.values.length) {
    throw new Error(`assembler: the sides of a branch hand back ${zero.values.length} and ${nonzero.values.length} values`);
  }
  refund(f, zero, nonzero);
  const scope = { parent: f.path.scope };
  const apAgrees = zero.path.ap.base === nonzero.path.ap.base && zero.path.ap.at === nonzero.path.ap.at;
  const ap = apAgrees ? zero.path.ap : { base: f.surroundings.nextBase(), at: 0 };
  const after: Path = { ...f.path, scope, ap, frame: Math.max(zero.path.frame, nonzero.path.frame), implicits: new Map() };
  const copies: Copy[] = [];
  /** A frame cell that either side fills with its own. */
  const merged = (name: string, a: Copy['zero'], b: Copy['zero']): Cell => {
    const cell: Cell = { kind: 'frame', at: after.frame++, base: 0, scope, name };
    copies.push({ cell, zero: a, nonzero: b });
    return cell;
  };
  const values = zero.values.map((a, i) => {
    const b = nonzero.values[i];
    return a === b || b === undefined ? a : merged('a value of both sides', a, b);
  });
  for (const [name, a] of zero.path.implicits) {
    const b = nonzero.path.implicits.get(name);
    if (b === undefined) throw new Error(`assembler: ${name} is lost on one side`);
    const same = a.cell === b.cell && a.offset === b.offset && (apAgrees || a.cell.kind === 'frame');
    after.implicits.set(name, same ? a : { cell: merged(name, a, b), offset: 0 });
  }
  f.frameSize = Math.max(f.frameSize, after.frame);
  close(f, { zero, nonzero, copies, after });
  return values;
};

type Copy = { readonly cell: Cell; readonly zero: Value | Pointer; readonly nonzero: Value | Pointer };

/** The zero side pays one step more, for its jump over the other. */
const refund = (f: Builder, zero: Side, nonzero: Side): void => {
  const difference = zero.path.spent + STEP_GAS - nonzero.path.spent;
  if (difference === 0) return;
  const cheaper = difference > 0 ? nonzero.path : zero.path;
  f.used.add('gas');
  const gas = cheaper.implicits.get('gas');
  if (gas === undefined) throw new Error('assembler: the sides of a branch cost differently in a function without gas');
  cheaper.implicits.set('gas', { cell: gas.cell, offset: gas.offset + Math.abs(difference) });
};

type Closing = { readonly zero: Side; readonly nonzero: Side; readonly copies: readonly Copy[]; readonly after: Path };

const close = (f: Builder, { zero, nonzero, copies, after }: Closing): void => {
  const end = new Label('both sides');
  const { items } = f;
  const fill = (side: Side, pick: (copy: Copy) => Value | Pointer): void => {
    f.items = side.items;
    f.path = side.path;
    for (const copy of copies) fillCell(f, { ...copy.cell, scope: side.path.scope }, pick(copy));
  };
  fill(zero, (copy) => copy.zero);
  f.emit({ kind: 'jump', by: 0n }, end);
  fill(nonzero, (copy) => copy.nonzero);
  f.items = [...items, ...zero.items, ...nonzero.items, { kind: 'label', label: end }];
  after.spent = Math.max(zero.path.spent, nonzero.path.spent);
  f.path = after;
};

const fillCell = (f: Builder, cell: Cell, value: Value | Pointer): void => {
  if (typeof value !== 'bigint' && 'cell' in value && value.offset !== 0) f.assert(cell, value.cell, '+', BigInt(value.offset));
  else f.assert(cell, typeof value !== 'bigint' && 'cell' in value ? value.cell : value);
};
