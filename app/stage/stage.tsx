// The stage: validators and links (React Flow), one canvas over them on which everything moves, and beside them, where validators are many, the vote
// matrix. Tools, buttons under messages and keys come later (extras.tsx).
import { type ReactElement, type RefObject, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { MatrixPane, StageExtras } from './later.tsx';
import { DISC_ZOOM, MANY, type Place, bridgesOf, burstsOf, edgesOf, spread as spreadOf } from './layout.ts';
import type { Motion } from './motion.ts';
import { StageFlow, type Viewport } from './rf-adapter.tsx';
import { SHOWN } from './shown.ts';
import './stage.css';
import { Pending } from '../ui/pending.tsx';

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

/** Asked for with the stage itself, not when the first cards are there. */
const moving = import('./moving.ts');

/** What moves is on its way while the first cards are drawn. The canvas is made by hand: it can be given to a worker once only, and React may mount twice. */
const useMotion = (host: RefObject<HTMLElement | null>): Motion | null => {
  const [motion, setMotion] = useState<Motion | null>(null);
  useEffect(() => {
    const canvas = document.createElement('canvas');
    canvas.className = 'stage-canvas';
    canvas.setAttribute('aria-hidden', 'true');
    canvas.dataset['testid'] = 'stage-canvas';
    host.current?.append(canvas);
    let stop = (): void => undefined;
    let gone = false;
    const start = async (): Promise<void> => {
      const { startMotion } = await moving;
      if (gone) return;
      const started = startMotion(canvas);
      stop = started.stop;
      setMotion(started.motion);
    };
    void start();
    return () => {
      gone = true;
      stop();
      canvas.remove();
      setMotion(null);
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
  const validators = useRun((s) => s.view.network.validators);
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
    motion?.place({ edges, centres, bridges, hub: spread.hub, links: compact, validators });
  }, [motion, spread, edges, compact, validators]);
  useEffect(() => motion?.resize(size.width, size.height), [motion, size]);
  useEffect(() => motion?.look(viewport), [motion, viewport]);
  const onPick = useCallback((at: Place) => void pickMessage(at), []);
  const labels = useMemo(
    () => ({ 'node.a11yDescription.default': t('stage.card_description'), 'controls.ariaLabel': t('stage.label') }),
    [t],
  );
  return (
    <div ref={host} className="relative min-h-0 min-w-0 flex-1 overflow-hidden" data-compact={compact}>
      <StageFlow
        spread={spread}
        validators={validators}
        onViewport={setViewport}
        onPick={onPick}
        labels={labels}
        size={`${Math.round(size.width)}x${Math.round(size.height)}`}
      />
      <Suspense fallback={<Pending />}>
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
        <Suspense fallback={<Pending />}>
          <MatrixPane />
        </Suspense>
      )}
    </section>
  );
};
