// A function under construction: straight code (emitter.ts) and everything that changes its course: branches, calls, returns, panics, syscalls, gas.
// Branches: a value set on one side only is refused afterwards, and so is a temporary when the sides move ap differently; pointers and gas that differ
// meet in a frame cell. A side that ends (returns or panics) lies behind the function's other code.
import { feltFromAscii } from '../../core/base/felt.ts';
import type { Cell, Pointer, Value } from './cells.ts';
import { Label } from './code.ts';
import { Emitter } from './emitter.ts';
import { type FunctionSource, resultCells, type Signature } from './function.ts';
import { meet, type Side } from './join.ts';
import { fork } from './path.ts';
import { SYSCALL_GAS } from './prices.ts';

/** Each value on its own, so that a tuple stays a tuple. */
export type Met<T extends readonly Value[]> = { readonly [K in keyof T]: Value };

export type Surroundings = {
  readonly self: Signature;
  /** What a call of `source` must know; assembles it at its first use. */
  readonly signatureOf: (source: FunctionSource) => Signature;
  readonly nextBase: () => number;
};

export class Builder extends Emitter {
  /** A panic can end this function. */
  panicked = false;
  readonly surroundings: Surroundings;
  /** Sides of branches that end, placed behind everything else. */
  readonly tails: Emitter['items'] = [];

  constructor(path: Emitter['path'], surroundings: Surroundings) {
    super(path);
    this.surroundings = surroundings;
  }

  /** Two ways on, by `condition`; what both hand back may be used afterwards. */
  branch<const A extends readonly Value[], const B extends readonly Value[]>(
    condition: Cell,
    sides: { readonly nonzero: () => A; readonly zero: () => B },
  ): Met<A | B> {
    const elsewhere = new Label(`nonzero ${condition.name}`);
    this.emit({ kind: 'jump_if', cell: this.ref(condition), by: 0n }, elsewhere);
    const zero = this.side(sides.zero);
    const nonzero = this.side(sides.nonzero);
    nonzero.items.unshift({ kind: 'label', label: elsewhere });
    if (zero.path.ended || nonzero.path.ended) {
      this.items.push(...zero.items);
      (zero.path.ended ? this.items : this.tails).push(...nonzero.items);
      this.path = zero.path.ended ? nonzero.path : zero.path;
      return (zero.path.ended ? nonzero : zero).values as unknown as Met<A | B>;
    }
    return meet(this, zero, nonzero) as unknown as Met<A | B>;
  }

  /** Goes on when `condition` is zero, else panics; `proof` shows that the condition did not come from a lie. */
  panicIf(condition: Cell, text: string, proof: () => void = () => {}): void {
    this.branch(condition, { nonzero: () => (proof(), this.panic(text)), zero: () => [] });
  }

  /** Goes on when `condition` is not zero, else panics. */
  panicUnless(condition: Cell, text: string, proof: () => void = () => {}): void {
    this.branch(condition, { nonzero: () => [], zero: () => (proof(), this.panic(text)) });
  }

  /** Ends the call with a short string as panic data. */
  panic(text: string): never {
    const data = this.allocate('panic data');
    this.store(data, 0, BigInt(feltFromAscii(text)));
    return this.panicWith(data, this.push(data, 'end of panic data'), 1);
  }

  /** Ends the call with the data between two addresses; `more` felts lie behind `end`. */
  panicWith(start: Cell, end: Cell, more: number = 0): never {
    this.panicked = true;
    return this.end(1n, [
      { cell: start, offset: 0 },
      { cell: end, offset: more },
    ]);
  }

  /** Hands `values` back to the caller. */
  return(...values: readonly (Value | Pointer)[]): never {
    const { results, panics } = this.surroundings.self;
    if (values.length !== results) throw new Error(`assembler: ${results} results expected, got ${values.length}`);
    return this.end(panics ? 0n : null, values);
  }

  /** Calls a function; its panic is passed on. The results are temporaries: `keep` makes variables of them. */
  call<P extends string, R extends string>(
    source: FunctionSource<P, R>,
    ...values: readonly (Value | Pointer)[]
  ): Readonly<Record<R, Cell>> {
    if (values.length !== source.parameters.length) throw new Error(`assembler: ${source.name} takes ${source.parameters.length} values`);
    const signature = this.surroundings.signatureOf(source);
    const isSelf = signature === this.surroundings.self;
    // What the function does not take must not be lost on the stack.
    for (const [name, { cell, offset }] of this.path.implicits) {
      const stays = cell.kind === 'frame' || signature.implicits.includes(name);
      if (!stays) this.path.implicits.set(name, { cell: this.let(name, cell), offset });
    }
    for (const name of signature.implicits) {
      const pointer = this.path.implicits.get(name) ?? this.implicit(name);
      if (!isSelf) this.used.add(name);
      this.pushPointer(pointer);
    }
    for (const value of values) this.pushAny(value);
    this.emit({ kind: 'call', by: 0n }, signature.label);
    this.path.spent += signature.prepaid;
    this.path.ap = { base: this.surroundings.nextBase(), at: 0 };
    return this.takeResults(source, signature);
  }

  /** Jumps to itself: never ends, and pays nothing. */
  spin(): void {
    this.emit({ kind: 'jump', by: 0n });
  }

  /** Temporaries as variables. */
  keep<R extends string>(cells: Readonly<Record<R, Cell>>): Readonly<Record<R, Cell>> {
    const kept = Object.entries<Cell>(cells).map(([name, cell]) => [name, this.let(name, cell)] as const);
    return Object.fromEntries(kept) as Record<R, Cell>;
  }

  /** Makes a syscall; its failure becomes a panic with the failure's data. Returns where the response lies. */
  syscall(selector: string, inputs: readonly (Value | Pointer)[], response: number): Pointer {
    const outcome = this.startSyscall(selector, inputs);
    this.branch(outcome.failed, {
      nonzero: () => {
        this.moveSyscall(outcome.response, 2);
        return this.panicWith(this.load('failure start', outcome.response, 0), this.load('failure end', outcome.response, 1));
      },
      zero: () => [],
    });
    this.moveSyscall(outcome.response, response);
    return outcome.response;
  }

  /** Makes a syscall and hands its failure data to `failed` instead of panicking. */
  trySyscall<const A extends readonly Value[], const B extends readonly Value[]>(
    { selector, inputs, response }: { readonly selector: string; readonly inputs: readonly (Value | Pointer)[]; readonly response: number },
    ways: { readonly done: (response: Pointer) => A; readonly failed: (start: Cell, end: Cell) => B },
  ): Met<A | B> {
    const outcome = this.startSyscall(selector, inputs);
    return this.branch(outcome.failed, {
      nonzero: () => {
        this.moveSyscall(outcome.response, 2);
        return ways.failed(this.load('failure start', outcome.response, 0), this.load('failure end', outcome.response, 1));
      },
      zero: () => {
        this.moveSyscall(outcome.response, response);
        return ways.done(outcome.response);
      },
    });
  }

  /** The path ends here: implicit values, flag and results go onto the stack. */
  end(flag: bigint | null, values: readonly (Value | Pointer)[]): never {
    const { path } = this;
    const { self } = this.surroundings;
    for (const name of self.implicits) {
      const pointer = path.implicits.get(name);
      if (pointer === undefined) throw new Error(`assembler: ${name} is lost`);
      // What was paid and is not needed on this path comes back.
      this.pushPointer(pointer, name === 'gas' ? (): bigint => BigInt(path.budget.total() - path.spent) : 0n);
    }
    if (flag !== null) this.push(flag);
    for (const value of values) this.pushAny(value);
    const cells = resultCells(self) - (flag === null ? 0 : 1);
    for (let i = values.length; i < cells; i++) this.push(0n);
    this.emit({ kind: 'ret' });
    path.budget.ends.push(path.spent);
    path.ended = true;
    return undefined as never;
  }

  pushAny(value: Value | Pointer): void {
    if (typeof value !== 'bigint' && 'cell' in value) this.pushPointer(value);
    else this.push(value);
  }

  private takeResults<R extends string>({ name, results }: FunctionSource<string, R>, signature: Signature): Readonly<Record<R, Cell>> {
    const cells = signature.implicits.length + resultCells(signature);
    const { base } = this.path.ap;
    const result = (i: number, what: string): Cell => ({ kind: 'stack', at: i - cells, base, scope: this.path.scope, name: what });
    signature.implicits.forEach((implicit, i) => this.path.implicits.set(implicit, { cell: result(i, implicit), offset: 0 }));
    const first = signature.implicits.length + (signature.panics ? 1 : 0);
    if (signature.panics) {
      this.branch(result(first - 1, `panic flag of ${name}`), {
        nonzero: () => this.panicWith(result(first, 'panic start'), result(first + 1, 'panic end')),
        zero: () => [],
      });
    }
    const entries = results.map((what, i) => [what, result(first + i, `${what} of ${name}`)] as const);
    return Object.fromEntries(entries) as Record<R, Cell>;
  }

  private startSyscall(selector: string, inputs: readonly (Value | Pointer)[]): { readonly failed: Cell; readonly response: Pointer } {
    const request = this.implicit('syscall');
    this.store(request, 0, BigInt(feltFromAscii(selector)));
    this.store(request, 1, this.address('gas', this.implicit('gas')));
    inputs.forEach((input, i) =>
      this.store(request, 2 + i, typeof input !== 'bigint' && 'cell' in input ? this.address('input', input) : input),
    );
    const at = request.offset + 2 + inputs.length;
    this.hint('SystemCall', { system: request.offset === 0 ? request.cell : { sum: [request.cell, BigInt(request.offset)] } }, {});
    const gas = this.load('gas', request.cell, at);
    this.path.spent += SYSCALL_GAS;
    this.path.implicits.set('gas', { cell: gas, offset: 0 });
    return { failed: this.load('syscall failed', request.cell, at + 1), response: { cell: request.cell, offset: at + 2 } };
  }

  private moveSyscall(response: Pointer, cells: number): void {
    this.path.implicits.set('syscall', { cell: response.cell, offset: response.offset + cells });
  }

  private side(build: () => readonly Value[]): Side {
    const { items, path } = this;
    this.items = [];
    this.path = fork(path);
    const values: readonly Value[] | undefined = build();
    if (this.pending.length > 0) throw new Error('assembler: a hint without an instruction at the end of a side');
    const side: Side = { items: this.items, path: this.path, values: values ?? [] };
    this.items = items;
    this.path = path;
    return side;
  }

  /** All code of the function: what was built, then the sides that end. */
  finished(): Emitter['items'] {
    if (!this.path.ended) throw new Error('assembler: a path without a return');
    return [...this.items, ...this.tails];
  }
}
