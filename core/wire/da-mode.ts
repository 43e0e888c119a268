// The two enums of data availability: per block (calldata or blob) and per transaction (volition domain).
import type { L1DaMode } from '../types/block.ts';
import type { DaMode } from '../types/transaction.ts';
import { refuse } from './errors.ts';

const L1_DA_MODES: readonly L1DaMode[] = ['calldata', 'blob'];

export const writeL1DaMode = (mode: L1DaMode): number => L1_DA_MODES.indexOf(mode);

export const readL1DaMode = (value: number, field: string): L1DaMode =>
  L1_DA_MODES[value] ?? refuse({ code: 'OutOfRangeValue', type: 'DataAvailabilityMode', field, value: String(value) });

/** 0 is L1, 1 is L2. */
export const readVolitionDomain = (value: number, field: string): DaMode =>
  value === 0 || value === 1 ? value : refuse({ code: 'OutOfRangeValue', type: 'VolitionDomain', field, value: String(value) });
