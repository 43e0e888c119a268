// Keeps the tree of branches and the cursor in the browser's storage, per run as it was opened, and offers them at the next visit. Storage may be full,
// forbidden or hold rubbish: the visitor is told, and the run goes on. A tree in which nothing was done is not kept: opening the scenario gives it again.
import { misfit } from '../../core/sim/share.ts';
import type { BranchTree } from './branch-tree.ts';
import { findBranch } from './branch-tree.ts';
import type { Branching } from './branching.ts';
import { joinTrees, switchBranch } from './branches.ts';
import { noted } from './branching.ts';
import { type Kept, keptFromText, keptName, keptToText } from './kept-tree.ts';
import { dismiss, tell } from './notices.ts';
import type { RunState } from './run-state.ts';
import type { ClassFile } from '../../core/types/engines.ts';
import { run, useRun } from './run.ts';

const PREFIX = 'bicameral.branches.';
/** Real milliseconds between a deed and its keeping. */
const DELAY_MS = 400;

/** What an earlier visit left for the run that is open, not yet taken up or forgotten. */
let offered: Kept | null = null;
let branching: Branching | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;

const isWorthKeeping = ({ branches }: BranchTree): boolean =>
  branches.length > 1 || branches.some(({ interventions, base, name }) => interventions.length > base || name !== '');

const keyNow = (): string | null => {
  const { run: open, tree } = useRun.getState();
  return open === null ? null : PREFIX + keptName(open, tree);
};

/** Both trees in one, when they fit: what was kept, and what has been done since. */
const joined = (kept: Kept, since: BranchTree): BranchTree | null => (isWorthKeeping(since) ? joinTrees(kept.tree, since) : kept.tree);

const save = (): void => {
  timer = null;
  const state = useRun.getState();
  const key = keyNow();
  if (key === null || state.status !== 'ready' || !isWorthKeeping(state.tree)) return;
  if (offered !== null) {
    // Something was done before the offer was answered: what was kept joins the tree, so that neither is lost.
    const tree = joined(offered, state.tree);
    if (tree === null) return;
    addMissing(offered);
    offered = null;
    dismiss('kept');
    useRun.setState({ tree });
  }
  const tree = noted(useRun.getState());
  try {
    localStorage.setItem(key, keptToText({ tree, us: Math.floor(state.us), classes: classesNow() }));
    dismiss('storage');
  } catch {
    tell({ kind: 'storage' });
  }
};

const saveSoon = (): void => {
  timer ??= setTimeout(save, DELAY_MS);
};

/** Looks whether an earlier visit left something for the run that has just been opened. */
const look = (): void => {
  offered = null;
  dismiss('kept');
  const { info, tree } = useRun.getState();
  const key = keyNow();
  if (key === null || info === null || isWorthKeeping(tree)) return;
  let text: string | null = null;
  try {
    text = localStorage.getItem(key);
  } catch {
    return;
  }
  if (text === null) return;
  const read = keptFromText(text, tree.branches[0]?.interventions ?? []);
  const wrong = read.ok ? read.value.tree.branches.find(({ interventions }) => misfit(interventions, info) !== null) : null;
  if (read.ok && wrong === undefined) {
    offered = read.value;
    tell({ kind: 'kept', branches: read.value.tree.branches.length, us: read.value.us });
  } else tell({ kind: 'kept_broken', at: read.ok ? `branches ${wrong?.id ?? 0}` : read.error.at });
};

const classesNow = (): readonly ClassFile[] => useRun.getState().run?.classes ?? [];

/** The run has the classes that what was kept declares, as if from its beginning. */
const addMissing = (kept: Kept): void => {
  const has = new Set(classesNow().map(({ classHash }) => classHash));
  const missing = kept.classes.filter(({ classHash }) => !has.has(classHash));
  if (missing.length > 0) run.addClasses(missing);
};

/** Takes up what an earlier visit left: its branches, the one that ran and its moment. */
export const resumeKept = (): void => {
  const kept = offered;
  const tree = kept === null ? null : joined(kept, useRun.getState().tree);
  if (kept === null || tree === null) return;
  offered = null;
  dismiss('kept');
  addMissing(kept);
  const isThere = findBranch(tree, kept.tree.current) !== null;
  const { current, applied, left } = kept.tree;
  branching?.adopt(isThere ? { ...switchBranch(tree, current), applied, left } : tree, kept.us);
};

/** Forgets what an earlier visit left for this run. */
export const forgetKept = (): void => {
  const key = keyNow();
  offered = null;
  dismiss('kept');
  try {
    if (key !== null) localStorage.removeItem(key);
  } catch {
    // Storage that cannot be written to keeps what it has.
  }
};

/** Forgets what is kept of all other runs and tries again. */
export const makeRoom = (): void => {
  const key = keyNow();
  try {
    for (const other of Object.keys(localStorage)) if (other.startsWith(PREFIX) && other !== key) localStorage.removeItem(other);
  } catch {
    // Nothing to be done about it: the notice stays.
  }
  save();
};

/** A link's interventions are part of the run only once it has been read to its end. */
const isOpen = ({ status, link }: RunState): boolean => status === 'ready' && link?.kind !== 'checking';

/** Begins to keep; once. */
export const startKeeping = (of: Branching): void => {
  branching = of;
  useRun.subscribe((now, before) => {
    if (isOpen(now) && !isOpen(before)) look();
    else if (now.tree !== before.tree && isOpen(now)) saveSoon();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) save();
  });
  addEventListener('pagehide', save);
  if (isOpen(useRun.getState())) look();
};
