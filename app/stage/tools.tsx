// The tools of the stage: camera, gossip, the line that cuts, the matrix on a narrow stage. A column of small buttons in a corner.
import type { ReactElement } from 'react';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { type FocusTarget, changeStageView, useStageView } from '../store/stage-view.ts';
import { MANY } from './layout.ts';
import { SHOWN } from './shown.ts';
import { nodeName } from '../store/names.ts';

const ZOOM_STEP = 1.25;

const SIGNS = {
  in: 'M10 5v10M5 10h10',
  out: 'M5 10h10',
  fit: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  gossip: 'M5 6h.1M10 5h.1M15 7h.1M7 11h.1M13 12h.1M6 15h.1M11 16h.1',
  cut: 'M4 16 16 4M5 6h4M11 14h4',
  matrix: 'M4 4h12v12H4zM4 8h12M4 12h12M8 4v12M12 4v12',
} as const;

type ToolProps = { readonly sign: keyof typeof SIGNS; readonly label: string; readonly pressed?: boolean; readonly onPress: () => void };

const Tool = ({ sign, label, pressed, onPress }: ToolProps): ReactElement => (
  <button
    type="button"
    aria-label={label}
    title={label}
    aria-pressed={pressed}
    data-testid={`stage-${sign}`}
    onClick={onPress}
    className={`flex h-7 w-7 items-center justify-center rounded-md border pointer-coarse:h-11 pointer-coarse:w-11 ${
      pressed === true ? 'border-ink bg-ink text-panel' : 'border-line bg-panel text-soft hover:text-ink'
    }`}
  >
    <svg
      aria-hidden="true"
      width="16"
      height="16"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
    >
      <path d={SIGNS[sign]} />
    </svg>
  </button>
);

const nameOf = (target: FocusTarget): string => {
  if (target.kind === 'proposal') return `${target.height}/${target.round}`;
  return target.kind === 'validator' ? nodeName(target.id) : target.id.slice(0, 10);
};

export const Tools = (): ReactElement => {
  const t = useT();
  // One by one: the camera is in the same store and moves often.
  const [gossip, tool] = [useStageView((s) => s.gossip), useStageView((s) => s.tool)];
  const [matrix, follow] = [useStageView((s) => s.matrix), useStageView((s) => s.follow)];
  const many = useRun((s) => s.view.cards.length > MANY);
  return (
    <div role="group" aria-label={t('stage.tools')} className="absolute top-2 right-2 z-10 flex flex-col items-end gap-1">
      <div className="flex flex-col gap-1 max-md:flex-row">
        <Tool sign="in" label={t('stage.zoom_in')} onPress={() => SHOWN.camera?.zoomBy(ZOOM_STEP)} />
        <Tool sign="out" label={t('stage.zoom_out')} onPress={() => SHOWN.camera?.zoomBy(1 / ZOOM_STEP)} />
        <Tool sign="fit" label={t('stage.fit')} onPress={() => SHOWN.camera?.fit()} />
        <Tool sign="gossip" label={t('stage.gossip')} pressed={gossip} onPress={() => changeStageView({ gossip: !gossip })} />
        <Tool
          sign="cut"
          label={t('stage.partition')}
          pressed={tool === 'partition'}
          onPress={() => changeStageView({ tool: tool === 'partition' ? 'none' : 'partition' })}
        />
        {many && (
          <span className="hidden max-md:block">
            <Tool sign="matrix" label={t('stage.matrix')} pressed={matrix} onPress={() => changeStageView({ matrix: !matrix })} />
          </span>
        )}
      </div>
      {follow !== null && (
        <button
          type="button"
          data-testid="stage-unfollow"
          title={t('stage.unfollow')}
          onClick={() => changeStageView({ follow: null })}
          className="min-h-6 rounded-full border border-line bg-panel px-2 text-2xs text-soft"
        >
          {t('stage.follow', { what: nameOf(follow) })} ✕
        </button>
      )}
    </div>
  );
};
