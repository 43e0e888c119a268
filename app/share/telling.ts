// The log of the run up to the moment that is shown, for exports and comparisons. Where the page no longer holds it whole, it is simulated again.
import type { LogEvent } from '../../core/log/event.ts';
import type { Telling } from '../../core/share/telling.ts';
import { encodeShare } from '../../core/sim/share.ts';
import { appliedList } from '../store/branch-tree.ts';
import { sharedNow } from '../store/link.ts';
import { replay } from '../store/replay.ts';
import { shownFingerprint, useRun } from '../store/run.ts';

const upTo = (events: readonly (LogEvent | undefined)[], us: number): readonly LogEvent[] =>
  events.filter((event): event is LogEvent => event !== undefined && event.t <= us);

/** Null while the log is not complete up to that moment. */
export const tellingNow = async (): Promise<Telling | null> => {
  const state = useRun.getState();
  const shared = sharedNow();
  const fingerprint = shownFingerprint(state);
  if (shared === null || fingerprint === null) return null;
  const untilUs = shared.cursor;
  const { line } = state;
  const isWhole = line.events[0] !== undefined;
  const whole = isWhole ? line : await replay(appliedList(state.tree), untilUs, () => undefined).done;
  return { link: encodeShare(shared), untilUs, fingerprint, events: upTo(whole.events, untilUs), validators: line.validators };
};
