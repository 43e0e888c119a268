// The stage: validators and links (React Flow), one canvas over them on which everything moves, and beside them, where validators are many, the vote
// matrix. Tools, buttons under messages and keys come later (extras.tsx).
import { type ReactElement, type RefObject, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../store/i18n.ts';
import { playhead, useRun } from '../store/run.ts';
import { useSettings } from '../store/settings.ts';
import { useStageView } from '../store/stage-view.ts';
import { useUi } from '../store/ui.ts';
import { MatrixPane, StageExtras } from './later.tsx';
import { DISC_ZOOM, MANY, type Place, bridgesOf, burstsOf, edgesOf, spread as spreadOf } from './layout.ts';
import { Motion } from './motion.ts';
import { StageFlow, type Viewport } from './rf-adapter.tsx';
import { SHOWN } from './shown.ts';
import './stage.css';

const STILL = matchMedia('(prefers-reduced-motion: reduce)');

const useSize = (host: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } => {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [host]);
  return size;
};

const sourceOfMotion = (): ConstructorParameters<typeof Motion>[1] => () => {
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

/** The canvas is made by hand: a canvas can be transferred to a worker once only, and React may mount twice. */
const useMotion = (host: RefObject<HTMLElement | null>): RefObject<Motion | null> => {
  const motion = useRef<Motion | null>(null);
  useEffect(() => {
    const canvas = document.createElement('canvas');
    canvas.className = 'stage-canvas';
    canvas.setAttribute('aria-hidden', 'true');
    canvas.dataset['testid'] = 'stage-canvas';
    host.current?.append(canvas);
    const made = new Motion(canvas, sourceOfMotion());
    motion.current = made;
    const disconnect = connect(made);
    const bench = new URLSearchParams(location.search).get('bench');
    if (bench !== null) void import('./bench-scene.ts').then(({ playBench }) => playBench(made, bench));
    return () => {
      disconnect();
      made.close();
      canvas.remove();
      motion.current = null;
    };
  }, [host]);
  return motion;
};

const STEP_PX = 40;
const stepped = (pixels: number): number => Math.round(pixels / STEP_PX) * STEP_PX;

const pickMessage = async (at: Place): Promise<void> => (await import('./picking.ts')).pickMessage(at);

const Picture = (): ReactElement => {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const count = useRun((s) => s.view.cards.length);
  const [viewport, setViewport] = useState<Viewport>({ x: 0, y: 0, zoom: 1 });
  const size = useSize(host);
  const motion = useMotion(host);
  // In steps, so that dragging a divider does not move the cards with every pixel.
  const [width, height] = [stepped(size.width), stepped(size.height)];
  const spread = useMemo(() => spreadOf(count, { width, height }), [count, width, height]);
  const compact = spread.hub === null && viewport.zoom < DISC_ZOOM;
  const edges = useMemo(() => edgesOf(spread, compact), [spread, compact]);
  useEffect(() => {
    Object.assign(SHOWN, { spread, edges, host: host.current });
    const [centres, bridges] = [burstsOf(spread, compact), bridgesOf(spread, compact)];
    motion.current?.place({ edges, centres, bridges, hub: spread.hub, links: compact });
  }, [motion, spread, edges, compact]);
  useEffect(() => motion.current?.resize(size.width, size.height), [motion, size]);
  const onViewport = useCallback(
    (next: Viewport) => {
      setViewport(next);
      motion.current?.look(next);
    },
    [motion],
  );
  const onPick = useCallback((at: Place) => void pickMessage(at), []);
  const labels = useMemo(
    () => ({ 'node.a11yDescription.default': t('stage.card_description'), 'controls.ariaLabel': t('stage.label') }),
    [t],
  );
  return (
    <div ref={host} className="relative min-h-0 min-w-0 flex-1 overflow-hidden" data-compact={compact}>
      <StageFlow
        spread={spread}
        onViewport={onViewport}
        onPick={onPick}
        labels={labels}
        size={`${Math.round(size.width)}x${Math.round(size.height)}`}
      />
      <Suspense fallback={null}>
        <StageExtras spread={spread} edges={edges} viewport={viewport} />
      </Suspense>
    </div>
  );
};

export const Stage = (): ReactElement => {
  const t = useT();
  const many = useRun((s) => s.view.cards.length > MANY);
  return (
    <section aria-label={t('stage.label')} data-testid="stage" className="relative flex h-full min-h-0 w-full overflow-hidden bg-stage">
      <Picture />
      {many && (
        <Suspense fallback={null}>
          <MatrixPane />
        </Suspense>
      )}
    </section>
  );
};
