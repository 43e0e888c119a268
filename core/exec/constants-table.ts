// Shape of the figures of one protocol version, as data: the keys of our reference table (vectors/constants-0.14.4.json), so that a file of that
// shape can override any of them. It holds the figures that execution reads, and nothing that follows from other figures: costs of syscalls, proving prices and L2 gas per L1 unit are
// computed in constants.ts after whatever override was merged. Integers; a pair [n, d] is the exact fraction n/d.
import type { Ratio } from './rational.ts';

export type TableResources = {
  readonly steps: number;
  readonly memoryHoles: number;
  readonly builtins: Readonly<Record<string, number>>;
};

/** Syscalls that a compiled class can make. */
export const SYSCALL_NAMES = [
  'CallContract',
  'Deploy',
  'EmitEvent',
  'GetBlockHash',
  'GetClassHashAt',
  'GetExecutionInfo',
  'Keccak',
  'LibraryCall',
  'MetaTxV0',
  'ReplaceClass',
  'Secp256k1Add',
  'Secp256k1GetPointFromX',
  'Secp256k1GetXy',
  'Secp256k1Mul',
  'Secp256k1New',
  'Secp256r1Add',
  'Secp256r1GetPointFromX',
  'Secp256r1GetXy',
  'Secp256r1Mul',
  'Secp256r1New',
  'SendMessageToL1',
  'Sha256ProcessBlock',
  'Sha512ProcessBlock',
  'StorageRead',
  'StorageWrite',
] as const;
export type SyscallName = (typeof SYSCALL_NAMES)[number];
/** Rows of the table: the syscalls, and one Keccak permutation. */
export type SyscallRowName = SyscallName | 'KeccakRound';
export type OsTransactionKind = 'InvokeFunction' | 'DeployAccount' | 'Declare' | 'L1Handler';

type SyscallRow = { readonly resources: TableResources; readonly perFelt?: TableResources };
type Numbers<K extends string> = Readonly<Record<K, number>>;
type ArchivalRow = Readonly<Record<'gasPerFelt' | 'eventKeyFactor' | 'gasPerCodeByte', Ratio>>;
type GasRow = Numbers<'l1Gas' | 'l1DataGas' | 'l2Gas'>;

type LimitName =
  | 'eventKeysMax'
  | 'eventDataMax'
  | 'eventsPerTxMax'
  | 'callDepthMax'
  | 'executeMaxSteps'
  | 'validateMaxSteps'
  | 'executeMaxSierraGas'
  | 'validateMaxSierraGas'
  | 'vmModeInfiniteGas'
  | 'viewCallGas'
  | 'storedBlockHashBuffer'
  | 'traceLengthCap'
  | 'traceSlack';
type DataName =
  | 'wordsPerModifiedContract'
  | 'wordsPerClassHashUpdate'
  | 'wordsPerStorageUpdate'
  | 'wordsPerCompiledClassHashUpdate'
  | 'dataGasPerWord'
  | 'l1GasPerWordCalldata'
  | 'calldataDiscountPerModifiedContract'
  | 'calldataDiscountOnce';
type EthereumName =
  | 'gasPerMemoryWord'
  | 'sharpGasPerMemoryWord'
  | 'zeroToNonzeroStorage'
  | 'counterDecrease'
  | 'log'
  | 'logTopic'
  | 'logDataWord';

type MessageName =
  | 'l2ToL1HeaderWords'
  | 'l1ToL2HeaderWords'
  | 'defaultTopics'
  | 'logMessageTopics'
  | 'logMessageExtraWords'
  | 'consumedMessageTopics'
  | 'consumedMessageExtraWords';
type CapacityName = 'l1Gas' | 'messageSegmentLength' | 'nEvents' | 'nTxs' | 'stateDiffSize' | 'sierraGas' | 'provingGas' | 'receiptL2Gas';
type BlakeHashName =
  | 'wordsPerLargeFelt'
  | 'wordsPerSmallFelt'
  | 'wordsPerMessage'
  | 'stepsEmpty'
  | 'stepsPerLarge'
  | 'stepsPerSmall'
  | 'baseFull'
  | 'basePartial'
  | 'discountPerFullMessage'
  | 'rangeChecksBase'
  | 'rangeChecksPerFelt';
type FlagName = 'blockDirectExecuteCall' | 'enableCasmHashMigration' | 'stripVmFramesInSierraGas';

/** What hashing a compiled class costs in the OS (execution.md 9.1). */
export type CasmHashEstimate = Numbers<
  'base' | 'hashEntryPoints' | 'nestedHashUpdate' | 'bytecodeNode' | 'nodeCase' | 'finalizeLargeFelts'
> & {
  readonly entryPointInner: Numbers<'blake' | 'poseidon'>;
  readonly internalLeaf: Numbers<'blake' | 'poseidon'>;
  readonly blake: Numbers<BlakeHashName> & { readonly smallFeltBound: string };
};

export type ConstantsTable = {
  readonly protocolVersion: string;
  readonly limits: Numbers<LimitName>;
  readonly validateRounding: Numbers<'blockNumber' | 'timestamp'>;
  readonly gas: Numbers<'perStep' | 'perMemoryHole' | 'syscallBase' | 'entryPointInitialBudget'> & {
    readonly perBuiltin: Readonly<Record<string, number>>;
    /** In the order of the segment; the prices are those of `perBuiltin` unless an override states them. */
    readonly builtinCostSegment: readonly (readonly [string, number])[];
  };
  readonly syscalls: Readonly<Record<string, SyscallRow>>;
  readonly txOverhead: Readonly<
    Record<
      OsTransactionKind,
      { readonly constant: TableResources; readonly perExtendedCalldataFelt: TableResources | null; readonly divisor: number }
    >
  >;
  readonly kzgPerDataSegmentFelt: TableResources;
  readonly poseidonHashMany: Numbers<'stepsPer10' | 'stepsPer2' | 'stepsPer1' | 'stepsBase' | 'poseidonsPer2' | 'poseidonsBase'>;
  readonly stepsPerSegmentArenaInstance: number;
  readonly vmResourceFee: { readonly l1GasPerStep: Ratio; readonly l1GasPerBuiltin: Readonly<Record<string, Ratio>> };
  readonly archival: { readonly l2: ArchivalRow };
  readonly codeBytesPerFelt: number;
  readonly allocationPerNewStorageCell: Readonly<Record<'blob' | 'calldata', GasRow>>;
  readonly dataAvailability: Numbers<DataName>;
  readonly ethereum: Numbers<EthereumName>;
  readonly messages: Numbers<MessageName>;
  readonly l1Handler: { readonly maxAmounts: GasRow };
  readonly flags: Readonly<Record<FlagName, boolean>> & { readonly minSierraVersionForSierraGas: string };
  readonly legacyAccounts: Readonly<Record<'v1BoundCairo1' | 'dataGasAccounts', readonly string[]>> & {
    readonly v1BoundMaxTip: string;
  };
  readonly bouncer: {
    readonly capacity: Numbers<CapacityName>;
    readonly instanceLimits: Readonly<Record<string, number>>;
    readonly patricia: Numbers<'treeHeight' | 'stepsPerHeight' | 'pedersensPerHeight'>;
    readonly casmHashEstimate: CasmHashEstimate;
  };
  readonly aliases: Readonly<Record<'firstAlias' | 'minAliasedValue' | 'maxUncompressedContract', string>>;
};

/** Resources of a table. */
export const of = (steps: number, builtins: Readonly<Record<string, number>> = {}): TableResources => ({ steps, memoryHoles: 0, builtins });
