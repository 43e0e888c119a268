// Everything that moves on the stage, tied to the player, the log, the selection and the colours of the page. Arrives after the first frame.
import { playhead, useRun } from '../store/run.ts';
import { useSettings } from '../store/settings.ts';
import { useStageView } from '../store/stage-view.ts';
import { useUi } from '../store/ui.ts';
import { Motion, type MotionSource } from './motion.ts';

const STILL = matchMedia('(prefers-reduced-motion: reduce)');

const source = (): MotionSource => {
  const { line, version, headUs } = useRun.getState();
  return { line, version, headUs, selected: useUi.getState().message, gossip: useStageView.getState().gossip };
};

/** Everything that moves or colours the picture without React; returns how to stop it. */
const connect = (motion: Motion): (() => void) => {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const recolour = (): void => motion.recolour();
  const restyle = (): void => motion.style(STILL.matches, useStageView.getState().gossip);
  const stops = [
    playhead.subscribe((us) => motion.move(us)),
    useRun.subscribe((now, before) => {
      if (now.line !== before.line || now.version !== before.version) motion.update();
    }),
    useUi.subscribe((now, before) => {
      if (now.message !== before.message) motion.update();
    }),
    useStageView.subscribe((now, before) => {
      if (now.gossip !== before.gossip) restyle();
    }),
    // The theme reaches the document after the store: read the colours in the next frame.
    useSettings.subscribe(() => void requestAnimationFrame(recolour)),
  ];
  scheme.addEventListener('change', recolour);
  STILL.addEventListener('change', restyle);
  recolour();
  restyle();
  return () => {
    for (const stop of stops) stop();
    scheme.removeEventListener('change', recolour);
    STILL.removeEventListener('change', restyle);
  };
};

/** Takes possession of the canvas. With `?bench=200` it shows that many synthetic messages instead of the run. */
export const startMotion = (canvas: HTMLCanvasElement): { readonly motion: Motion; readonly stop: () => void } => {
  const motion = new Motion(canvas, source);
  const disconnect = connect(motion);
  const bench = new URLSearchParams(location.search).get('bench');
  const play = async (text: string): Promise<void> => (await import('./bench-scene.ts')).playBench(motion, text);
  if (bench !== null) void play(bench);
  const stop = (): void => {
    disconnect();
    motion.close();
  };
  return { motion, stop };
};
