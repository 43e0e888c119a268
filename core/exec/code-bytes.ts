// What the archive keeps of a class: its bytecode, its Sierra program and its ABI. Source: execution.md 8.1.
import { utf8ToBytes } from '../base/utf8.ts';
import type { SierraClass } from '../types/transaction.ts';
import type { VersionedConstants } from './constants.ts';

export const codeBytes = (
  constants: VersionedConstants,
  bytecodeFelts: number,
  { program, abi }: Pick<SierraClass, 'program' | 'abi'>,
): number => constants.codeBytesPerFelt * (bytecodeFelts + program.length) + utf8ToBytes(abi).length;
