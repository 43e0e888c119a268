// The versions that Apollo's StarknetVersion knows; a block of before 0.9.1 is written 0.0.0.
import { VERSION_TEXT_MAX } from '../base/limits.ts';
import { refuse } from './errors.ts';
import type { Reading } from './reading.ts';

const KNOWN: ReadonlySet<string> = new Set([
  '0.0.0',
  '0.9.1',
  '0.10.0',
  '0.10.1',
  '0.10.2',
  '0.10.3',
  '0.11.0',
  '0.11.0.2',
  '0.11.1',
  '0.11.2',
  '0.12.0',
  '0.12.1',
  '0.12.2',
  '0.12.3',
  '0.13.0',
  '0.13.1',
  '0.13.1.1',
  '0.13.2',
  '0.13.2.1',
  '0.13.3',
  '0.13.4',
  '0.13.5',
  '0.13.6',
  '0.14.0',
  '0.14.1',
  '0.14.2',
  '0.14.3',
  '0.14.4',
]);

/** A known version; OutOfRangeValue otherwise. */
export const readStarknetVersion = (reading: Reading, text: string, field: string): string => {
  reading.limit(text.length, field, VERSION_TEXT_MAX);
  return KNOWN.has(text) ? text : refuse({ code: 'OutOfRangeValue', type: 'starknet version', field, value: text });
};
