// Between asking for another run and its beginning: the log is still the one before, and nothing of it may be told of the run that was asked for.
import { expect, test } from 'vitest';
import { crashOf } from '../../core/net/fault-fields.ts';
import { toValidatorIndex } from '../../core/types/ids.ts';
import { type Bench, createBench, openInline } from '../../tests/controller-bench.ts';
import { currentBranch } from './branch-tree.ts';
import { shownFingerprint } from './run.ts';
import type { OpenSession } from './session.ts';

/** A bench whose session begins a re-run only when told to, as workers do. */
const createLateBench = (): { readonly bench: Bench; readonly arrive: () => void } => {
  const asked: (() => void)[] = [];
  const open: OpenSession = async (run, options, listener) => {
    const session = await openInline([])(run, options, { ...listener });
    return { ...session, rewind: (t, interventions) => void asked.push(() => session.rewind(t, interventions)) };
  };
  const bench = createBench(undefined, open);
  return { bench, arrive: () => void asked.splice(0).map((begin) => begin()) };
};

test('rerun: until the other run has begun no fingerprint is shown and no branch is credited with the log of another', async () => {
  const { bench, arrive } = createLateBench();
  await bench.run.openScenario('all-well', 7);
  bench.run.seekTime(1_500_000);
  const shown = (): string | null => shownFingerprint(bench.state());
  const whole = shown();
  expect(whole).not.toBeNull();

  bench.branching.intervene({ kind: 'fault_on', id: 1_000, fault: crashOf(toValidatorIndex(1)) });
  expect(shown()).toBeNull();
  arrive();
  bench.run.seekTime(3_500_000);
  const broken = shown();
  expect(broken).not.toBeNull();

  const [first, second] = bench.state().tree.branches;
  bench.branching.switchTo(first!.id);
  bench.branching.switchTo(second!.id);
  expect(shown()).toBeNull();
  expect(currentBranch(bench.state().tree).id).toBe(second!.id);
  expect(bench.state().tree.branches[0]!.facts?.fingerprint?.digits).not.toBe(broken);
  arrive();
  expect(shown()).toBe(broken);
  expect(bench.state().us).toBe(3_500_000);
});
