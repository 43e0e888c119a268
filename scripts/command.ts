// What every command line of the project shares: strict flags, one clear line and exit code 2 for a wrong one.
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A wrong command line: shown in one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Parses the command line; throws UsageError on an unknown flag. */
export const readFlags = <T extends NonNullable<ParseArgsConfig['options']>>(options: T) => {
  try {
    return parseArgs({ options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? 'bad flags') : String(error));
  }
};

/** A whole number in [min, max] from a flag. */
export const readCount = (name: string, text: string, range: { readonly min: number; readonly max: number }): number => {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= range.min && value <= range.max))
    throw new UsageError(`--${name} takes a whole number from ${range.min} to ${range.max}, got ${text.slice(0, 40)}`);
  return value;
};

/** Runs a command's body; a UsageError ends with exit code 2, anything else is a bug and shows its stack. */
export const runCommand = async (body: () => Promise<number> | number): Promise<void> => {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
};
