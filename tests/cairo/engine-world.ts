// Our compiled contracts under the engine: classes declared, some deployed, one call at a time over a state that stays.
import { feltToHex, toFelt } from '../../core/base/felt.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import type { EntryPointCall, TransactionInfo } from '../../core/exec/calls.ts';
import { compiledHashOf, createClassStore, type StoredClass } from '../../core/exec/class-store.ts';
import { constantsOf, type SierraVersion } from '../../core/exec/constants.ts';
import { contextAt, createTestKernel } from '../../core/exec/fixture.ts';
import { runPhase } from '../../core/exec/machine.ts';
import type { PhaseReport } from '../../core/exec/phase.ts';
import { executeInfo, NO_TRANSACTION } from '../../core/exec/transaction-info.ts';
import { diffReader, EMPTY_DIFF, EMPTY_READER } from '../../core/state/diff.ts';
import { createOverlay, type Overlay, overlayReader, writeStorage } from '../../core/state/overlay.ts';
import type { StateReader } from '../../core/state/reader.ts';
import { type CasmClass, loadClass } from '../../core/vm/casm-class.ts';
import { assemble } from '../../scripts/asm/assemble.ts';
import type { ContractSource } from '../../scripts/asm/contract.ts';

export const KERNEL = createTestKernel();
export const HEIGHT = 2_000;

/** A declared class: its hash is a number of the test's. */
export type Declared = {
  readonly classHash: bigint;
  readonly source: ContractSource;
  readonly sierraVersion?: SierraVersion;
  readonly at?: bigint;
};

const LOADED = new Map<ContractSource, CasmClass>();
const casmOf = (source: ContractSource): CasmClass => {
  const known = LOADED.get(source);
  if (known !== undefined) return known;
  const loaded = loadClass(assemble(source));
  if (!loaded.ok) throw new Error(`${source.name}: ${loaded.error.code} at ${loaded.error.at}`);
  LOADED.set(source, loaded.value);
  return loaded.value;
};
const stored = ({ classHash, source, sierraVersion = [1, 7, 0] }: Declared): StoredClass => ({
  classHash: toFelt(classHash),
  casm: casmOf(source),
  sierraVersion,
});

type Ask = {
  readonly to: bigint;
  readonly name: string;
  readonly calldata?: readonly bigint[];
  readonly caller?: bigint;
  readonly gas?: number;
  readonly kind?: EntryPointCall['kind'];
  readonly info?: Partial<TransactionInfo>;
};
export type Told = PhaseReport & { readonly data: readonly bigint[] };

export class EngineWorld {
  readonly overlay: Overlay = createOverlay();
  readonly state: StateReader;
  readonly #base: StateReader;
  readonly #store: ReturnType<typeof createClassStore>;

  constructor(classes: readonly Declared[]) {
    const rows = classes.map(stored);
    this.#store = createClassStore(rows);
    const deployed = classes.flatMap(({ at, classHash }) =>
      at === undefined ? [] : [[feltToHex(toFelt(at)), toFelt(classHash)] as const],
    );
    this.#base = diffReader(EMPTY_READER, {
      ...EMPTY_DIFF,
      deployed: new Map(deployed),
      declared: new Map(rows.map(({ classHash, casm }) => [feltToHex(classHash), compiledHashOf(casm)])),
    });
    this.state = overlayReader(this.#base, this.overlay);
  }

  put(contract: bigint, cell: bigint, value: bigint): void {
    writeStorage(this.overlay, toFelt(contract), toFelt(cell), toFelt(value));
  }

  /** One phase; a hard error has no data. */
  ask({ to, name, calldata = [], caller = 0n, gas = 10 ** 9, kind = 'external', info = {} }: Ask): Told {
    const report = runPhase(
      {
        mode: 'execute',
        constants: constantsOf('0.14.4'),
        kernel: KERNEL,
        codeOf: this.#store.codeOf,
        base: this.#base,
        overlay: this.overlay,
        info: { ...executeInfo(contextAt(HEIGHT), NO_TRANSACTION), ...info },
        stepLimit: null,
      },
      { kind, contract: toFelt(to), library: null, selector: selectorOf(name), calldata: calldata.map(toFelt), caller: toFelt(caller) },
      gas,
    );
    return { ...report, data: report.end.kind === 'aborted' ? [] : report.end.trace.result };
  }
}

/** Text of a hard error, or null. */
export const stopOf = ({ end }: PhaseReport): string | null => (end.kind === 'aborted' ? end.error.text : null);
