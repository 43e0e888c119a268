// The same call on the native contracts and on our compiled ones, from the same state.
import { type Felt, feltFromHex, feltToHex, toFelt } from '../../core/base/felt.ts';
import type { Kernel } from '../../core/crypto/kernel.ts';
import { constantsOf } from '../../core/exec/constants.ts';
import { PREDEPLOYED_ACCOUNTS } from '../../core/exec/accounts.ts';
import type { CodeOf } from '../../core/exec/phase.ts';
import { STRK_ADDRESS } from '../../core/exec/felts.ts';
import { contextAt, genesisState } from '../../core/exec/fixture.ts';
import { BRIDGE_ADDRESS, genesisDiff } from '../../core/exec/genesis.ts';
import { runPhase } from '../../core/exec/machine.ts';
import { accountCode } from '../../core/exec/native/account.ts';
import { bridgeCode } from '../../core/exec/native/bridge.ts';
import { NATIVE_CLASSES } from '../../core/exec/native/classes.ts';
import { erc20Code } from '../../core/exec/native/erc20.ts';
import { executeInfo, NO_TRANSACTION } from '../../core/exec/transaction-info.ts';
import { createOverlay, type Overlay } from '../../core/state/overlay.ts';
import { assemble, type CasmJson } from '../../scripts/asm/assemble.ts';
import { account } from '../../scripts/contracts/account.ts';
import { bridge } from '../../scripts/contracts/bridge.ts';
import { erc20 } from '../../scripts/contracts/erc20.ts';
import { type Halt, runPlain, type Setup } from './plain-machine.ts';
import { Fault } from './plain-memory.ts';
import { PlainWorld, type Transaction } from './plain-world.ts';

export type TwinCall = {
  readonly to: Felt;
  readonly selector: Felt;
  readonly calldata: readonly bigint[];
  readonly caller: Felt;
  readonly kind: 'external' | 'l1_handler';
};
/** What a call leaves behind. `stopped`: a hard error. */
export type Seen = {
  readonly end: 'returned' | 'panicked' | 'stopped';
  readonly data: readonly bigint[];
  readonly events: readonly { readonly from: bigint; readonly keys: readonly bigint[]; readonly data: readonly bigint[] }[];
};

const ASSEMBLED: readonly (readonly [readonly Felt[], CasmJson])[] = [
  [PREDEPLOYED_ACCOUNTS.map(({ address }) => address), assemble(account)],
  [[STRK_ADDRESS], assemble(erc20)],
  [[BRIDGE_ADDRESS], assemble(bridge)],
];

/** Genesis on a machine; the plain one if nothing else is said. */
export const cairoGenesis = (kernel: Kernel, run: (setup: Setup) => Halt = runPlain): PlainWorld => {
  const world = new PlainWorld(kernel, run);
  for (const [addresses, casm] of ASSEMBLED) for (const address of addresses) world.classes.set(address, casm);
  for (const [contract, cells] of genesisDiff().storage) {
    for (const [cell, value] of cells) world.put(feltFromHex(contract), feltFromHex(cell), value);
  }
  return world;
};

/** Throws when the gas that a call charged is not what its steps, builtins and syscalls cost. */
export const cairoCall = (world: PlainWorld, call: TwinCall): Seen => {
  const before = world.events.length;
  const storage = new Map(world.storage);
  try {
    const { failed, data, gasUsed, owed } = world.call({ ...call, kind: call.kind === 'external' ? 'EXTERNAL' : 'L1_HANDLER' });
    if (gasUsed !== owed) throw new Error(`gas: ${gasUsed} charged, ${owed} used`);
    return { end: failed ? 'panicked' : 'returned', data, events: world.events.slice(before) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // A hard error undoes the whole phase.
    world.storage.clear();
    for (const [cell, value] of storage) world.storage.set(cell, value);
    world.events.length = before;
    return { end: 'stopped', data: [], events: [] };
  }
};

/** Genesis on the native contracts. */
export class NativeTwin {
  readonly overlay: Overlay = createOverlay();
  readonly #codeOf: CodeOf;
  readonly #kernel: Kernel;
  transaction: Transaction = { hash: 0n, signature: [], version: 3n };

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    const codes = new Map([
      [NATIVE_CLASSES.account.classHash, accountCode(kernel)],
      [NATIVE_CLASSES.erc20.classHash, erc20Code(kernel)],
      [NATIVE_CLASSES.bridge.classHash, bridgeCode()],
    ]);
    this.#codeOf = (classHash) => codes.get(classHash) ?? null;
  }

  call({ to, selector, calldata, caller, kind }: TwinCall): Seen {
    const { hash, signature, version } = this.transaction;
    const info = executeInfo(contextAt(1), {
      ...NO_TRANSACTION,
      hash: toFelt(hash),
      signature: signature.map(toFelt),
      version: toFelt(version),
    });
    const { end, phase } = runPhase(
      {
        mode: 'execute',
        constants: constantsOf('0.14.4'),
        kernel: this.#kernel,
        codeOf: this.#codeOf,
        base: genesisState(),
        overlay: this.overlay,
        info,
        stepLimit: null,
      },
      { kind, contract: to, library: null, selector, calldata: calldata.map(toFelt), caller },
      100_000_000,
    );
    if (end.kind === 'aborted') return { end: 'stopped', data: [], events: [] };
    return { end: end.kind, data: end.trace.result, events: phase.events };
  }
}

/** Cells that the native contracts wrote, as the other world holds them; and the other way round. */
export const storageOfBoth = (native: NativeTwin, cairo: PlainWorld): { readonly native: Cells; readonly cairo: Cells } => {
  const cells = [...native.overlay.storage].flatMap(([contract, entries]) =>
    [...entries].map(([cell, value]) => ({ contract, cell, value })),
  );
  const name = ({ contract, cell }: { readonly contract: string; readonly cell: string }): string => `${contract} ${cell}`;
  const start = genesisState();
  const changed = [...cairo.storage].flatMap(([key, value]) => {
    const [contract, cell] = key.split('/').map((part) => toFelt(BigInt(part)));
    if (contract === undefined || cell === undefined || start.storageAt(contract, cell) === value) return [];
    return [[name({ contract: feltToHex(contract), cell: feltToHex(cell) }), value] as const];
  });
  const written = cells.filter(({ contract, cell, value }) => start.storageAt(feltFromHex(contract), feltFromHex(cell)) !== value);
  return { native: new Map(written.map((row) => [name(row), row.value])), cairo: new Map(changed) };
};
type Cells = ReadonlyMap<string, bigint>;
