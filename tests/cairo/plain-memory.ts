// Cells and memory of the plain machine. Source: execution.md 1.1.
import { FELT_PRIME } from '../../core/base/felt.ts';

export type Address = { readonly segment: number; readonly offset: number };
export type PlainCell = bigint | Address;

export class Fault extends Error {}

export const isAddress = (cell: PlainCell | undefined): cell is Address => typeof cell === 'object';
export const feltIn = (cell: PlainCell | undefined, what: string): bigint => {
  if (typeof cell !== 'bigint') throw new Fault(`${what}: a felt expected`);
  return cell;
};
export const addressIn = (cell: PlainCell | undefined, what: string): Address => {
  if (!isAddress(cell)) throw new Fault(`${what}: an address expected`);
  return cell;
};
export const mod = (value: bigint): bigint => ((value % FELT_PRIME) + FELT_PRIME) % FELT_PRIME;
export const moved = ({ segment, offset }: Address, by: number): Address => ({ segment, offset: offset + by });
export const same = (a: PlainCell, b: PlainCell): boolean =>
  isAddress(a) ? isAddress(b) && a.segment === b.segment && a.offset === b.offset : a === b;

/** What syscalls need of a machine's memory. */
export interface WorldMemory {
  segment(cells?: readonly PlainCell[]): Address;
  get(at: Address): PlainCell | undefined;
  set(at: Address, cell: PlainCell): void;
  felts(start: Address, end: Address): readonly bigint[];
}

export const listOf = (memory: WorldMemory, start: Address, end: Address): readonly bigint[] => {
  if (start.segment !== end.segment || end.offset < start.offset) throw new Fault('a list that ends before it starts');
  return Array.from({ length: end.offset - start.offset }, (_, i) => feltIn(memory.get(moved(start, i)), 'a list'));
};

export class PlainMemory implements WorldMemory {
  readonly segments: PlainCell[][] = [];
  /** Checks and deduces cells of builtin segments. */
  readonly builtins = new Map<number, string>();

  segment(cells: readonly PlainCell[] = []): Address {
    this.segments.push([...cells]);
    return { segment: this.segments.length - 1, offset: 0 };
  }

  get({ segment, offset }: Address): PlainCell | undefined {
    return this.segments[segment]?.[offset];
  }

  set(at: Address, cell: PlainCell): void {
    const old = this.get(at);
    if (old !== undefined && !same(old, cell)) throw new Fault(`Inconsistent memory assignment at ${at.segment}:${at.offset}`);
    const cells = this.segments[at.segment];
    if (cells === undefined || at.offset < 0 || at.offset > 1_000_000) throw new Fault('an address outside the memory');
    const builtin = this.builtins.get(at.segment);
    if (builtin === 'range_check' && (isAddress(cell) || cell >= 1n << 128n)) throw new Fault('Range-check validation failed');
    if (builtin === 'range_check96' && (isAddress(cell) || cell >= 1n << 96n)) throw new Fault('Range-check validation failed');
    cells[at.offset] = cell;
  }

  felts(start: Address, end: Address): readonly bigint[] {
    return listOf(this, start, end);
  }
}
