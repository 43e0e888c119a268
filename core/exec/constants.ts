// The versioned constants as execution reads them, made from a table of figures (constants-table.ts), and the lookup by Starknet version. Whatever
// follows from other figures (costs of syscalls, proving prices, L2 gas per L1 unit) is computed here and never stored.
// Source: execution.md 5.1, 7-9; names follow blockifier's versioned constants.
import { assert, required } from '../base/assert.ts';
import { type Felt, feltFromHex } from '../base/felt.ts';
import type { BouncerWeights, ExecutionResources, GasVector } from '../types/block.ts';
import { TABLE_0_14_2 } from './constants-0-14-2.ts';
import { TABLE_0_14_4 } from './constants-0-14-4.ts';
import type {
  CasmHashEstimate,
  ConstantsTable,
  OsTransactionKind,
  SyscallName,
  SyscallRowName,
  TableResources,
} from './constants-table.ts';
import type { Ratio } from './rational.ts';

/** What the OS does for a transaction: constant + ceil(perFelt * felts / divisor), each component rounded up. */
type OsOverhead = { readonly constant: ExecutionResources; readonly perFelt: ExecutionResources; readonly divisor: number };
/** What the OS does for a syscall, and for each felt of its linear part. */
type SyscallResources = { readonly resources: ExecutionResources; readonly perFelt: ExecutionResources };

/** A Sierra version: major, minor, patch. */
export type SierraVersion = readonly [number, number, number];

export type VersionedConstants = {
  readonly version: string;
  /** `vmModeInfiniteGas`: gas of a call in CairoSteps mode; `viewCallGas`: of one that nobody pays by amount, as views and the fee transfer. */
  readonly limits: ConstantsTable['limits'];
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
    /** What the program finds behind its bytecode. */
    readonly builtinCostSegment: readonly number[];
  };
  readonly syscalls: ReadonlyMap<SyscallRowName, SyscallResources>;
  readonly osOverhead: Readonly<Record<OsTransactionKind, OsOverhead>>;
  /** Extra work per data word when data goes to blobs. */
  readonly kzgPerWord: ExecutionResources;
  readonly poseidonHashMany: ConstantsTable['poseidonHashMany'];
  readonly stepsPerSegmentArenaInstance: number;
  /** Prices of Cairo resources in L1 gas units. */
  readonly vmFee: { readonly perStep: Ratio; readonly perBuiltin: ReadonlyMap<string, Ratio> };
  readonly archival: ConstantsTable['archival']['l2'];
  readonly codeBytesPerFelt: number;
  readonly newStorageCell: Readonly<Record<'blob' | 'calldata', GasVector>>;
  readonly data: ConstantsTable['dataAvailability'];
  readonly ethereum: ConstantsTable['ethereum'];
  readonly messages: ConstantsTable['messages'];
  readonly l1HandlerMax: GasVector;
  /** Rules that differ between versions, or that an override may switch. */
  readonly rules: {
    /** Classes below it run in CairoSteps mode. */
    readonly sierraGasFrom: SierraVersion;
    readonly stripVmFrames: boolean;
    readonly blockDirectExecuteCall: boolean;
    readonly casmHashMigration: boolean;
  };
  /** Accounts written before there were tips and data gas (execution.md 7.6). */
  readonly legacyAccounts: {
    readonly version1: readonly Felt[];
    readonly version1MaxTip: bigint;
    readonly withoutDataGas: readonly Felt[];
  };
  readonly bouncer: {
    readonly capacity: BouncerWeights;
    /** Instances of each builtin that fit one proof. */
    readonly instanceLimits: ReadonlyMap<string, number>;
    readonly patricia: ConstantsTable['bouncer']['patricia'];
    readonly casmHash: CasmHashEstimate;
  };
  readonly aliases: { readonly first: bigint; readonly minAliasedValue: bigint; readonly maxUncompressedContract: bigint };
};

const resourcesOf = ({ steps, memoryHoles, builtins }: TableResources): ExecutionResources => ({
  steps,
  memoryHoles,
  builtins: new Map(Object.entries(builtins)),
});
const NOTHING: TableResources = { steps: 0, memoryHoles: 0, builtins: {} };

/** Major, minor and patch of `1.7.0`; asserts the form. */
const sierraVersionOf = (text: string): SierraVersion => {
  const [major, minor, patch] = text.split('.').map(Number);
  assert(major !== undefined && minor !== undefined && patch !== undefined, 'sierraVersionOf: three numbers');
  return [major, minor, patch];
};

/** The constants that a table of figures stands for. */
export const constantsFrom = (table: ConstantsTable): VersionedConstants => ({
  version: table.protocolVersion,
  limits: table.limits,
  validateRounding: table.validateRounding,
  gas: {
    perStep: table.gas.perStep,
    perMemoryHole: table.gas.perMemoryHole,
    syscallBase: table.gas.syscallBase,
    entryPointBudget: table.gas.entryPointInitialBudget,
    perBuiltin: new Map(Object.entries(table.gas.perBuiltin)),
    builtinCostSegment: table.gas.builtinCostSegment.map(([, price]) => price),
  },
  syscalls: new Map(
    Object.entries(table.syscalls).map(([name, row]) => [
      name as SyscallRowName,
      { resources: resourcesOf(row.resources), perFelt: resourcesOf(row.perFelt ?? NOTHING) },
    ]),
  ),
  osOverhead: {
    InvokeFunction: osOverheadOf(table, 'InvokeFunction'),
    DeployAccount: osOverheadOf(table, 'DeployAccount'),
    Declare: osOverheadOf(table, 'Declare'),
    L1Handler: osOverheadOf(table, 'L1Handler'),
  },
  kzgPerWord: resourcesOf(table.kzgPerDataSegmentFelt),
  poseidonHashMany: table.poseidonHashMany,
  stepsPerSegmentArenaInstance: table.stepsPerSegmentArenaInstance,
  ...pricesOf(table),
  ...rulesOf(table),
});

const osOverheadOf = (table: ConstantsTable, kind: OsTransactionKind): OsOverhead => {
  const { constant, perExtendedCalldataFelt, divisor } = table.txOverhead[kind];
  return { constant: resourcesOf(constant), perFelt: resourcesOf(perExtendedCalldataFelt ?? NOTHING), divisor };
};

type Prices = Pick<
  VersionedConstants,
  'vmFee' | 'archival' | 'codeBytesPerFelt' | 'newStorageCell' | 'data' | 'ethereum' | 'messages' | 'l1HandlerMax'
>;
const pricesOf = (table: ConstantsTable): Prices => ({
  vmFee: { perStep: table.vmResourceFee.l1GasPerStep, perBuiltin: new Map(Object.entries(table.vmResourceFee.l1GasPerBuiltin)) },
  archival: table.archival.l2,
  codeBytesPerFelt: table.codeBytesPerFelt,
  newStorageCell: table.allocationPerNewStorageCell,
  data: table.dataAvailability,
  ethereum: table.ethereum,
  messages: table.messages,
  l1HandlerMax: table.l1Handler.maxAmounts,
});

const rulesOf = (table: ConstantsTable): Pick<VersionedConstants, 'rules' | 'legacyAccounts' | 'bouncer' | 'aliases'> => ({
  rules: {
    sierraGasFrom: sierraVersionOf(table.flags.minSierraVersionForSierraGas),
    stripVmFrames: table.flags.stripVmFramesInSierraGas,
    blockDirectExecuteCall: table.flags.blockDirectExecuteCall,
    casmHashMigration: table.flags.enableCasmHashMigration,
  },
  legacyAccounts: {
    version1: table.legacyAccounts.v1BoundCairo1.map(feltFromHex),
    version1MaxTip: BigInt(table.legacyAccounts.v1BoundMaxTip),
    withoutDataGas: table.legacyAccounts.dataGasAccounts.map(feltFromHex),
  },
  bouncer: {
    capacity: table.bouncer.capacity,
    instanceLimits: new Map(Object.entries(table.bouncer.instanceLimits)),
    patricia: table.bouncer.patricia,
    casmHash: table.bouncer.casmHashEstimate,
  },
  aliases: {
    first: BigInt(table.aliases.firstAlias),
    minAliasedValue: BigInt(table.aliases.minAliasedValue),
    maxUncompressedContract: BigInt(table.aliases.maxUncompressedContract),
  },
});

/** Tables of figures that an override starts from. */
export const TABLES: readonly ConstantsTable[] = [TABLE_0_14_4, TABLE_0_14_2];
const VERSIONS: readonly VersionedConstants[] = TABLES.map(constantsFrom);

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

/** Work of the OS for a syscall; asserts that the version has it. */
export const syscallRow = (constants: VersionedConstants, name: SyscallRowName): SyscallResources =>
  required(constants.syscalls.get(name), `syscallRow: a syscall of ${constants.version}, got ${name}`);

/** Cost of one syscall, the 10,000 that compiled code pays beforehand included (execution.md 5.1); `length` felts of its linear part. */
export const syscallGas = (constants: VersionedConstants, name: SyscallName | 'KeccakRound', length: number = 0): number => {
  const { resources, perFelt } = syscallRow(constants, name);
  return Math.max(constants.gas.syscallBase, sierraGasOf(constants, resources)) + length * sierraGasOf(constants, perFelt);
};

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
