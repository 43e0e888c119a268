// The open run of this page: the store that components read and the controller that they command. The frame loop runs only while playing.
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { DEFAULT_SCENARIO, DEFAULT_SEED, parseScenario } from '../../core/scenarios/catalogue.ts';
import { CORE_VERSION } from '../../core/sim/run.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { fingerprintAt } from '../../core/view/timeline.ts';
import { openSession } from '../../workers/spawn.ts';
import { RunController } from './controller.ts';
import { createPlayhead } from './playhead.ts';
import { type RunState, initialRunState } from './run-state.ts';
import { useSettings } from './settings.ts';

export const useRun = create<RunState>()(() => initialRunState());
export const playhead = createPlayhead();
export const run = new RunController({ store: useRun, playhead, openSession, isHidden: () => document.hidden });

/** The fingerprint at the moment shown, 32 hex digits; null while the log is not complete up to it. */
export const shownFingerprint = (state: Pick<RunState, 'us' | 'line' | 'headUs'>): string | null => {
  const t = Math.floor(state.us);
  return t < state.headUs ? fingerprintAt(state.line, t) : null;
};

/** Hex digits of the fingerprint that a link carries. */
const LINK_DIGITS = 16;

/** The link to exactly what is shown, or null while there is no final fingerprint. The codec is loaded when it is needed. */
const shareLink = async (state: RunState): Promise<string | null> => {
  const fingerprint = shownFingerprint(state);
  if (fingerprint === null || state.run === null) return null;
  const { encodeShare } = await import('../../core/sim/share.ts');
  const shared = {
    run: { ...state.run, coreVersion: CORE_VERSION },
    cursor: toTimeUs(Math.floor(state.us)),
    fingerprint: fingerprint.slice(0, LINK_DIGITS),
  };
  return `${location.origin}${location.pathname}?lang=${useSettings.getState().language}#s=${encodeShare(shared)}`;
};

/** The link to what was shown when the component appeared: undefined while it is made, null when there can be none yet. */
export const useShareLink = (): string | null | undefined => {
  const [link, setLink] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    const make = async (): Promise<void> => setLink(await shareLink(useRun.getState()));
    void make();
  }, []);
  return link;
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
    return;
  }
  await run.openScenario(DEFAULT_SCENARIO, DEFAULT_SEED, placement);
  useRun.setState({ link: { kind: 'refused', error: shared.error } });
};

/** Starts the page's run once. */
export const startRun = (): void => {
  startLoop();
  addEventListener('hashchange', () => void openAddress());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) run.wake();
  });
  void openAddress();
};
