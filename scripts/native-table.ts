// From observations to rows: every figure of a site must be one linear function of the path's counts, or the built-in code does not mirror the compiled
// one. Rows as text are read by core/exec/native/costs.ts.
import { assert } from '../core/base/assert.ts';
import { COLUMNS, ROW_NUMBERS } from '../core/exec/native/costs.ts';

type Column = (typeof COLUMNS)[number];
export type Observation = { readonly site: number; readonly counts: readonly number[]; readonly column: Column; readonly value: number };

const COUNTED: readonly Column[] = COLUMNS.slice(0, 4);

/** a + sum of b_i * counts_i through all points; throws, naming the place, where there is none. What was never seen to matter is 0. */
const fit = (where: string, points: readonly Observation[]): readonly number[] => {
  const rows = points.map(({ counts, value }) => [1, ...counts, value]);
  const width = 5;
  const solution = Array.from({ length: width }, () => 0);
  const pivots: { readonly column: number; readonly row: readonly number[] }[] = [];
  for (const given of rows) {
    let row: readonly number[] = given;
    for (const pivot of pivots) row = minus(row, pivot.row, (row[pivot.column] ?? 0) / (pivot.row[pivot.column] ?? 1));
    const column = row.findIndex((number, i) => i < width && Math.abs(number) > 1e-6);
    if (column === -1) assert(Math.abs(row[width] ?? 0) < 1e-3, `fit: one linear function at ${where}`);
    else pivots.push({ column, row });
  }
  for (const { column, row } of pivots.toReversed()) {
    let rest = row[width] ?? 0;
    for (let i = 0; i < width; i++) if (i !== column) rest -= (row[i] ?? 0) * (solution[i] ?? 0);
    solution[column] = Math.round(rest / (row[column] ?? 1));
  }
  for (const row of rows) {
    const sum = solution.reduce((all, factor, i) => all + factor * (row[i] ?? 0), 0);
    assert(sum === row[width], `fit: whole numbers at ${where}`);
  }
  return solution;
};

const minus = (a: readonly number[], b: readonly number[], factor: number): readonly number[] =>
  a.map((number, i) => number - factor * (b[i] ?? 0));

/** The text of an entry point's rows, and the sites for which a column was never observed: those repeat the row before. */
export const rowsText = (
  name: string,
  observations: readonly Observation[],
): { readonly text: string; readonly unseen: readonly string[] } => {
  const unseen: string[] = [];
  const sites = Math.max(...observations.map(({ site }) => site)) + 1;
  let row: readonly number[] = Array.from({ length: ROW_NUMBERS }, () => 0);
  const texts = Array.from({ length: sites }, (_, site) => {
    const next = [...row];
    for (const column of COLUMNS) {
      const points = observations.filter((o) => o.site === site && o.column === column);
      if (points.length === 0) {
        if (column === 'steps') unseen.push(`${name} ${site}`);
        continue;
      }
      const [base = 0, ...factors] = fit(`${name} site ${site}, ${column}`, points);
      const i = COLUMNS.indexOf(column);
      next[i] = base;
      if (COUNTED.includes(column)) factors.forEach((factor, j) => (next[COLUMNS.length + COUNTED.length * j + i] = factor));
      else
        assert(
          factors.every((factor) => factor === 0),
          `rowsText: ${column} does not grow with the counts of ${name}`,
        );
    }
    const differences = next.map((number, i) => number - (row[i] ?? 0));
    row = next;
    return differences.join(' ').replace(/( 0)+$/, '');
  });
  return { text: texts.join(';'), unseen };
};
