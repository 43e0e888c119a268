// Which snapshots are kept: all of the recent ones, ever fewer of the older. Hosts hold the snapshots, the director only their times; both thin out by
// the same list, so that a time known here is known to every host.

/** Snapshots kept at most; beyond it every second one of the older half goes. */
export const SNAPSHOTS_MAX = 48;
/** Every so many grants the hosts send their snapshot to the director, against the loss of a worker. */
export const BACKUP_EVERY = 10;

/** Ascending times and the number of snapshots ever taken. */
export type SnapshotTimes = { times: number[]; count: number };

export const createSnapshotTimes = (): SnapshotTimes => ({ times: [0], count: 0 });

/** Adds a time and returns those that are forgotten for it. */
export const recordSnapshot = (list: SnapshotTimes, t: number): readonly number[] => {
  list.count++;
  if (list.times.at(-1) !== t) list.times.push(t);
  if (list.times.length <= SNAPSHOTS_MAX) return [];
  const half = Math.floor(list.times.length / 2);
  const forget = list.times.filter((_, i) => i > 0 && i < half && i % 2 === 1);
  list.times = list.times.filter((time) => !forget.includes(time));
  return forget;
};

/** The latest kept time at or before `t`; 0 is always kept. */
export const latestAtOrBefore = (list: SnapshotTimes, t: number): number => list.times.findLast((time) => time <= t) ?? 0;
