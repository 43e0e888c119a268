// The docked controls of time: play and pause first in the tab order, steps of the chosen unit, speed, jumps, branch history.
import type { ReactElement } from 'react';
import { STEP_UNITS, type StepUnit } from '../../core/view/steps.ts';
import { useT } from '../store/i18n.ts';
import { SPEEDS } from '../store/pace.ts';
import { run, useRun } from '../store/run.ts';
import { canRedo, canUndo } from '../store/branch-tree.ts';
import { redo, undo } from '../store/undo.ts';
import { takeStep } from '../store/way.ts';
import { IconButton } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';

const SMALL = 'h-8 min-w-0 rounded-md border border-line bg-stage px-1.5 text-xs text-ink pointer-coarse:h-11';

export const Transport = (): ReactElement => {
  const t = useT();
  const playing = useRun((s) => s.playing);
  const unit = useRun((s) => s.unit);
  const unitName = t(`unit.${unit}`);
  return (
    <div role="group" aria-label={t('transport.label')} className="flex items-center gap-0.5">
      <IconButton
        label={playing ? t('transport.pause') : t('transport.play')}
        data-testid="play"
        data-playing={playing}
        aria-pressed={playing}
        onClick={() => (playing ? run.pause() : run.play())}
        className="!w-9 bg-ink !text-panel hover:!bg-ink hover:opacity-90"
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </IconButton>
      <span className="w-1.5" />
      <IconButton label={t('transport.start')} data-testid="jump-start" onClick={() => run.seekStep(0)} className="max-sm:hidden">
        <Icon name="start" />
      </IconButton>
      <IconButton
        label={t('transport.back', { unit: unitName })}
        data-testid="step-back"
        onClick={(event) => takeStep(unit, -1, event.altKey)}
      >
        <Icon name="back" />
      </IconButton>
      <IconButton
        label={t('transport.forward', { unit: unitName })}
        data-testid="step-forward"
        onClick={(event) => takeStep(unit, 1, event.altKey)}
      >
        <Icon name="forward" />
      </IconButton>
      <IconButton label={t('transport.head')} data-testid="jump-head" onClick={() => run.jumpToHead()}>
        <Icon name="head" />
      </IconButton>
    </div>
  );
};

/** Which unit the two step buttons take. */
export const UnitSelect = (): ReactElement => {
  const t = useT();
  const unit = useRun((s) => s.unit);
  return (
    <Select<StepUnit>
      aria-label={t('transport.unit')}
      title={t('transport.unit')}
      data-testid="unit"
      className={`max-sm:w-19 ${SMALL}`}
      value={unit}
      options={STEP_UNITS.map((value) => ({ value, label: t(`unit.${value}`) }))}
      onPick={(value) => useRun.setState({ unit: value })}
    />
  );
};

export const SpeedSelect = (): ReactElement => {
  const t = useT();
  const speed = useRun((s) => s.speed);
  return (
    <Select<string>
      aria-label={t('transport.speed')}
      title={t('transport.speed')}
      data-testid="speed"
      className={`num max-sm:flex-1 ${SMALL}`}
      value={String(speed)}
      options={SPEEDS.map((value) => ({ value: String(value), label: value === 1 ? t('transport.reading') : `${value}×` }))}
      onPick={(value) => run.setSpeed(SPEEDS.find((s) => String(s) === value) ?? 1)}
    />
  );
};

/** Undo and redo of interventions. */
export const BranchButtons = (): ReactElement | null => {
  const t = useT();
  const [undoable, redoable] = [useRun((s) => canUndo(s.tree)), useRun((s) => canRedo(s.tree))];
  if (!undoable && !redoable) return null;
  return (
    <div className="flex items-center">
      <IconButton label={t('branch.undo')} data-testid="undo" disabled={!undoable} onClick={undo}>
        <Icon name="undo" />
      </IconButton>
      <IconButton label={t('branch.redo')} data-testid="redo" disabled={!redoable} onClick={redo}>
        <Icon name="redo" />
      </IconButton>
    </div>
  );
};
