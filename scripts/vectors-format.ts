// Reads a file of vectors in the format commitment-vectors/1 and refuses, with one line, what is not in it. Knows no family.
// The format is described in tests/vectors/README.md.
import { err, ok, type Result } from '../core/base/result.ts';

export type Vector = {
  readonly id: string;
  readonly family: string;
  readonly input: unknown;
  readonly expected: unknown;
};

const VECTOR_FORMAT = 'commitment-vectors/1';

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The vectors of a file, or one line that says what is wrong with it. A reference to another vector's input is replaced by that input. */
export const parseVectorFile = (text: string): Result<readonly Vector[], string> => {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    return err(`not JSON: ${String(error).replaceAll(/\s+/g, ' ')}`);
  }
  if (!isObject(file)) return err('not an object');
  if (file['schema'] !== VECTOR_FORMAT) return err(`schema is not ${VECTOR_FORMAT}`);
  const list = file['vectors'];
  if (!Array.isArray(list)) return err('vectors: a list is missing');
  const vectors: Vector[] = [];
  for (const [i, item] of list.entries()) {
    if (!isObject(item)) return err(`vector ${i}: not an object`);
    const { id, family, input, expected } = item;
    if (typeof id !== 'string' || typeof family !== 'string') return err(`vector ${i}: id or family is missing`);
    if (input === undefined || expected === undefined) return err(`vector ${id}: input or expected is missing`);
    vectors.push({ id, family, input, expected });
  }
  return resolveReferences(vectors);
};

const referenceOf = (input: unknown): string | null => {
  const id = isObject(input) ? input['$same_input_as'] : undefined;
  return typeof id === 'string' ? id : null;
};

const resolveReferences = (vectors: readonly Vector[]): Result<readonly Vector[], string> => {
  const byId = new Map(vectors.map((vector) => [vector.id, vector]));
  const resolved: Vector[] = [];
  for (const vector of vectors) {
    const id = referenceOf(vector.input);
    const target = id === null ? vector : byId.get(id);
    if (target === undefined || referenceOf(target.input) !== null) return err(`vector ${vector.id}: no input under the id ${id}`);
    resolved.push({ ...vector, input: target.input });
  }
  return ok(resolved);
};
