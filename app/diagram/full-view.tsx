// The diagram as a screen of its own: controls, legend, export, the picture.
import { type ReactElement, useState } from 'react';
import { useT } from '../store/i18n.ts';
import { showScreen } from '../store/ui.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { DiagramView } from './diagram-view.tsx';
import { Difference } from './difference.tsx';
import { exportDiagram } from './export.ts';
import { DiagramLegend } from './legend.tsx';
import { PointedBar } from './pointed-bar.tsx';
import { DiagramToolbar, Toggle } from './toolbar.tsx';
import type { Direction } from './use-look.ts';

/** Room for a legend as well. */
const TALL = 860;

export const DiagramFull = ({ direction, aside }: { readonly direction: Direction; readonly aside: ReactElement | null }): ReactElement => {
  const t = useT();
  const [legend, setLegend] = useState(direction === 'across' && innerHeight >= TALL);
  return (
    <section
      aria-label={t('diagram.title')}
      data-full
      data-testid="timeline-screen"
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-panel"
    >
      <header className="flex flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5">
        <h2 className="mr-2 text-sm font-semibold max-2xl:sr-only">{t('diagram.title')}</h2>
        <DiagramToolbar />
        <Toggle on={legend} testId="diagram-legend-button" title={t('diagram.legend')} onClick={() => setLegend(!legend)}>
          {t('diagram.legend')}
        </Toggle>
        <span className="flex-1" />
        <Button
          className="!h-7 !px-2 !text-xs"
          aria-label={t('diagram.svg')}
          title={t('diagram.svg')}
          data-testid="diagram-svg"
          onClick={() => void exportDiagram('svg')}
        >
          SVG
        </Button>
        <Button
          className="!h-7 !px-2 !text-xs"
          aria-label={t('diagram.png')}
          title={t('diagram.png')}
          data-testid="diagram-png"
          onClick={() => void exportDiagram('png')}
        >
          PNG
        </Button>
        {aside}
        <IconButton label={t('diagram.close')} data-testid="timeline-close" onClick={() => showScreen('stage')}>
          <Icon name="close" />
        </IconButton>
      </header>
      <div className="relative flex min-h-0 flex-1">
        <DiagramView direction={direction} wide={direction === 'across'} />
        <Difference />
      </div>
      {legend && (
        <div className="scroll-thin max-h-40 shrink-0 overflow-y-auto border-t border-line px-4 py-2">
          <DiagramLegend />
        </div>
      )}
      {direction === 'down' && <PointedBar />}
    </section>
  );
};
