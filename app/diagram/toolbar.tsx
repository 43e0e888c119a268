// Controls of the diagram: axis, zoom, follow, routine steps, lanes, marks. The same in strip, screen and sheet.
import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react';
import { AXIS_KINDS, type AxisKind } from '../../core/view/space-time/axis.ts';
import { lookAt, markStep, toggleLanes, useDiagram } from '../store/diagram.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { showScreen } from '../store/ui.ts';
import { IconButton } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { chooseAxis, fitAll, showRoutine, zoomBy } from './use-look.ts';
import { nodeName } from '../store/names.ts';

const SMALL = 'h-7 rounded-md border border-line bg-stage px-1.5 text-xs text-ink pointer-coarse:h-11';
const STEP = 1.5;

/** A small button that is on or off. */
export const Toggle = ({
  on,
  testId,
  title,
  onClick,
  children,
}: {
  readonly on: boolean;
  readonly testId: string;
  readonly title: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactElement => (
  <button
    type="button"
    aria-pressed={on}
    title={title}
    data-testid={testId}
    onClick={onClick}
    className={`h-7 rounded-md border px-2 text-xs whitespace-nowrap pointer-coarse:h-11 ${
      on ? 'border-strong bg-raised font-medium text-ink' : 'border-line text-soft hover:text-ink'
    }`}
  >
    {children}
  </button>
);

/** Which lanes are shown: a box per validator. */
const Lanes = (): ReactElement => {
  const t = useT();
  const hidden = useDiagram((s) => s.hidden);
  const count = useRun((s) => s.view.cards.length);
  return (
    <details className="relative">
      <summary
        data-testid="diagram-lanes"
        className="flex h-7 cursor-pointer list-none items-center rounded-md border border-line px-2 text-xs text-soft hover:text-ink pointer-coarse:h-11"
      >
        {t('diagram.lanes', { shown: count - hidden.size, count })}
      </summary>
      <div className="absolute right-0 bottom-full z-40 mb-1 grid max-h-64 w-56 grid-cols-3 gap-1 overflow-y-auto rounded-md border border-line bg-panel p-2 shadow-lg in-data-full:top-full in-data-full:bottom-auto in-data-full:mt-1">
        <p className="col-span-3 text-2xs text-faint">{t('diagram.lanes_hint')}</p>
        {Array.from({ length: count }, (_, validator) => (
          <label key={validator} className="flex min-h-6 items-center gap-1.5 text-xs pointer-coarse:min-h-11">
            <input
              type="checkbox"
              checked={!hidden.has(validator)}
              disabled={!hidden.has(validator) && hidden.size >= count - 1}
              data-testid={`diagram-show-${validator + 1}`}
              onChange={() => toggleLanes(validator)}
            />
            {nodeName(validator)}
          </label>
        ))}
      </div>
    </details>
  );
};

export const DiagramToolbar = (): ReactElement => {
  const t = useT();
  const { axis, follow, routine, focus } = useDiagram();
  const mark = (): void => markStep(focus ?? Math.max(0, useRun.getState().cursor - 1));
  return (
    <>
      <Select<AxisKind>
        aria-label={t('diagram.axis')}
        title={t('diagram.axis')}
        data-testid="diagram-axis"
        className={SMALL}
        value={axis}
        options={AXIS_KINDS.map((value) => ({ value, label: t(`diagram.axis.${value}`) }))}
        onPick={chooseAxis}
      />
      <div className="flex" role="group" aria-label={t('diagram.zoom')}>
        <IconButton label={t('diagram.zoom_out')} data-testid="diagram-zoom-out" className="!h-7 !w-7" onClick={() => zoomBy(1 / STEP)}>
          <span aria-hidden="true">−</span>
        </IconButton>
        <IconButton label={t('diagram.zoom_in')} data-testid="diagram-zoom-in" className="!h-7 !w-7" onClick={() => zoomBy(STEP)}>
          <span aria-hidden="true">+</span>
        </IconButton>
        <IconButton label={t('diagram.fit')} data-testid="diagram-fit" className="!h-7 !w-7" onClick={fitAll}>
          <span aria-hidden="true">↔</span>
        </IconButton>
      </div>
      <Toggle on={follow} testId="diagram-follow" title={t('diagram.follow_hint')} onClick={() => lookAt({ follow: !follow })}>
        {t('diagram.follow')}
      </Toggle>
      <Toggle on={routine} testId="diagram-routine" title={t('diagram.routine_hint')} onClick={() => showRoutine(!routine)}>
        {t('diagram.routine')}
      </Toggle>
      <Lanes />
      <Toggle on={false} testId="diagram-mark-button" title={t('diagram.mark_hint')} onClick={mark}>
        {t('diagram.mark')}
      </Toggle>
    </>
  );
};

/** Opens the screen of its own, and takes the focus when that is closed. */
export const FullButton = (): ReactElement => {
  const t = useT();
  const ref = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (!useDiagram.getState().returning) return;
    lookAt({ returning: false });
    ref.current?.focus();
  }, []);
  return (
    <IconButton ref={ref} label={t('diagram.full')} data-testid="diagram-full" className="!h-7 !w-7" onClick={() => showScreen('timeline')}>
      <span aria-hidden="true">⤢</span>
    </IconButton>
  );
};
