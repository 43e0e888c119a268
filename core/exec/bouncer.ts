// The block's eight totals and what one transaction adds to them. A transaction that would exceed a capacity closes the block (equality fits).
// Source: execution.md 9, crates/blockifier/src/bouncer.rs. Which transaction is dropped then is the batcher's business.
// Every class declared here carries its Blake hash, so none migrates.
import { type Result, err, ok } from '../base/result.ts';
import { freeze } from '../base/plain.ts';
import type { BouncerWeights, StateDiff } from '../types/block.ts';
import { constantsOf, provingPrices, builtinGas, type VersionedConstants } from './constants.ts';
import type { ExecutedTransaction, VisitedCells } from './engine.ts';
import { dataWords } from './state-changes.ts';

type Cells = Map<string, Set<string>>;

/** Totals of a block in the making; mutable plain data, changed by `addToBlock` only. */
export type BlockBouncer = {
  readonly starknetVersion: string;
  weights: BouncerWeights;
  /** Storage cells visited so far: address -> keys. */
  readonly visited: Cells;
  /** Compiled classes that ran so far. */
  readonly executed: Set<string>;
  /** Keys changed so far; a cancelled write stays, it was paid for. */
  readonly changed: {
    readonly storage: Cells;
    readonly contracts: Set<string>;
    readonly deployed: Set<string>;
    readonly declared: Set<string>;
  };
};

export type BouncerRefusal = {
  /** `TransactionTooLarge`: it would not fit an empty block either. */
  readonly code: 'BlockFull' | 'TransactionTooLarge';
  readonly weight: keyof BouncerWeights;
  readonly total: number;
  readonly capacity: number;
};

export const NO_WEIGHTS: BouncerWeights = freeze({
  l1Gas: 0,
  messageSegmentLength: 0,
  nEvents: 0,
  nTxs: 0,
  stateDiffSize: 0,
  sierraGas: 0,
  provingGas: 0,
  receiptL2Gas: 0,
});

/** The order in which an excess is reported. */
const WEIGHT_NAMES = [
  'l1Gas',
  'messageSegmentLength',
  'nEvents',
  'nTxs',
  'stateDiffSize',
  'sierraGas',
  'provingGas',
  'receiptL2Gas',
] as const satisfies readonly (keyof BouncerWeights)[];

export const createBouncer = (starknetVersion: string): BlockBouncer => ({
  starknetVersion,
  weights: NO_WEIGHTS,
  visited: new Map(),
  executed: new Set(),
  changed: { storage: new Map(), contracts: new Set(), deployed: new Set(), declared: new Set() },
});

/** What the transaction would add to the block as it stands. */
export const marginalWeights = (bouncer: BlockBouncer, executed: ExecutedTransaction): BouncerWeights => {
  const constants = constantsOf(bouncer.starknetVersion);
  const { changed } = bouncer;
  const changedCells = countNew(changed.storage, keysOf(executed.stateDiff.storage));
  const hashing = hashingGas(constants, bouncer, executed);
  const patricia = patriciaGas(constants, countNew(bouncer.visited, executed.visited) + changedCells);
  const words = dataWords(constants, {
    storageUpdates: changedCells,
    modifiedContracts: newIn(changed.contracts, contractsOf(executed.stateDiff)),
    classHashUpdates: newIn(changed.deployed, executed.stateDiff.deployed.keys()),
    compiledClassHashUpdates: newIn(changed.declared, executed.stateDiff.declared.keys()),
  });
  const { weights } = executed;
  return {
    ...weights,
    stateDiffSize: weights.stateDiffSize + words,
    sierraGas: weights.sierraGas + patricia.sierra + hashing.sierra,
    provingGas: weights.provingGas + patricia.proving + hashing.proving,
  };
};

/** Adds the transaction and returns what it added; refuses, changing nothing, when a total would exceed `capacity`. */
export const addToBlock = (
  bouncer: BlockBouncer,
  executed: ExecutedTransaction,
  capacity: BouncerWeights,
): Result<BouncerWeights, BouncerRefusal> => {
  const own = excess(marginalWeights(createBouncer(bouncer.starknetVersion), executed), capacity);
  if (own !== null) return err({ code: 'TransactionTooLarge', ...own });
  const added = marginalWeights(bouncer, executed);
  const total = addWeights(bouncer.weights, added);
  const over = excess(total, capacity);
  if (over !== null) return err({ code: 'BlockFull', ...over });
  bouncer.weights = freeze(total);
  addCells(bouncer.visited, executed.visited);
  for (const classHash of executed.executedClasses.keys()) bouncer.executed.add(classHash);
  addCells(bouncer.changed.storage, keysOf(executed.stateDiff.storage));
  for (const address of contractsOf(executed.stateDiff)) bouncer.changed.contracts.add(address);
  for (const address of executed.stateDiff.deployed.keys()) bouncer.changed.deployed.add(address);
  for (const classHash of executed.stateDiff.declared.keys()) bouncer.changed.declared.add(classHash);
  return ok(added);
};

const addWeights = (a: BouncerWeights, b: BouncerWeights): BouncerWeights => ({
  l1Gas: a.l1Gas + b.l1Gas,
  messageSegmentLength: a.messageSegmentLength + b.messageSegmentLength,
  nEvents: a.nEvents + b.nEvents,
  nTxs: a.nTxs + b.nTxs,
  stateDiffSize: a.stateDiffSize + b.stateDiffSize,
  sierraGas: a.sierraGas + b.sierraGas,
  provingGas: a.provingGas + b.provingGas,
  receiptL2Gas: a.receiptL2Gas + b.receiptL2Gas,
});

const excess = (total: BouncerWeights, capacity: BouncerWeights): Omit<BouncerRefusal, 'code'> | null => {
  const weight = WEIGHT_NAMES.find((name) => total[name] > capacity[name]);
  return weight === undefined ? null : { weight, total: total[weight], capacity: capacity[weight] };
};

/** Hashing the classes that no transaction of the block has run yet. */
const hashingGas = (constants: VersionedConstants, bouncer: BlockBouncer, executed: ExecutedTransaction): Gas => {
  let gas: Gas = { sierra: 0, proving: 0 };
  const proving = provingPrices(constants);
  for (const [classHash, { steps, builtins }] of executed.executedClasses) {
    if (bouncer.executed.has(classHash)) continue;
    const stepGas = steps * constants.gas.perStep;
    gas = {
      sierra: gas.sierra + stepGas + builtinGas(builtins, constants.gas.perBuiltin),
      proving: gas.proving + stepGas + builtinGas(builtins, proving),
    };
  }
  return gas;
};
type Gas = { readonly sierra: number; readonly proving: number };

/** Updating a Patricia path of 24 levels for each cell. */
const patriciaGas = (constants: VersionedConstants, cells: number): Gas => {
  const { treeHeight, stepsPerHeight, pedersensPerHeight } = constants.bouncer.patricia;
  const steps = cells * treeHeight * stepsPerHeight * constants.gas.perStep;
  const pedersens = new Map([['pedersen', cells * treeHeight * pedersensPerHeight]]);
  return {
    sierra: steps + builtinGas(pedersens, constants.gas.perBuiltin),
    proving: steps + builtinGas(pedersens, provingPrices(constants)),
  };
};

const keysOf = (storage: StateDiff['storage']): VisitedCells =>
  new Map([...storage].map(([address, cells]) => [address, new Set(cells.keys())]));

/** Contracts whose storage, nonce or class hash changed. */
const contractsOf = (diff: StateDiff): ReadonlySet<string> =>
  new Set([...diff.storage.keys(), ...diff.nonces.keys(), ...diff.deployed.keys()]);

const newIn = (known: ReadonlySet<string>, keys: Iterable<string>): number => {
  let count = 0;
  for (const key of keys) if (!known.has(key)) count += 1;
  return count;
};

const NO_KEYS: ReadonlySet<string> = new Set();
const countNew = (known: VisitedCells, cells: VisitedCells): number => {
  let count = 0;
  for (const [address, keys] of cells) count += newIn(known.get(address) ?? NO_KEYS, keys);
  return count;
};

const addCells = (into: Cells, cells: VisitedCells): void => {
  for (const [address, keys] of cells) {
    const known = into.get(address) ?? new Set<string>();
    for (const key of keys) known.add(key);
    into.set(address, known);
  }
};
