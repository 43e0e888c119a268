// The open run of this page: the store that components read and the controller that they command. The frame loop runs only while playing.
import { create } from 'zustand';
import { DEFAULT_SCENARIO, DEFAULT_SEED, parseScenario } from '../../core/scenarios/catalogue.ts';
import { fingerprintAt } from '../../core/view/timeline.ts';
import { openSession } from '../../workers/spawn.ts';
import { RunController } from './controller.ts';
import { createPlayhead } from './playhead.ts';
import type { Recall } from './recall.ts';
import { fetchStart, withRecordedStart } from './recorded-start.ts';
import { type RunState, initialRunState } from './run-state.ts';
import { selectValidator } from './ui.ts';

export const useRun = create<RunState>()(() => initialRunState());
export const playhead = createPlayhead();
const loadRecall = async (): Promise<Recall> => {
  const [recall, { openReplay }] = await Promise.all([import('./recall.ts'), import('../../workers/spawn-replay.ts')]);
  return new recall.Recall(useRun, openReplay);
};
export const run = new RunController({
  store: useRun,
  playhead,
  openSession: withRecordedStart(openSession, fetchStart),
  isHidden: () => document.hidden,
  loadRecall,
  loadTeller: async () => new (await import('./teller.ts')).Teller(),
});

/** The fingerprint at the moment shown, 32 hex digits; null while the log is not complete up to it, is only recorded, or is that of other interventions. */
export const shownFingerprint = (state: Pick<RunState, 'us' | 'line' | 'headUs' | 'reruns' | 'recorded'>): string | null => {
  const t = Math.floor(state.us);
  return t < state.headUs && state.reruns === 0 && !state.recorded ? fingerprintAt(state.line, t) : null;
};

const startLoop = (): void => {
  let handle: number | null = null;
  const loop = (ms: number): void => {
    run.frame(ms);
    handle = useRun.getState().playing ? requestAnimationFrame(loop) : null;
  };
  useRun.subscribe((state) => {
    if (state.playing && handle === null) handle = requestAnimationFrame(loop);
  });
};

/** Opens what the address asks for; anything wrong with it is said on the page and the default scenario opens. */
const openAddress = async (): Promise<void> => {
  const query = new URLSearchParams(location.search);
  const asked = query.get('placement');
  const placement = asked === 'inline' || asked === 'packed' ? asked : 'workers';
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) run.play();
  if (!location.hash.startsWith('#s=')) {
    const name = query.get('scenario') ?? DEFAULT_SCENARIO;
    const scenario = parseScenario(name) === null ? DEFAULT_SCENARIO : name;
    const seed = query.get('seed') ?? '';
    await run.openScenario(scenario, /^\d{1,9}$/.test(seed) ? Number(seed) : DEFAULT_SEED, placement);
    return;
  }
  const { decodeShare } = await import('../../core/sim/share.ts');
  const shared = decodeShare(location.hash.slice(3));
  if (shared.ok) {
    await run.openShared(shared.value, placement);
    const { validator, look } = shared.value;
    if (validator !== undefined && validator < useRun.getState().line.validators) selectValidator(validator);
    if (look !== undefined) (await import('./look.ts')).takeLook(look);
    return;
  }
  await run.openScenario(DEFAULT_SCENARIO, DEFAULT_SEED, placement);
  useRun.setState({ link: { kind: 'refused', error: shared.error } });
};

/** True when an earlier visit has left branches of some run (keeping.ts). */
const hasKept = (): boolean => {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith('bicameral.branches.'));
  } catch {
    return false;
  }
};

/** Starts the page's run once. */
export const startRun = (): void => {
  startLoop();
  addEventListener('hashchange', () => void openAddress());
  const stop = useRun.subscribe(({ status }) => {
    if (status !== 'ready') return;
    stop();
    if (hasKept()) void import('./history.ts');
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) run.wake();
  });
  void openAddress();
};
