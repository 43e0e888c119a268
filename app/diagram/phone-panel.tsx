// The diagram on a phone: time runs down, lanes stand side by side (experience.md D14).
import { type ReactElement, useState } from 'react';
import { useT } from '../store/i18n.ts';
import { DiagramView } from './diagram-view.tsx';
import { Difference } from './difference.tsx';
import { DiagramLegend } from './legend.tsx';
import { PointedBar } from './pointed-bar.tsx';
import { DiagramToolbar, FullButton, Toggle } from './toolbar.tsx';

export const PhoneTimeline = (): ReactElement => {
  const t = useT();
  const [legend, setLegend] = useState(false);
  return (
    <div className="flex h-full flex-col" data-full data-testid="timeline-panel">
      <div className="flex flex-wrap items-center gap-1 border-b border-line px-2 py-1">
        <DiagramToolbar />
        <Toggle on={legend} testId="diagram-legend-button" title={t('diagram.legend')} onClick={() => setLegend(!legend)}>
          {t('diagram.legend')}
        </Toggle>
        <FullButton />
      </div>
      {legend && (
        <div className="scroll-thin max-h-48 shrink-0 overflow-y-auto border-b border-line px-3 py-2">
          <DiagramLegend />
        </div>
      )}
      <div className="relative flex min-h-0 flex-1">
        <DiagramView direction="down" wide={false} />
        <Difference />
      </div>
      <PointedBar />
    </div>
  );
};
