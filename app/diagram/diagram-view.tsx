// The space-time diagram: a canvas that is drawn when something in it changed, and over it as elements what must be read, focused or moved every frame.
import { type ReactElement, type RefObject, useRef, useState } from 'react';
import { stepsInLook } from '../../core/view/space-time/drawing.ts';
import type { Hit } from '../../core/view/space-time/pen.ts';
import { validatorOf } from '../../core/types/ids.ts';
import { lookAt, markStep, useDiagram } from '../store/diagram.ts';
import { useT } from '../store/i18n.ts';
import { run, useRun } from '../store/run.ts';
import { selectMessage, selectValidator } from '../store/ui.ts';
import { BranchLanes } from './branch-lanes.tsx';
import { placeOfStep, sentenceOfMessage, sentenceOfStep } from './describe.ts';
import { CursorLine, FocusButton, LaneNames, MarkLines, Tip } from './overlay.tsx';
import { useCanvases } from './use-canvases.ts';
import { useKeys } from './use-keys.ts';
import { type Direction, type Shown, useShown, useSize } from './use-look.ts';
import { usePointer } from './use-pointer.ts';

type Props = { readonly direction: Direction; readonly wide: boolean };
type Pointed = { readonly hit: Hit; readonly x: number; readonly y: number };
type Scroll = { readonly x: number; readonly y: number };

/** Goes to a step and, where there is room beside the diagram, shows its validator. */
const chooseStep = ({ diagram, look }: Shown, step: number): void => {
  const lane = diagram.processes[step];
  lookAt({ focus: step, message: null });
  run.seekStep(step + 1);
  if (lane !== undefined && look.direction === 'across') selectValidator(validatorOf(lane));
};

/** Fingers choose a message first and open it then: lines are thin. */
const chooseHit = (shown: Shown, hit: Hit): void => {
  if (hit.kind === 'step') {
    chooseStep(shown, hit.step);
    return;
  }
  const id = hit.id.split('#')[0] ?? hit.id;
  lookAt({ focus: hit.step, message: id });
  if (shown.look.direction === 'across') selectMessage(id);
};

type SceneProps = {
  readonly shown: Shown;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly size: { readonly width: number; readonly height: number };
  readonly scroll: Scroll;
  readonly onScroll: (scroll: Scroll) => void;
  readonly pointed: Pointed | null;
  readonly onPointed: (pointed: Pointed | null) => void;
};

/** The event that the keyboard is at: the one chosen, else the last one shown. */
const useFocusStep = (steps: number): number => {
  const focus = useDiagram((s) => s.focus);
  const cursor = useRun((s) => s.cursor);
  return Math.max(0, Math.min(focus ?? cursor - 1, steps - 1));
};

/** What scrolls when there are more lanes than room: canvases, cursor, marks, focus. */
const Scene = ({ shown, box, size, scroll, onScroll, pointed, onPointed }: SceneProps): ReactElement => {
  const t = useT();
  const { line, diagram, look } = shown;
  const across = look.direction === 'across';
  const { focus, marks } = useDiagram();
  const [focused, setFocused] = useState(false);
  const steps = diagram.times.length;
  const step = useFocusStep(steps);
  const coneStep = steps === 0 ? null : (pointed?.hit.step ?? (focused || focus !== null ? step : null));
  const { base, over, hits } = useCanvases(shown, coneStep, { size, scroll });
  const onKeyDown = useKeys(shown, step, (chosen) => chooseStep(shown, chosen));
  const pointer = usePointer({
    ref: box,
    direction: look.direction,
    ruler: look.layout.ruler,
    hits: () => hits,
    onHover: (hit, spot) => onPointed(hit === null ? null : { hit, ...spot }),
    onChoose: (hit, mark) => (mark ? markStep(hit.step) : chooseHit(shown, hit)),
  });
  // Nobody hears ten sentences a second: while it plays the place must do, unless the keyboard is there.
  const hurried = useRun((s) => s.playing) && !focused;
  const place = placeOfStep(t, line, step);
  const label = steps === 0 ? t('diagram.empty') : hurried ? place : `${place}. ${sentenceOfStep(t, line, step)}`;
  const { first, last } = stepsInLook(look);
  const whole = Math.max(across ? size.height : size.width, look.layout.size);
  return (
    <>
      <div
        ref={box}
        data-testid="diagram-canvas"
        data-first={first}
        data-last={last}
        data-zoom={look.zoom}
        className={`scroll-thin absolute inset-0 cursor-crosshair touch-none ${across ? 'overflow-x-hidden overflow-y-auto' : 'overflow-x-auto overflow-y-hidden'}`}
        onScroll={(event) => onScroll({ x: event.currentTarget.scrollLeft, y: event.currentTarget.scrollTop })}
        {...pointer}
      >
        <div className="relative" style={across ? { height: whole } : { width: whole, height: size.height }}>
          <div className="sticky top-0 left-0" style={size}>
            <canvas
              ref={base}
              aria-hidden="true"
              className={`absolute top-0 left-0 ${coneStep === null ? '' : 'opacity-50'}`}
              style={size}
            />
            <canvas ref={over} aria-hidden="true" className="absolute top-0 left-0" style={size} />
          </div>
          <CursorLine look={look} />
          <MarkLines look={look} marks={marks} />
          {steps > 0 && <FocusButton look={look} step={step} label={label} onKeyDown={onKeyDown} onFocus={setFocused} />}
        </div>
      </div>
      <p role="status" className="sr-only" data-testid="diagram-status">
        {focused ? label : ''}
      </p>
    </>
  );
};

/** The picture with the names of its lanes. `wide`: there is room for more than a short name. */
export const DiagramView = ({ direction, wide }: Props): ReactElement => {
  const t = useT();
  const across = direction === 'across';
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const shown = useShown(size, direction);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [scroll, setScroll] = useState<Scroll>({ x: 0, y: 0 });
  const { line, look } = shown;
  const picture = (
    <div
      className={`relative flex min-h-0 min-w-0 flex-1 bg-stage ${across ? '' : 'flex-col'}`}
      role="group"
      aria-label={t('diagram.label')}
      data-testid="diagram"
    >
      <div
        className={`relative shrink-0 overflow-hidden border-line bg-panel ${across ? `border-r ${wide ? 'w-24' : 'w-11'}` : 'h-8 border-b'}`}
      >
        <div className="absolute inset-0" style={{ transform: `translate(${-scroll.x}px, ${-scroll.y}px)` }}>
          <LaneNames look={look} wide={wide} />
        </div>
      </div>
      <div className="relative min-h-0 min-w-0 flex-1">
        <Scene shown={shown} box={box} size={size} scroll={scroll} onScroll={setScroll} pointed={pointed} onPointed={setPointed} />
        {pointed !== null && (
          <Tip
            text={pointed.hit.kind === 'step' ? sentenceOfStep(t, line, pointed.hit.step) : sentenceOfMessage(t, line, pointed.hit.id)}
            place={placeOfStep(t, line, pointed.hit.step)}
            x={pointed.x}
            y={pointed.y}
            size={size}
          />
        )}
      </div>
    </div>
  );
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      {picture}
      {wide && <BranchLanes look={look} />}
    </div>
  );
};
