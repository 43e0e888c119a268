// Reading and changing a JSON value by path, without changing the value itself. Paths are lists of names.
export type Path = readonly string[];

type Fields = Readonly<Record<string, unknown>>;
/** The fields of an object; none of anything else. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The items of a list; none of anything else. */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Undefined where there is nothing. */
export const getAt = (tree: unknown, path: Path): unknown => path.reduce<unknown>((value, name) => fieldsOf(value)[name], tree);

/** The tree with another value at `path`. */
export const setAt = (tree: unknown, path: Path, value: unknown): unknown => {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const fields = fieldsOf(tree);
  return { ...fields, [name]: setAt(fields[name], rest, value) };
};
