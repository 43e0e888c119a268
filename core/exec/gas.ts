// The gas vector of a transaction: computation, archival, state and messages. Fees are priced in `mode All` only (three bounds), the one form that
// consensus and mempool admit. Source: execution.md 8.1; the legacy mode of 8.4, code bytes and client-side proofs are not here.
import { required } from '../base/assert.ts';
import type { ContractEvent, ExecutionResources, GasVector, L1DaMode, L2ToL1Message } from '../types/block.ts';
import { l2GasPerL1Unit, type VersionedConstants } from './constants.ts';
import type { AccountTransaction } from '../types/transaction.ts';
import type { OsTransactionKind } from './constants-table.ts';
import { ceilDiv, ceilTimes, floorTimes, type Ratio } from './rational.ts';
import { addResources, osResources } from './resources.ts';
import { type FeeChanges, type StateChanges, dataWords } from './state-changes.ts';

/** Everything a receipt is computed from. */
export type GasInput = {
  readonly kind: OsTransactionKind;
  readonly daMode: L1DaMode;
  /** Felts of calldata plus proof facts, which the OS reads; of an L1 handler its payload (calldata without the L1 sender). */
  readonly calldataFelts: number;
  /** Felts kept for ever: calldata, proof facts and signature; of an L1 handler its payload. */
  readonly archivedFelts: number;
  /** Bytes of declared code; 0 for any other kind. */
  readonly codeBytes: number;
  readonly events: readonly ContractEvent[];
  readonly messages: readonly L2ToL1Message[];
  readonly changes: FeeChanges;
  /** Resources of calls that are paid by steps. */
  readonly vm: ExecutionResources;
  /** Sierra gas of validate and execute. */
  readonly sierraGas: number;
  /** Sierra gas of a reverted execute phase. */
  readonly revertedSierraGas: number;
  /** Steps of a reverted execute phase in CairoSteps mode. */
  readonly revertedSteps: number;
};

export type GasReport = {
  readonly gas: GasVector;
  /** The part for data words only. */
  readonly daGas: GasVector;
  /** Cairo resources that were priced: of the OS, and of calls that are paid by steps; without reverted steps. */
  readonly resources: ExecutionResources;
};

const addGas = (a: GasVector, b: GasVector): GasVector => ({
  l1Gas: a.l1Gas + b.l1Gas,
  l1DataGas: a.l1DataGas + b.l1DataGas,
  l2Gas: a.l2Gas + b.l2Gas,
});
const l1 = (amount: number): GasVector => ({ l1Gas: amount, l1DataGas: 0, l2Gas: 0 });
const l2 = (amount: number): GasVector => ({ l1Gas: 0, l1DataGas: 0, l2Gas: amount });

/** Gas of all parts of a transaction. */
export const gasReport = (constants: VersionedConstants, input: GasInput): GasReport => {
  const daGas = dataGas(constants, input.changes, input.daMode);
  const resources = addResources(
    input.vm,
    osResources(constants, input.kind, input.calldataFelts, blobWords(constants, input.changes, input.daMode)),
  );
  const l1HandlerPayload = input.kind === 'L1Handler' ? input.calldataFelts : null;
  const parts = [
    l2(input.sierraGas + input.revertedSierraGas + cairoGas(constants, { ...resources, steps: resources.steps + input.revertedSteps })),
    l2(archivalGas(constants, input)),
    daGas,
    newCellGas(constants, input.changes.newCells, input.daMode),
    l1(starknetMessageGas(constants, input.messages, l1HandlerPayload)),
    l1(constants.ethereum.sharpGasPerMemoryWord * messageSegment(constants, input.messages, l1HandlerPayload)),
  ];
  return { gas: parts.reduce(addGas), daGas, resources };
};

const blobWords = (constants: VersionedConstants, changes: StateChanges, daMode: L1DaMode): number | null =>
  daMode === 'blob' ? dataWords(constants, changes) : null;

/** The dearest of steps and builtins, each rounded up to L1 units, in L2 gas. */
export const cairoGas = (constants: VersionedConstants, resources: ExecutionResources): number => {
  const { perStep, perBuiltin } = constants.vmFee;
  const arena = (resources.builtins.get('segment_arena') ?? 0) * constants.stepsPerSegmentArenaInstance;
  let units = ceilTimes(resources.steps + resources.memoryHoles + arena, perStep);
  for (const [name, count] of resources.builtins) {
    if (name === 'segment_arena') continue;
    const price = name === 'blake' ? blakePrice(constants) : required(perBuiltin.get(name), `cairoGas: a price of ${name}`);
    units = Math.max(units, ceilTimes(count, price));
  }
  return units * l2GasPerL1Unit(constants);
};

/** L1 units of one Blake opcode: its Sierra gas, rounded up. */
const blakePrice = (constants: VersionedConstants): Ratio => [
  ceilDiv(required(constants.gas.perBuiltin.get('blake'), 'blakePrice: its Sierra gas'), l2GasPerL1Unit(constants)),
  1,
];

/** Calldata, signature, events and code kept for ever; each product rounded down. */
const archivalGas = (constants: VersionedConstants, input: GasInput): number => {
  const { gasPerFelt, eventKeyFactor, gasPerCodeByte } = constants.archival;
  let eventFelts = 0;
  for (const event of input.events) eventFelts += floorTimes(event.keys.length, eventKeyFactor) + event.data.length;
  return floorTimes(input.archivedFelts, gasPerFelt) + floorTimes(eventFelts, gasPerFelt) + floorTimes(input.codeBytes, gasPerCodeByte);
};

/** Data availability of the changed words: blobs in L1 data gas, calldata in L1 gas with its discounts, never below 0. */
export const dataGas = (constants: VersionedConstants, changes: StateChanges, daMode: L1DaMode): GasVector => {
  const words = dataWords(constants, changes);
  const { data } = constants;
  if (daMode === 'blob') return { l1Gas: 0, l1DataGas: data.dataGasPerWord * words, l2Gas: 0 };
  const discount = data.calldataDiscountPerModifiedContract * changes.modifiedContracts + data.calldataDiscountOnce;
  return l1(Math.max(0, data.l1GasPerWordCalldata * words - discount));
};

const newCellGas = (constants: VersionedConstants, cells: number, daMode: L1DaMode): GasVector => {
  const each = constants.newStorageCell[daMode];
  return { l1Gas: each.l1Gas * cells, l1DataGas: each.l1DataGas * cells, l2Gas: each.l2Gas * cells };
};

/** Words of the message segment: 3 + payload per L2 -> L1 message, 5 + payload for an L1 handler. */
export const messageSegment = (
  constants: VersionedConstants,
  messages: readonly L2ToL1Message[],
  l1HandlerPayload: number | null,
): number => {
  let words = l1HandlerPayload === null ? 0 : constants.messages.l1ToL2HeaderWords + l1HandlerPayload;
  for (const message of messages) words += constants.messages.l2ToL1HeaderWords + message.payload.length;
  return words;
};

/** L1 gas that the Starknet core contract spends on the messages of a transaction; the bouncer's l1_gas. */
export const starknetMessageGas = (
  constants: VersionedConstants,
  messages: readonly L2ToL1Message[],
  l1HandlerPayload: number | null,
): number => {
  const { ethereum, messages: m } = constants;
  const log = (topics: number, words: number): number =>
    ethereum.log + ethereum.logTopic * (m.defaultTopics + topics) + ethereum.logDataWord * words;
  let gas = ethereum.gasPerMemoryWord * messageSegment(constants, messages, l1HandlerPayload);
  for (const message of messages) {
    gas += ethereum.zeroToNonzeroStorage + log(m.logMessageTopics, m.logMessageExtraWords + message.payload.length);
  }
  if (l1HandlerPayload === null) return gas;
  return gas + ethereum.counterDecrease + log(m.consumedMessageTopics, m.consumedMessageExtraWords + l1HandlerPayload);
};

/** What an account transaction needs at least, whatever it does: one storage cell of one contract, a deployment's class hash, and the OS steps. */
export const minimalGas = (
  constants: VersionedConstants,
  kind: AccountTransaction['kind'],
  { calldataFelts, daMode }: { readonly calldataFelts: number; readonly daMode: L1DaMode },
): GasVector => {
  const classHashUpdates = kind === 'deploy_account_v3' ? 1 : 0;
  const changes: StateChanges = { storageUpdates: 1, modifiedContracts: 1, classHashUpdates, compiledClassHashUpdates: 0 };
  const { steps } = osResources(constants, OS_KINDS[kind], calldataFelts, blobWords(constants, changes, daMode));
  return addGas(dataGas(constants, changes, daMode), l2(ceilTimes(steps, constants.vmFee.perStep) * l2GasPerL1Unit(constants)));
};

/** The OS's name of each kind of account transaction. */
export const OS_KINDS: Readonly<Record<AccountTransaction['kind'], OsTransactionKind>> = {
  invoke_v3: 'InvokeFunction',
  declare_v3: 'Declare',
  deploy_account_v3: 'DeployAccount',
};
