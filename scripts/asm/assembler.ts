// Assembles functions and entry points of one contract, each once. Every function is built twice: first with all implicit parameters, to see which it
// needs; then with those alone.
// Gas: an entry point finds ENTRY_GAS paid; at its start it withdraws what its costliest path needs beyond that, and each path gives back at its end
// what it did not need. A function's costliest path is paid by its caller. A function that calls itself withdraws at each entry, as compiled code does.
import { Builder, type Surroundings } from './builder.ts';
import type { Cell, Pointer, Scope } from './cells.ts';
import { type Item, Label } from './code.ts';
import { type Assembled, type EntryFunction, type FunctionSource, type Implicit, IMPLICITS, type Signature } from './function.ts';
import { hex, operandJson, resultJson } from './hints.ts';
import { Budget, fork, type Path } from './path.ts';
import { ENTRY_GAS } from './prices.ts';

const RANGE = 1n << 128n;
/** Parameters end below the caller's fp and the return pc. */
const CALL_CELLS = 2;
const ENTRY_IMPLICITS: readonly Implicit[] = ['range_check', 'gas', 'syscall'];

type Kind = 'entry' | 'loop' | 'plain';
type Plan = { readonly source: FunctionSource; readonly kind: Kind; readonly implicits: readonly Implicit[]; readonly panics: boolean };
type Pass = { readonly f: Builder; readonly signature: Signature; readonly items: readonly Item[] };

export class Assembler {
  readonly #assembled = new Map<FunctionSource, Assembled>();
  readonly #open = new Map<FunctionSource, Signature>();
  #bases = 1;

  /** All functions that were called so far. */
  functions(): readonly Assembled[] {
    return [...this.#assembled.values()];
  }

  /** An entry point: calldata start and end in, start and end of the returned data out. */
  entry(source: EntryFunction): Assembled {
    return this.#assemble(source, 'entry');
  }

  #assemble(source: FunctionSource, kind: Kind): Assembled {
    const first = this.#pass({ source, kind, implicits: IMPLICITS, panics: true });
    const forced = kind === 'plain' ? [] : kind === 'entry' ? ENTRY_IMPLICITS : (['range_check', 'gas'] as const);
    const implicits = IMPLICITS.filter((name) => first.f.used.has(name) || forced.includes(name));
    const { signature, items } = this.#pass({ source, kind, implicits, panics: kind !== 'plain' || first.f.panicked });
    return { signature, items };
  }

  readonly #signatureOf = (source: FunctionSource): Signature => {
    const open = this.#open.get(source);
    if (open !== undefined) {
      if (source.loops !== true) throw new Error(`assembler: ${source.name} calls itself and does not withdraw gas`);
      return open;
    }
    const done = this.#assembled.get(source) ?? this.#assemble(source, source.loops === true ? 'loop' : 'plain');
    this.#assembled.set(source, done);
    return done.signature;
  };

  #pass(plan: Plan): Pass {
    const { source, kind, implicits, panics } = plan;
    const label = new Label(source.name);
    let prepaid = kind === 'entry' ? ENTRY_GAS : 0;
    const budget = new Budget((max) => Math.max(max, prepaid));
    const signature: Signature = {
      label,
      implicits,
      panics,
      results: source.results.length,
      get prepaid() {
        return prepaid;
      },
    };
    this.#open.set(source, signature);
    const surroundings: Surroundings = { self: signature, signatureOf: this.#signatureOf, nextBase: () => this.#bases++ };
    const scope: Scope = { parent: null };
    const f = new Builder(startPath(scope, budget, plan), surroundings);
    f.emit({ kind: 'add_ap', by: () => BigInt(f.frameSize) });
    if (kind !== 'plain') prepaid = withdraw(f, kind);
    source.body(
      f,
      Object.fromEntries(source.parameters.map((name, i) => [name, parameter(scope, name, i - source.parameters.length - CALL_CELLS)])),
    );
    const items: readonly Item[] = [{ kind: 'label', label }, ...f.finished()];
    if (kind === 'plain') {
      prepaid = budget.total();
      if (budget.ends.some((end) => end !== budget.total())) {
        f.used.add('gas');
        if (!implicits.includes('gas')) throw new Error(`assembler: paths of ${source.name} cost differently, and it has no gas`);
      }
    }
    this.#open.delete(source);
    return { f, signature, items };
  }
}

const parameter = (scope: Scope, name: string, at: number): Cell => ({ kind: 'frame', at, base: 0, scope, name });

const startPath = (scope: Scope, budget: Budget, { source, implicits }: Plan): Path => {
  const count = implicits.length + source.parameters.length;
  const pointer = (name: string, i: number): Pointer => ({ cell: parameter(scope, name, i - count - CALL_CELLS), offset: 0 });
  return {
    scope,
    ap: { base: 0, at: 0 },
    frame: 0,
    spent: 0,
    budget,
    implicits: new Map(implicits.map((name, i) => [name, pointer(name, i)])),
    ended: false,
  };
};

/** Takes the gas of the costliest path, or panics. Returns what must be paid before: the dearer of both ways through this test. */
const withdraw = (f: Builder, kind: 'entry' | 'loop'): number => {
  const { budget } = f.path;
  let prepaid = ENTRY_GAS;
  const amount = (): bigint => BigInt(Math.max(0, budget.total() - prepaid));
  const gas = f.implicit('gas').cell;
  const enough = f.fresh('enough gas');
  const [lhs, rhs, dst] = [amount, operandJson(f.ref(gas)), resultJson(f.ref(enough))];
  f.pending.push(() => ({ TestLessThanOrEqual: { lhs: { Immediate: hex(lhs()) }, rhs, dst } }));
  const label = new Label('enough gas');
  f.emit({ kind: 'jump_if', cell: f.ref(enough), by: 0n }, label);
  const start = f.path;
  // Too little: gas - amount + 2^128 is below 2^128 only then.
  f.path = fork(start);
  f.path.budget = new Budget(() => prepaid);
  const missing = f.fresh('missing gas');
  f.assertOperation(missing, { kind: 'add', a: f.ref(gas), b: { immediate: () => RANGE - amount() } });
  f.rangeCheck(missing);
  f.panic('Out of gas');
  const failed = f.path.spent;
  // Enough.
  f.items.push({ kind: 'label', label });
  f.path = fork(start);
  const rest = f.fresh('gas');
  f.assertOperation(rest, { kind: 'add', a: f.ref(gas), b: { immediate: () => -amount() } });
  f.rangeCheck(rest);
  f.path.implicits.set('gas', { cell: rest, offset: 0 });
  if (kind === 'loop') prepaid = Math.max(failed, f.path.spent);
  return prepaid;
};
