// The execution info that a contract reads: a struct of pointers in segments of its own, made at the first request of a call.
// Source: execution.md 7.6. Both exceptions for old accounts look at the class that runs.
import { type Felt, FELT_ONE, feltFromAscii, toFelt } from '../../base/felt.ts';
import type { ResourceLimits } from '../../types/transaction.ts';
import type { Cell, Pointer } from '../../vm/cell.ts';
import type { TransactionInfo } from '../calls.ts';
import { QUERY_VERSION_BASE } from '../meta-transaction.ts';
import { type CallState, feltCells, readOnlyArray } from './frame-state.ts';

const L1_GAS: Felt = feltFromAscii('L1_GAS');
const L2_GAS: Felt = feltFromAscii('L2_GAS');
const L1_DATA: Felt = feltFromAscii('L1_DATA');
/** Cells of the tx info that only version 3 fills. */
const NEW_CELLS = 11;

export const executionInfoPointer = (state: CallState): Pointer => {
  state.info ??= writeExecutionInfo(state);
  return state.info;
};

const writeExecutionInfo = (state: CallState): Pointer => {
  const { info } = state.phase;
  const { caller, contract, selector } = state.frame.call;
  const [block] = readOnlyArray(state, feltCells([BigInt(info.blockNumber), BigInt(info.blockTimestamp), info.sequencer]));
  const [tx] = readOnlyArray(state, transactionCells(state, info));
  const [start] = readOnlyArray(state, [block, tx, ...feltCells([caller, contract, selector])]);
  return start;
};

const transactionCells = (state: CallState, info: TransactionInfo): readonly Cell[] => {
  const signature = readOnlyArray(state, feltCells(info.signature));
  const first = feltCells([shownVersion(state, info), info.sender, 0n]);
  const head = [...first, ...signature, ...feltCells([info.hash, info.chainId, info.nonce])];
  const { fields } = info;
  if (fields === null) return [...head, ...feltCells(Array.from({ length: NEW_CELLS }, () => 0n))];
  return [
    ...head,
    ...readOnlyArray(state, feltCells(boundsOf(state, fields.resourceBounds))),
    ...feltCells([fields.tip]),
    ...readOnlyArray(state, feltCells(fields.paymasterData)),
    ...feltCells([BigInt(fields.nonceDaMode), BigInt(fields.feeDaMode)]),
    ...readOnlyArray(state, feltCells(fields.accountDeploymentData)),
    ...readOnlyArray(state, feltCells(fields.proofFacts)),
  ];
};

/** Old accounts that only know version 1 see it, while the tip is small. */
const shownVersion = ({ phase, frame }: CallState, { version, fields }: TransactionInfo): Felt => {
  const { version1, version1MaxTip } = phase.constants.legacyAccounts;
  const isOld = fields !== null && version1.includes(frame.classHash) && fields.tip <= version1MaxTip;
  if (!isOld) return version;
  return version >= QUERY_VERSION_BASE ? toFelt(QUERY_VERSION_BASE + 1n) : FELT_ONE;
};

type Bounds = Readonly<Record<'l1Gas' | 'l2Gas' | 'l1DataGas', ResourceLimits>>;

const row = (name: Felt, { maxAmount, maxPricePerUnit }: ResourceLimits): readonly bigint[] => [name, maxAmount, maxPricePerUnit];

const boundsOf = ({ phase, frame }: CallState, bounds: Bounds): readonly bigint[] => {
  const known = [...row(L1_GAS, bounds.l1Gas), ...row(L2_GAS, bounds.l2Gas)];
  return phase.constants.legacyAccounts.withoutDataGas.includes(frame.classHash) ? known : [...known, ...row(L1_DATA, bounds.l1DataGas)];
};
