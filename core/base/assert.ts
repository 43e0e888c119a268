// Assertions stay on in production: a broken one is a bug and stops the run.

/** Thrown when an invariant of our own code is broken; never for bad input from outside. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Throws `AssertionError` unless `condition` holds; `message` reads "function: what was expected". */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The value itself when it is present; throws `AssertionError` when it is undefined or null. */
export const required = <T>(value: T | null | undefined, message: string): T => {
  assert(value !== undefined && value !== null, message);
  return value;
};
