// Which files of a build belong together: an entry and all that it reaches by static imports, that is, all that the browser must have before it can
// start the entry. A worker is a start of its own; what is imported on demand is not followed.
import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';

/** Scripts, style sheets and preloaded modules of a page, as written. */
const linksOf = (html: string): readonly string[] =>
  [...html.matchAll(/<(?:script|link)\b[^>]*>/g)].flatMap(([tag]) => {
    const link =
      tag.startsWith('<script') || /\brel="(?:stylesheet|modulepreload)"/.test(tag) ? /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1] : undefined;
    return link === undefined ? [] : [link];
  });

/** What a module imports or exports from, without imports on demand, as written. */
const importsOf = (file: string, code: string): readonly string[] => {
  const { module } = parseSync(file, code);
  const again = module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest?.value));
  return [...module.staticImports.map((i) => i.moduleRequest.value), ...again.filter((from) => from !== undefined && from !== null)];
};

const reachedFrom = (file: string): readonly string[] => {
  const text = readFileSync(file, 'utf8');
  const links = file.endsWith('.html') ? linksOf(text) : file.endsWith('.js') ? importsOf(file, text) : [];
  return links.map((link) => join(dirname(file), link));
};

/** The one file that `pattern` names under `root`. Throws unless there is exactly one: a budget that measures nothing must not pass. */
export const entryOf = (root: string, pattern: string): string => {
  const files = globSync(pattern, { cwd: root });
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`${pattern}: one file expected, found ${files.length}`);
  return join(root, file);
};

/** The largest of the `copies` files that `pattern` names under `root`. Throws when there are not so many. */
export const heaviestOf = (root: string, pattern: string, copies: number): string => {
  const files = globSync(pattern, { cwd: root }).toSorted((a, b) => statSync(join(root, b)).size - statSync(join(root, a)).size);
  const [heaviest] = files;
  if (heaviest === undefined || files.length !== copies) throw new Error(`${pattern}: ${copies} files expected, found ${files.length}`);
  return join(root, heaviest);
};

/** `entries` and everything that they reach, each once, without the files in `others`, which are measured by themselves. */
export const filesOf = (entries: readonly string[], others: ReadonlySet<string>): readonly string[] => {
  const files = new Set(entries);
  for (const file of files) {
    for (const reached of reachedFrom(file)) if (!others.has(reached)) files.add(reached);
  }
  return [...files];
};
