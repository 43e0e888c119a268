// Which snapshots are kept: the older, the fewer, so that going back re-runs at most twice the way back. Hosts hold the snapshots, the
// director only their times; both thin out by the same list, so that a time known here is known to every host.

/** Snapshots kept at most. */
export const SNAPSHOTS_MAX = 16;
/**
 * Grants between two backups: hosts send a snapshot to the director, against the loss of a worker. A tenth of the run within these bounds, for the older
 * a run is the more a backup weighs.
 */
const BACKUP_GRANTS = { min: 10, max: 60 } as const;

/** Ascending times, the number of snapshots ever taken, and which of them was the last backup. */
export type SnapshotTimes = { times: number[]; count: number; backup: number };

export const createSnapshotTimes = (): SnapshotTimes => ({ times: [0], count: 0, backup: 0 });

/** The backup there was is void: the next snapshot is one. */
export const wantBackup = (list: SnapshotTimes): void => {
  list.backup = Number.NEGATIVE_INFINITY;
};

/** True when the snapshot recorded last shall be a backup, which is noted. */
export const takesBackup = (list: SnapshotTimes): boolean => {
  const wait = Math.min(BACKUP_GRANTS.max, Math.max(BACKUP_GRANTS.min, Math.floor(list.count / 10)));
  if (list.count - list.backup < wait) return false;
  list.backup = list.count;
  return true;
};

/** Adds a time and returns those that are forgotten for it. */
export const recordSnapshot = (list: SnapshotTimes, t: number): readonly number[] => {
  list.count++;
  if (list.times.at(-1) !== t) list.times.push(t);
  if (list.times.length <= SNAPSHOTS_MAX) return [];
  // Neither the beginning nor the newest: the one that leaves the smallest gap beside the way back to the gap's end.
  const gapOf = (i: number): number => {
    const end = list.times[i + 1] ?? t;
    return (end - (list.times[i - 1] ?? 0)) / (t - end + 1);
  };
  let least = 1;
  for (let i = 2; i < list.times.length - 1; i++) if (gapOf(i) < gapOf(least)) least = i;
  return list.times.splice(least, 1);
};

/** The latest kept time at or before `t`; 0 is always kept. */
export const latestAtOrBefore = (list: SnapshotTimes, t: number): number => list.times.findLast((time) => time <= t) ?? 0;
