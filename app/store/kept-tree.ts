// A tree of branches as text for the browser's storage, and back. Interventions are packed as in links, each branch with its own only. What comes back is
// checked like anything from outside: storage may hold rubbish, or what another version wrote.
import { INTERVENTIONS_MAX, RUN_TIME_US_MAX } from '../../core/base/limits.ts';
import { type Result, err, ok } from '../../core/base/result.ts';
import { type ShapeError, eachOf, fieldsOf, need, orNull, readShape, textOf, wholeOf } from '../../core/base/shape.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { CORE_VERSION, type Run } from '../../core/sim/run.ts';
import { decodeShare, encodeShare } from '../../core/sim/share.ts';
import type { ClassFile } from '../../core/types/engines.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { BRANCHES_MAX, BRANCH_NAME_MAX, type Branch, type BranchFacts, type BranchTree } from './branch-tree.ts';

/** `classes`: those that the run has brought along. */
export type Kept = { readonly tree: BranchTree; readonly us: number; readonly classes: readonly ClassFile[] };

const FORMAT = 1;
/** Characters that are read at all. */
const TEXT_MAX = 2_000_000;
const ID_MAX = 1_000_000;

/** A list of interventions as text, or classes. */
const pack = (part: Pick<Run, 'interventions' | 'classes'>): string =>
  encodeShare({
    run: { coreVersion: 0, scenario: 'kept', seed: 0, ...part },
    cursor: toTimeUs(0),
    fingerprint: '00000000',
  });
const packList = (interventions: readonly Intervention[]): string => pack({ interventions });

const readList = (value: unknown, at: string): readonly Intervention[] => {
  const read = decodeShare(textOf(value, at, TEXT_MAX));
  return need(read.ok ? read.value.run.interventions : null, at);
};

const readClasses = (value: unknown): readonly ClassFile[] => {
  if (value === undefined) return [];
  const read = decodeShare(textOf(value, 'classes', TEXT_MAX));
  return need(read.ok ? (read.value.run.classes ?? []) : null, 'classes');
};

/** Names a run as it was opened, interventions of its link included: what is kept belongs to it alone. Classes come and go with what is done. */
export const keptName = (run: Run, tree: BranchTree): string => {
  const interventions = tree.branches[0]?.interventions.slice(0, tree.branches[0].base) ?? [];
  return encodeShare({ run: { ...run, classes: [], coreVersion: 0, interventions }, cursor: toTimeUs(0), fingerprint: '00000000' });
};

export const keptToText = ({ tree, us, classes }: Kept): string =>
  JSON.stringify({
    format: FORMAT,
    version: CORE_VERSION,
    us,
    current: tree.current,
    applied: tree.applied,
    left: tree.left,
    next: tree.next,
    ...(classes.length === 0 ? {} : { classes: pack({ interventions: [], classes }) }),
    branches: tree.branches.map(({ interventions, base, ...rest }) => ({ ...rest, base, own: packList(interventions.slice(base)) })),
  });

const readFacts = (value: unknown, at: string): BranchFacts => {
  const { headUs, decidedHeight, fingerprint } = fieldsOf(value, at, ['headUs', 'decidedHeight', 'fingerprint']);
  return {
    headUs: wholeOf(headUs, `${at}.headUs`, [0, RUN_TIME_US_MAX]),
    decidedHeight: wholeOf(decidedHeight, `${at}.decidedHeight`, [0, Number.MAX_SAFE_INTEGER]),
    fingerprint: orNull(fingerprint, (v) => {
      const { us, digits } = fieldsOf(v, `${at}.fingerprint`, ['us', 'digits']);
      const text = textOf(digits, `${at}.fingerprint.digits`, 32);
      return {
        us: wholeOf(us, `${at}.fingerprint.us`, [0, RUN_TIME_US_MAX]),
        digits: need(/^[0-9a-f]{32}$/.test(text) ? text : null, `${at}.fingerprint.digits`),
      };
    }),
  };
};

const BRANCH_NAMES = ['id', 'parent', 'name', 'base', 'forkUs', 'own', 'facts'] as const;

type Reading = { readonly known: ReadonlyMap<number, Branch>; readonly root: readonly Intervention[]; readonly hasFacts: boolean };

const readBranch = (value: unknown, at: string, { known, root, hasFacts }: Reading): Branch => {
  const f = fieldsOf(value, at, BRANCH_NAMES);
  const id = wholeOf(f.id, `${at}.id`, [0, ID_MAX]);
  const parent = orNull(f.parent, (v) => wholeOf(v, `${at}.parent`, [0, ID_MAX]));
  need((parent === null) === (known.size === 0) && !known.has(id) ? true : null, `${at}.parent`);
  const before = parent === null ? root : need(known.get(parent)?.interventions ?? null, `${at}.parent`);
  const base = wholeOf(f.base, `${at}.base`, [0, before.length]);
  const interventions = [...before.slice(0, base), ...readList(f.own, `${at}.own`)];
  const late = interventions.findIndex((item, i) => item.t < (interventions[i - 1]?.t ?? 0));
  need(late < 0 && interventions.length <= INTERVENTIONS_MAX ? true : null, `${at}.own`);
  return {
    id,
    parent,
    name: textOf(f.name, `${at}.name`, BRANCH_NAME_MAX),
    base,
    forkUs: wholeOf(f.forkUs, `${at}.forkUs`, [0, Number.MAX_SAFE_INTEGER]),
    interventions,
    facts: hasFacts ? orNull(f.facts, (v) => readFacts(v, `${at}.facts`)) : null,
  };
};

/** The branches that redo goes back to. Absent in what older pages kept. */
const readLeft = (value: unknown, known: ReadonlyMap<number, Branch>): readonly number[] =>
  value === undefined
    ? []
    : eachOf(value, 'left', BRANCHES_MAX, (item, at) => need(known.get(wholeOf(item, at, [0, ID_MAX]))?.id ?? null, at));

const readKept = (value: unknown, root: readonly Intervention[]): Kept => {
  const f = fieldsOf(value, '', ['format', 'version', 'us', 'current', 'applied', 'left', 'next', 'classes', 'branches']);
  wholeOf(f.format, 'format', [FORMAT, FORMAT]);
  // Another version may decide other heights: its facts are not those of the run here.
  const hasFacts = f.version === CORE_VERSION;
  const known = new Map<number, Branch>();
  eachOf(f.branches, 'branches', BRANCHES_MAX, (item, at) => {
    const branch = readBranch(item, at, { known, root, hasFacts });
    known.set(branch.id, branch);
  });
  const current = need(known.get(wholeOf(f.current, 'current', [0, ID_MAX])) ?? null, 'current');
  const highest = Math.max(...known.keys());
  return {
    us: wholeOf(f.us, 'us', [0, RUN_TIME_US_MAX]),
    classes: readClasses(f.classes),
    tree: {
      branches: [...known.values()],
      current: current.id,
      applied: wholeOf(f.applied, 'applied', [Math.min(current.base, current.interventions.length), current.interventions.length]),
      left: readLeft(f.left, known),
      next: wholeOf(f.next, 'next', [highest + 1, ID_MAX]),
      removed: null,
    },
  };
};

/** Reads what `keptToText` wrote for a run opened with the interventions `root`; never throws. */
export const keptFromText = (text: string, root: readonly Intervention[]): Result<Kept, ShapeError> => {
  if (text.length > TEXT_MAX) return err({ code: 'WrongShape', at: 'length' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err({ code: 'WrongShape', at: 'JSON' });
  }
  const read = readShape(() => readKept(value, root));
  return read.ok ? ok(read.value) : read;
};
