// STATE.json of `npm run casm`: contracts, declared classes, block and transaction. The format is described in docs/casm.md.
import { type Felt, FELT_ZERO, feltFromAscii, feltToHex, toFelt } from '../core/base/felt.ts';
import type { TransactionFields, TransactionInfo } from '../core/exec/calls.ts';
import { compiledHashOf, type StoredClass } from '../core/exec/class-store.ts';
import type { SierraVersion } from '../core/exec/constants.ts';
import type { ResourceLimits } from '../core/types/transaction.ts';
import {
  CasmRefusal,
  countAt,
  feltAt,
  feltsAt,
  type Fields,
  fieldsAt,
  integerAt,
  listAt,
  nameFeltAt,
  onlyFields,
  pick,
  pickOr,
  textAt,
} from './casm-json.ts';
import { sierraVersionAt } from './casm-classes.ts';

export type LoadClass = (path: string, version: SierraVersion | null, classHash: Felt | null) => StoredClass;

/** What the state file describes; maps as in StateDiff. */
export type CasmState = {
  readonly storage: Map<string, ReadonlyMap<string, Felt>>;
  readonly nonces: Map<string, Felt>;
  readonly deployed: Map<string, Felt>;
  readonly declared: Map<string, Felt>;
  readonly block: Pick<TransactionInfo, 'blockNumber' | 'blockTimestamp' | 'sequencer'>;
  readonly transaction: Omit<TransactionInfo, 'blockNumber' | 'blockTimestamp' | 'sequencer' | 'trueBlockNumber'>;
};

const DEFAULT_CHAIN: Felt = feltFromAscii('SN_MAIN');
const VERSION_3: Felt = toFelt(3);
const QUERY_BASE = 1n << 128n;

/** Reads the parsed file; an absent one is `{}`. */
export const readState = (json: unknown, load: LoadClass): CasmState => {
  const file = fieldsAt(json, 'state');
  onlyFields(file, 'state', ['contracts', 'declared', 'block', 'tx']);
  const state: CasmState = {
    storage: new Map(),
    nonces: new Map(),
    deployed: new Map(),
    declared: new Map(),
    block: readBlock(fieldsAt(file['block'] ?? {}, 'block')),
    transaction: readTransaction(fieldsAt(file['tx'] ?? {}, 'tx')),
  };
  for (const [address, value] of Object.entries(fieldsAt(file['contracts'] ?? {}, 'contracts')))
    readContract(state, load, { address, value });
  listAt(file['declared'] ?? [], 'declared').forEach((item, i) => declare(state, readClass(item, `declared[${i}]`, load)));
  return state;
};

export const declare = (state: CasmState, { classHash, casm }: StoredClass): void => {
  state.declared.set(feltToHex(classHash), compiledHashOf(casm));
};

/** A file name, or `{class, sierra, classHash}`. */
const readClass = (value: unknown, where: string, load: LoadClass): StoredClass => {
  if (typeof value === 'string') return load(value, null, null);
  const fields = fieldsAt(value, where);
  const version = fields['sierra'] === undefined ? null : sierraVersionAt(textAt(fields['sierra'], `${where}.sierra`), `${where}.sierra`);
  const hash = pick(fields, 'classHash');
  return load(textAt(fields['class'], `${where}.class`), version, hash === undefined ? null : feltAt(hash, `${where}.classHash`));
};

const readContract = (
  state: CasmState,
  load: LoadClass,
  { address, value }: { readonly address: string; readonly value: unknown },
): void => {
  const where = `contracts.${address.slice(0, 80)}`;
  const key = feltToHex(feltAt(address, where));
  const fields = fieldsAt(value, where);
  onlyFields(fields, where, ['class', 'sierra', 'classHash', 'nonce', 'storage']);
  if (fields['class'] !== undefined && fields['class'] !== null) {
    const stored = readClass(fields, where, load);
    declare(state, stored);
    state.deployed.set(key, stored.classHash);
  }
  if (fields['nonce'] !== undefined) state.nonces.set(key, feltAt(fields['nonce'], `${where}.nonce`));
  const cells = Object.entries(fieldsAt(fields['storage'] ?? {}, `${where}.storage`)).map(([cell, felt]) => {
    const place = `${where}.storage.${cell.slice(0, 80)}`;
    return [feltToHex(feltAt(cell, place)), feltAt(felt, place)] as const;
  });
  state.storage.set(key, new Map(cells));
};

const readBlock = (fields: Fields): CasmState['block'] => ({
  blockNumber: pickOr(fields, { names: ['number', 'blockNumber'], where: 'block', fallback: 0 }, (value, at) => countAt(value, at)),
  blockTimestamp: pickOr(fields, { names: ['timestamp', 'blockTimestamp'], where: 'block', fallback: 0 }, (value, at) =>
    countAt(value, at),
  ),
  sequencer: pickOr(fields, { names: ['sequencer', 'sequencerAddress'], where: 'block', fallback: FELT_ZERO }, feltAt),
});

const felt = (fields: Fields, names: readonly string[], fallback: Felt = FELT_ZERO): Felt =>
  pickOr(fields, { names, where: 'tx', fallback }, feltAt);
const felts = (fields: Fields, ...names: readonly string[]): readonly Felt[] =>
  pickOr(fields, { names, where: 'tx', fallback: [] }, feltsAt);

const readTransaction = (fields: Fields): CasmState['transaction'] => {
  const version = felt(fields, ['version'], VERSION_3);
  const isCurrent = version % QUERY_BASE === 3n;
  return {
    version,
    sender: felt(fields, ['sender', 'senderAddress', 'accountContractAddress']),
    hash: felt(fields, ['hash', 'transactionHash']),
    nonce: felt(fields, ['nonce']),
    signature: felts(fields, 'signature'),
    chainId: pickOr(fields, { names: ['chainId'], where: 'tx', fallback: DEFAULT_CHAIN }, nameFeltAt),
    fields: isCurrent ? readFields(fields) : null,
  };
};

const daMode = (fields: Fields, name: string): 0 | 1 => {
  const value = pick(fields, name);
  if (value === undefined || value === 0 || value === 'L1' || value === '0x0') return 0;
  if (value === 1 || value === 'L2' || value === '0x1') return 1;
  throw new CasmRefusal('L1 or L2 is expected', `tx.${name}`);
};

const readFields = (fields: Fields): TransactionFields => {
  const bounds = fieldsAt(pick(fields, 'resourceBounds') ?? {}, 'tx.resourceBounds');
  return {
    resourceBounds: {
      l1Gas: limitsOf(bounds, 'l1Gas'),
      l2Gas: limitsOf(bounds, 'l2Gas'),
      l1DataGas: limitsOf(bounds, 'l1DataGas', 'l1Data'),
    },
    tip: pickOr(fields, { names: ['tip'], where: 'tx', fallback: 0n }, integerBelow(1n << 64n)),
    paymasterData: felts(fields, 'paymasterData'),
    nonceDaMode: daMode(fields, 'nonceDataAvailabilityMode'),
    feeDaMode: daMode(fields, 'feeDataAvailabilityMode'),
    accountDeploymentData: felts(fields, 'accountDeploymentData'),
    proofFacts: felts(fields, 'proofFacts'),
  };
};

const integerBelow =
  (end: bigint) =>
  (value: unknown, where: string): bigint => {
    const integer = integerAt(value, where);
    if (integer >= end) throw new CasmRefusal(`the number has more than ${end.toString(2).length - 1} bits`, where);
    return integer;
  };

const limitsOf = (bounds: Fields, ...names: readonly string[]): ResourceLimits => {
  const where = `tx.resourceBounds.${names[0] ?? ''}`;
  const fields = fieldsAt(pick(bounds, ...names) ?? {}, where);
  return {
    maxAmount: pickOr(fields, { names: ['maxAmount'], where, fallback: 0n }, integerBelow(1n << 64n)),
    maxPricePerUnit: pickOr(fields, { names: ['maxPricePerUnit'], where, fallback: 0n }, integerBelow(1n << 128n)),
  };
};
