// A few contracts around the plain machine: storage, events, calls between them. Source: execution.md 5, 6.3, 6.6; gas by the engine's own table.
import { feltFromAscii, toFelt } from '../../core/base/felt.ts';
import { constantsOf, syscallGas } from '../../core/exec/constants.ts';
import type { SyscallName } from '../../core/exec/constants-table.ts';
import type { Kernel } from '../../core/crypto/kernel.ts';
import type { CasmJson } from '../../scripts/asm/assemble.ts';
import { type Halt, runPlain, type Setup } from './plain-machine.ts';
import { type Address, addressIn, Fault, feltIn, moved, type PlainCell, type WorldMemory } from './plain-memory.ts';

const CONSTANTS = constantsOf('0.14.4');

export type PlainEvent = { readonly from: bigint; readonly keys: readonly bigint[]; readonly data: readonly bigint[] };
export type Outcome = { readonly failed: boolean; readonly data: readonly bigint[]; readonly gasUsed: number; readonly owed: number };
export type Transaction = { readonly hash: bigint; readonly signature: readonly bigint[]; readonly version: bigint };

type CallOf = {
  readonly to: bigint;
  readonly selector: bigint;
  readonly calldata: readonly bigint[];
  readonly caller?: bigint;
  readonly gas?: number;
  readonly kind?: 'EXTERNAL' | 'L1_HANDLER' | 'CONSTRUCTOR';
};

const short = (text: string): bigint => feltFromAscii(text);
const NAMES = new Map(
  ['StorageRead', 'StorageWrite', 'EmitEvent', 'GetExecutionInfo', 'CallContract'].map((name) => [short(name), name] as const),
);

export class PlainWorld {
  readonly classes = new Map<bigint, CasmJson>();
  readonly storage = new Map<string, bigint>();
  readonly events: PlainEvent[] = [];
  transaction: Transaction = { hash: 0n, signature: [], version: 3n };
  lie: (value: PlainCell, name: string) => PlainCell = (value) => value;
  readonly kernel: Kernel;
  /** Gas that all calls charged. */
  gasUsed = 0;
  /** Gas by the machine's own count: steps, builtins and syscalls of all calls. */
  #owed = 0;

  /** The machine that runs entry points. */
  readonly #run: (setup: Setup) => Halt;

  constructor(kernel: Kernel, run: (setup: Setup) => Halt = runPlain) {
    this.kernel = kernel;
    this.#run = run;
  }

  at(contract: bigint, cell: bigint): bigint {
    return this.storage.get(`${contract}/${cell}`) ?? 0n;
  }

  put(contract: bigint, cell: bigint, value: bigint): void {
    this.storage.set(`${contract}/${cell}`, value);
  }

  call({ to, selector, calldata, caller = 0n, gas = 100_000_000, kind = 'EXTERNAL' }: CallOf): Outcome {
    const casm = this.classes.get(to);
    if (casm === undefined) throw new Fault('not deployed');
    const entry = casm.entry_points_by_type[kind].find((point) => BigInt(point.selector) === selector);
    if (entry === undefined) return { failed: true, data: [short('ENTRYPOINT_NOT_FOUND')], gasUsed: 0, owed: 0 };
    if (gas < 10_000) return { failed: true, data: [short('Out of gas')], gasUsed: 0, owed: 0 };
    const owedBefore = this.#owed;
    const [storage, events] = [new Map(this.storage), this.events.length];
    const halt = this.#run({
      casm,
      kernel: this.kernel,
      offset: entry.offset,
      builtins: entry.builtins,
      gas: BigInt(gas),
      calldata,
      syscall: (memory, at) => this.#syscall(memory, at, { to, selector, caller }),
      lie: (value, name) => this.lie(value, name),
      stepLimit: 1_000_000,
    });
    this.#owed += halt.owed;
    this.gasUsed += gas - Number(feltIn(halt.cells[0], 'gas'));
    const [left, , flag, start, end] = halt.cells;
    const data = halt.memory.felts(addressIn(start, 'data'), addressIn(end, 'data'));
    if (flag !== 0n && flag !== 1n) throw new Fault('a panic flag of 0 or 1 expected');
    if (flag === 1n) {
      this.storage.clear();
      for (const [key, value] of storage) this.storage.set(key, value);
      this.events.length = events;
    }
    return { failed: flag === 1n, data, gasUsed: gas - Number(feltIn(left, 'gas')), owed: this.#owed - owedBefore };
  }

  #syscall(memory: WorldMemory, at: Address, frame: { to: bigint; selector: bigint; caller: bigint }): Address {
    const name = NAMES.get(feltIn(memory.get(at), 'selector'));
    if (name === undefined) throw new Fault('an unknown syscall');
    const gas = Number(feltIn(memory.get(moved(at, 1)), 'gas'));
    const required = syscallGas(CONSTANTS, name as SyscallName) - 10_000;
    const argument = (i: number): PlainCell | undefined => memory.get(moved(at, 2 + i));
    const nArguments = { StorageRead: 2, StorageWrite: 3, EmitEvent: 4, GetExecutionInfo: 0, CallContract: 4 }[name] ?? 0;
    const respond = (cells: readonly PlainCell[]): Address => {
      const to = moved(at, 2 + nArguments);
      cells.forEach((cell, i) => memory.set(moved(to, i), cell));
      return moved(to, cells.length);
    };
    const list = (data: readonly bigint[]): readonly [Address, Address] => {
      const start = memory.segment(data);
      return [start, moved(start, data.length)];
    };
    this.#owed += gas < required ? 10_000 : required + 10_000;
    if (gas < required) return respond([BigInt(gas), 1n, ...list([short('Out of gas')])]);
    const left = gas - required;
    switch (name) {
      case 'StorageRead':
        return respond([BigInt(left), 0n, this.at(frame.to, feltIn(argument(1), 'key'))]);
      case 'StorageWrite':
        this.put(frame.to, feltIn(argument(1), 'key'), feltIn(argument(2), 'value'));
        return respond([BigInt(left), 0n]);
      case 'EmitEvent': {
        const part = (i: number): readonly bigint[] => memory.felts(addressIn(argument(i), 'event'), addressIn(argument(i + 1), 'event'));
        this.events.push({ from: frame.to, keys: part(0), data: part(2) });
        return respond([BigInt(left), 0n]);
      }
      case 'GetExecutionInfo': {
        const block = memory.segment([1n, 2n, 3n]);
        const signature = list(this.transaction.signature);
        const tx = memory.segment([this.transaction.version, 0n, 0n, ...signature, this.transaction.hash, 7n, 0n]);
        return respond([BigInt(left), 0n, memory.segment([block, tx, frame.caller, frame.to, frame.selector])]);
      }
      default: {
        const calldata = memory.felts(addressIn(argument(2), 'calldata'), addressIn(argument(3), 'calldata'));
        const [to, selector] = [feltIn(argument(0), 'address'), feltIn(argument(1), 'selector')];
        const inner = this.call({ to: toFelt(to), selector, calldata, caller: frame.to, gas: left });
        const data = inner.failed ? [...inner.data, short('ENTRYPOINT_FAILED')] : inner.data;
        return respond([BigInt(left - inner.gasUsed), inner.failed ? 1n : 0n, ...list(data)]);
      }
    }
  }
}
