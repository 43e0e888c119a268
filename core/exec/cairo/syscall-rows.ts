// The syscalls of compiled classes but those on curves: how a request is read, and what it does. A row for each; gas, counting and the form of the
// answer are the dispatcher's (syscalls.ts). Source: execution.md 5.1-5.4.
import type { Felt } from '../../base/felt.ts';
import { KECCAK_RATE_WORDS, keccakWords } from '../../crypto/keccak-words.ts';
import { compressSha256, compressSha512 } from '../../crypto/sha-block.ts';
import { type Cell, cellOf, offsetOf, type Pointer, pointerTo, segmentOf } from '../../vm/cell.ts';
import { takeUnits } from '../../vm/run.ts';
import { syscallGas } from '../constants.ts';
import type { SyscallName } from '../constants-table.ts';
import { INVALID_INPUT_LENGTH, OUT_OF_GAS } from '../felts.ts';
import {
  blockHashOf,
  classHashOf,
  deployFrom,
  libraryCallFrom,
  replaceClassOf,
  runMetaTransaction,
  sendMessage,
} from '../more-state-calls.ts';
import { callContractFrom, emitEventFrom, type Outcome, readCell, writeCell } from '../state-calls.ts';
import { badInput, SyscallAbort } from './cursor.ts';
import { executionInfoPointer } from './execution-info.ts';
import { type CallState, countUsage, feltCells, readOnlyArray } from './frame-state.ts';

/** The cells of a successful response. */
export type Response = Outcome<readonly Cell[]>;
/** What a request asks for, ready to be done once it is paid. */
type Request = {
  /** Felts that the linear part of the price counts. */
  readonly length: number;
  readonly run: () => Response;
};
export type SyscallRow = (state: CallState) => Request;

const U64_END = 1n << 64n;
const U32_END = 1n << 32n;
/** Ethereum addresses. */
const L1_ADDRESS_END = 1n << 160n;

const done = (...cells: readonly Cell[]): Response => ({ kind: 'answer', value: cells });
const request = (run: () => Response, length: number = 0): Request => ({ length, run });

const mapAnswer = <T>(outcome: Outcome<T>, toCells: (value: T) => readonly Cell[]): Response =>
  outcome.kind === 'answer' ? done(...toCells(outcome.value)) : outcome;
/** Returned data go to a segment that the caller only reads. */
const returnedArray = (state: CallState, outcome: Outcome<readonly Felt[]>): Response =>
  mapAnswer(outcome, (data) => readOnlyArray(state, feltCells(data)));

const takeDomain = (state: CallState): void => {
  const domain = state.cursor.takeFelt();
  if (domain !== 0n) throw new SyscallAbort(`Invalid address domain: 0x${domain.toString(16)}.`);
};

const storageRead: SyscallRow = (state) => {
  takeDomain(state);
  const key = state.cursor.takeKey();
  return request(() => done(...feltCells([readCell(state.phase, state.frame, key)])));
};

const storageWrite: SyscallRow = (state) => {
  takeDomain(state);
  const key = state.cursor.takeKey();
  const value = state.cursor.takeFelt();
  return request(() => {
    writeCell(state.phase, state.frame, { key, value });
    return done();
  });
};

const emitEvent: SyscallRow = (state) => {
  const keys = state.cursor.takeFelts();
  const data = state.cursor.takeFelts();
  return request(() => emitEventFrom(state.phase, state.frame, { keys, data }) ?? done());
};

const getExecutionInfo: SyscallRow = (state) => request(() => done(executionInfoPointer(state)));

const callContract: SyscallRow = (state) => {
  const to = state.cursor.takeKey();
  const selector = state.cursor.takeFelt();
  const calldata = state.cursor.takeFelts();
  return request(() => returnedArray(state, callContractFrom(state.phase, state.frame, { to, selector, calldata })));
};

const libraryCall: SyscallRow = (state) => {
  const classHash = state.cursor.takeFelt();
  const selector = state.cursor.takeFelt();
  const calldata = state.cursor.takeFelts();
  return request(() => returnedArray(state, libraryCallFrom(state.phase, state.frame, { classHash, selector, calldata })));
};

const deploy: SyscallRow = (state) => {
  const classHash = state.cursor.takeFelt();
  const salt = state.cursor.takeFelt();
  const calldata = state.cursor.takeFelts();
  const fromZero = state.cursor.takeBool('The deploy_from_zero field in the deploy system call must be 0 or 1.');
  return request(() => {
    countUsage(state, 'Deploy', 0, calldata.length);
    const deployed = deployFrom(state.phase, state.frame, { classHash, salt, calldata, fromZero });
    return mapAnswer(deployed, ({ address, data }) => [...feltCells([address]), ...readOnlyArray(state, feltCells(data))]);
  }, calldata.length);
};

const replaceClass: SyscallRow = (state) => {
  const classHash = state.cursor.takeFelt();
  return request(() => replaceClassOf(state.phase, state.frame, classHash) ?? done());
};

const getClassHashAt: SyscallRow = (state) => {
  const address = state.cursor.takeKey();
  return request(() => mapAnswer(classHashOf(state.phase, address), (hash) => feltCells([hash])));
};

const getBlockHash: SyscallRow = (state) => {
  const number = state.cursor.takeFelt();
  if (number >= U64_END) throw badInput(number, 'Block number must fit within 64 bits.');
  return request(() => mapAnswer(blockHashOf(state.phase, number), (hash) => feltCells([hash])));
};

const sendMessageToL1: SyscallRow = (state) => {
  const to = state.cursor.takeFelt();
  const payload = state.cursor.takeFelts();
  return request(() => {
    countUsage(state, 'SendMessageToL1', 0, payload.length);
    if (to >= L1_ADDRESS_END) throw new SyscallAbort(`Out of range [0x0, 0x${L1_ADDRESS_END.toString(16)}).`);
    sendMessage(state.phase, state.frame, { to, payload });
    return done();
  }, payload.length);
};

const metaTxV0: SyscallRow = (state) => {
  const to = state.cursor.takeKey();
  const selector = state.cursor.takeFelt();
  const calldata = state.cursor.takeFelts();
  const signature = state.cursor.takeFelts();
  return request(() => {
    countUsage(state, 'MetaTxV0', 0, calldata.length);
    return returnedArray(state, runMetaTransaction(state.phase, state.frame, { to, selector, calldata, signature }));
  }, calldata.length);
};

/** Counted by rounds, and only where it succeeds. */
const keccak: SyscallRow = (state) => {
  const start = state.cursor.takePointer();
  const end = state.cursor.takePointer();
  return request(() => {
    const { phase, frame, cursor } = state;
    const words = cursor.feltsBetween(start, end);
    takeUnits(phase.ownSteps, words.length);
    const tooLarge = words.find((word) => word >= U64_END);
    if (tooLarge !== undefined) throw badInput(tooLarge, 'Invalid input for the keccak syscall.');
    if (words.length % KECCAK_RATE_WORDS !== 0) return { kind: 'failure', data: [INVALID_INPUT_LENGTH] };
    const rounds = words.length / KECCAK_RATE_WORDS;
    const cost = rounds * syscallGas(phase.constants, 'KeccakRound');
    if (cost > frame.gas) return { kind: 'failure', data: [OUT_OF_GAS] };
    frame.gas -= cost;
    countUsage(state, 'Keccak', 1);
    countUsage(state, 'KeccakRound', rounds);
    const [w0, w1, w2, w3] = keccakWords(words);
    return done(...feltCells([w0 + (w1 << 64n), w2 + (w3 << 64n)]));
  });
};

const SHA = {
  Sha256ProcessBlock: { compress: compressSha256, end: U32_END },
  Sha512ProcessBlock: { compress: compressSha512, end: U64_END },
} as const;
const STATE_WORDS = 8;
const INPUT_WORDS = 16;

const shaProcessBlock =
  (name: keyof typeof SHA): SyscallRow =>
  (state) => {
    const before = state.cursor.takePointer();
    const input = state.cursor.takePointer();
    return request(() => {
      const { compress, end } = SHA[name];
      const inputWords = state.cursor.feltsFrom(input, INPUT_WORDS);
      const stateWords = state.cursor.feltsFrom(before, STATE_WORDS);
      const tooLarge = [...inputWords, ...stateWords].find((word) => word >= end);
      if (tooLarge !== undefined) throw badInput(tooLarge, 'A word of the sha syscall is too large.');
      return done(appendWords(state, name, compress(stateWords, inputWords)));
    });
  };

/** Results of a kind stand one after the other in one segment of the call. */
const appendWords = (state: CallState, name: keyof typeof SHA, words: readonly bigint[]): Pointer => {
  const { memory } = state.run;
  const start = state.shaEnds.get(name) ?? memory.addSegment();
  const at = (i: number): Pointer => pointerTo(segmentOf(start), offsetOf(start) + i);
  words.forEach((word, i) => memory.set(at(i), cellOf(word)));
  state.shaEnds.set(name, at(words.length));
  return start;
};

export type PlainSyscall = Exclude<SyscallName, `Secp${string}`>;

export const PLAIN_ROWS: Readonly<Record<PlainSyscall, SyscallRow>> = {
  CallContract: callContract,
  Deploy: deploy,
  EmitEvent: emitEvent,
  GetBlockHash: getBlockHash,
  GetClassHashAt: getClassHashAt,
  GetExecutionInfo: getExecutionInfo,
  Keccak: keccak,
  LibraryCall: libraryCall,
  MetaTxV0: metaTxV0,
  ReplaceClass: replaceClass,
  SendMessageToL1: sendMessageToL1,
  Sha256ProcessBlock: shaProcessBlock('Sha256ProcessBlock'),
  Sha512ProcessBlock: shaProcessBlock('Sha512ProcessBlock'),
  StorageRead: storageRead,
  StorageWrite: storageWrite,
};
