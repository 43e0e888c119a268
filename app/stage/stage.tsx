// The stage: validator cards and links (React Flow), one canvas over them on which every message moves, and, while paused, a focusable button under each
// message in flight, so that keyboard and screen reader reach what the eye sees.
import { type ReactElement, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../store/i18n.ts';
import { playhead, useRun } from '../store/run.ts';
import { useSettings } from '../store/settings.ts';
import { selectMessage, useUi } from '../store/ui.ts';
import { hitMessage, spotsAt } from './hit-test.ts';
import { type Place, burstOf, edgeOf, placeCards } from './layout.ts';
import { messageTitle } from '../store/message-title.ts';
import { Motion } from './motion.ts';
import { StageFlow, type Viewport } from './rf-adapter.tsx';
import './stage.css';

/** Buttons under messages at most; the message list of the inspector holds all. */
const PROXIES_MAX = 40;

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

/** The canvas is made by hand: a canvas can be transferred to a worker once only, and React may mount twice. */
const useMotion = (host: RefObject<HTMLElement | null>): RefObject<Motion | null> => {
  const motion = useRef<Motion | null>(null);
  useEffect(() => {
    const canvas = document.createElement('canvas');
    canvas.className = 'stage-canvas';
    canvas.setAttribute('aria-hidden', 'true');
    host.current?.append(canvas);
    const made = new Motion(canvas, () => {
      const { line, version } = useRun.getState();
      return { line, version, selected: useUi.getState().message };
    });
    motion.current = made;
    made.recolour();
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const recolour = (): void => made.recolour();
    const stops = [
      playhead.subscribe((us) => made.move(us)),
      useRun.subscribe((now, before) => {
        if (now.line !== before.line || now.version !== before.version) made.update();
      }),
      useUi.subscribe((now, before) => {
        if (now.message !== before.message) made.update();
      }),
      // The theme reaches the document after the store: read the colours in the next frame.
      useSettings.subscribe(() => void requestAnimationFrame(recolour)),
    ];
    scheme.addEventListener('change', recolour);
    return () => {
      for (const stop of stops) stop();
      scheme.removeEventListener('change', recolour);
      made.close();
      canvas.remove();
      motion.current = null;
    };
  }, [host]);
  return motion;
};

const Proxies = ({ edges, viewport }: { readonly edges: readonly Place[]; readonly viewport: Viewport }): ReactElement | null => {
  const t = useT();
  const playing = useRun((s) => s.playing);
  const us = useRun((s) => (s.playing ? -1 : s.us));
  const line = useRun((s) => s.line);
  const version = useRun((s) => s.version);
  const spots = useMemo(
    () => (us < 0 || version < 0 ? [] : spotsAt(line.messages, edges, us).slice(0, PROXIES_MAX)),
    [line, version, edges, us],
  );
  if (playing) return null;
  return (
    <ul className="contents" aria-label={t('stage.in_flight')}>
      {spots.map(({ message, at }) => (
        <li key={message.id} className="contents">
          <button
            type="button"
            data-testid="in-flight"
            aria-label={messageTitle(t, message)}
            title={messageTitle(t, message)}
            className="absolute h-6 w-6 -translate-x-1/2 -translate-y-1/2 rounded-full"
            style={{ left: at.x * viewport.zoom + viewport.x, top: at.y * viewport.zoom + viewport.y }}
            onClick={() => selectMessage(message.id)}
          />
        </li>
      ))}
    </ul>
  );
};

export const Stage = (): ReactElement => {
  const t = useT();
  const host = useRef<HTMLElement>(null);
  const count = useRun((s) => s.view.cards.length);
  const [viewport, setViewport] = useState<Viewport>({ x: 0, y: 0, zoom: 1 });
  const size = useSize(host);
  const motion = useMotion(host);
  // In steps, so that dragging a divider does not move the cards with every pixel.
  const aspect = size.height === 0 ? 1.2 : Math.round((5 * size.width) / size.height) / 5;
  const places = useMemo(() => placeCards(count, aspect), [count, aspect]);
  const edges = useMemo(() => places.map((place) => edgeOf(place)), [places]);
  useEffect(
    () =>
      motion.current?.place(
        edges,
        places.map((place) => burstOf(place)),
      ),
    [motion, edges, places],
  );
  useEffect(() => motion.current?.resize(size.width, size.height), [motion, size]);
  const onViewport = useCallback(
    (next: Viewport) => {
      setViewport(next);
      motion.current?.look(next);
    },
    [motion],
  );
  const onPick = useCallback(
    (at: Place) => {
      const message = hitMessage(spotsAt(useRun.getState().line.messages, edges, playhead.us()), at);
      if (message !== null) selectMessage(message.id);
    },
    [edges],
  );
  const labels = useMemo(
    () => ({ 'node.a11yDescription.default': t('stage.card_description'), 'controls.ariaLabel': t('stage.label') }),
    [t],
  );
  return (
    <section
      ref={host}
      aria-label={t('stage.label')}
      data-testid="stage"
      className="relative h-full min-h-0 w-full overflow-hidden bg-stage"
    >
      <StageFlow
        places={places}
        onViewport={onViewport}
        onPick={onPick}
        labels={labels}
        size={`${Math.round(size.width)}x${Math.round(size.height)}`}
      />
      <Proxies edges={edges} viewport={viewport} />
    </section>
  );
};
