// Shape of the versioned constants and the lookup by Starknet version. Only figures that something reads; the figures are data in one file per
// version (constants-0-14-4.ts). Whatever follows from other figures (costs of syscalls, proving prices, L2 gas per L1 unit) is computed here and
// never stored. Source: execution.md 5.1, 7-9; names follow blockifier's versioned constants.
import { assert, required } from '../base/assert.ts';
import type { BouncerWeights, ExecutionResources, GasVector } from '../types/block.ts';
import { CONSTANTS_0_14_4 } from './constants-0-14-4.ts';
import type { Ratio } from './rational.ts';

/** Syscalls that a built-in contract can make; a virtual machine adds the rest. */
export type SyscallName = 'CallContract' | 'EmitEvent' | 'GetExecutionInfo' | 'StorageRead' | 'StorageWrite';
export type OsTransactionKind = 'InvokeFunction' | 'DeployAccount' | 'Declare' | 'L1Handler';

/** What the OS does for a transaction: constant + ceil(perFelt * felts / divisor), each component rounded up. */
type OsOverhead = { readonly constant: ExecutionResources; readonly perFelt: ExecutionResources; readonly divisor: number };

export type VersionedConstants = {
  readonly version: string;
  readonly limits: {
    readonly eventKeys: number;
    readonly eventData: number;
    readonly eventsPerPhase: number;
    readonly callDepth: number;
    readonly executeSierraGas: number;
    readonly validateSierraGas: number;
    /** Gas of a call that nobody pays by amount: views and the fee transfer. */
    readonly freeCallGas: number;
    /** Blocks after which a block hash can be read. */
    readonly storedBlockHashBuffer: number;
    readonly traceLength: number;
    readonly traceSlack: number;
  };
  /** What a contract sees of the block while it validates: rounded down. */
  readonly validateRounding: { readonly blockNumber: number; readonly timestamp: number };
  readonly gas: {
    readonly perStep: number;
    readonly perMemoryHole: number;
    /** Paid by compiled code before each syscall. */
    readonly syscallBase: number;
    /** Held back at the entry of a call. */
    readonly entryPointBudget: number;
    readonly perBuiltin: ReadonlyMap<string, number>;
  };
  readonly syscalls: Readonly<Record<SyscallName, ExecutionResources>>;
  readonly osOverhead: Readonly<Record<OsTransactionKind, OsOverhead>>;
  /** Extra work per data word when data goes to blobs. */
  readonly kzgPerWord: ExecutionResources;
  readonly poseidonHashMany: {
    readonly stepsPer10: number;
    readonly stepsPer2: number;
    readonly stepsPer1: number;
    readonly stepsBase: number;
  };
  readonly stepsPerSegmentArenaInstance: number;
  /** Prices of Cairo resources in L1 gas units. */
  readonly vmFee: { readonly perStep: Ratio; readonly perBuiltin: ReadonlyMap<string, Ratio> };
  readonly archival: { readonly perFelt: number; readonly eventKeyFactor: number };
  readonly newStorageCell: Readonly<Record<'blob' | 'calldata', GasVector>>;
  readonly data: {
    readonly wordsPerModifiedContract: number;
    readonly wordsPerClassHashUpdate: number;
    readonly wordsPerStorageUpdate: number;
    readonly wordsPerCompiledClassHashUpdate: number;
    readonly dataGasPerWord: number;
    readonly l1GasPerWordCalldata: number;
    readonly calldataDiscountPerModifiedContract: number;
    readonly calldataDiscountOnce: number;
  };
  readonly ethereum: {
    readonly perMemoryWord: number;
    readonly sharpPerMemoryWord: number;
    readonly zeroToNonzeroStorage: number;
    readonly counterDecrease: number;
    readonly log: number;
    readonly logTopic: number;
    readonly logDataWord: number;
  };
  readonly messages: {
    readonly l2ToL1HeaderWords: number;
    readonly l1ToL2HeaderWords: number;
    readonly defaultTopics: number;
    readonly logMessageTopics: number;
    readonly logMessageExtraWords: number;
    readonly consumedMessageTopics: number;
    readonly consumedMessageExtraWords: number;
  };
  readonly l1HandlerMax: GasVector;
  readonly bouncer: {
    readonly capacity: BouncerWeights;
    /** Instances of each builtin that fit one proof. */
    readonly instanceLimits: ReadonlyMap<string, number>;
    readonly patricia: { readonly treeHeight: number; readonly stepsPerHeight: number; readonly pedersensPerHeight: number };
  };
  readonly aliases: { readonly first: bigint; readonly minAliasedValue: bigint; readonly maxUncompressedContract: bigint };
};

const VERSIONS: readonly VersionedConstants[] = [CONSTANTS_0_14_4];

/** The constants of a Starknet version; asserts that it is known (the orchestrator has checked the version of a ProposalInit). */
export const constantsOf = (version: string): VersionedConstants =>
  required(
    VERSIONS.find((constants) => constants.version === version),
    `constantsOf: a known version, got ${version}`,
  );

/** Sierra gas of a builtin map; asserts that each builtin has a price. */
export const builtinGas = (builtins: ReadonlyMap<string, number>, prices: ReadonlyMap<string, number>): number => {
  let gas = 0;
  for (const [name, count] of builtins) gas += count * required(prices.get(name), `builtinGas: a price of ${name}`);
  return gas;
};

/** 100 per step + 10 per memory hole + builtins, in L2 gas. */
export const sierraGasOf = (constants: VersionedConstants, resources: ExecutionResources): number =>
  constants.gas.perStep * resources.steps +
  constants.gas.perMemoryHole * resources.memoryHoles +
  builtinGas(resources.builtins, constants.gas.perBuiltin);

/** Cost of one syscall, the 10,000 that compiled code pays beforehand included (execution.md 5.1). */
export const syscallGas = (constants: VersionedConstants, name: SyscallName): number =>
  Math.max(constants.gas.syscallBase, sierraGasOf(constants, constants.syscalls[name]));

/** L2 gas of one L1 unit of Cairo resources: 40,000 in 0.14.4. */
export const l2GasPerL1Unit = (constants: VersionedConstants): number => {
  const [numerator, denominator] = constants.vmFee.perStep;
  const units = (constants.gas.perStep * denominator) / numerator;
  assert(Number.isInteger(units), 'l2GasPerL1Unit: a whole number');
  return units;
};

/** Proving gas of one instance of each builtin: capacity / instances per proof, rounded down. */
export const provingPrices = (constants: VersionedConstants): ReadonlyMap<string, number> => {
  const { capacity, instanceLimits } = constants.bouncer;
  return new Map([...instanceLimits].map(([name, limit]) => [name, Math.floor(capacity.provingGas / limit)]));
};
