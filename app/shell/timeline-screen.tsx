// The whole page for time: the diagram, and beside it the table of all events or the inspector.
import { type ReactElement, useEffect, useState } from 'react';
import { DiagramFull } from '../diagram/full-view.tsx';
import { EventsPanel } from '../panels/events/events-panel.tsx';
import { lookAt } from '../store/diagram.ts';
import { useT } from '../store/i18n.ts';
import { useUi } from '../store/ui.ts';
import { NarrationStrip } from '../timeline/narration.tsx';
import { Choice } from '../ui/field.tsx';
import { useNarrow } from './narrow.ts';
import { Inspector } from './side.tsx';

type Beside = 'none' | 'events' | 'inspector';

/** Focus goes to the way out, and back to what opened the screen. */
const useFocusReturn = (): void => {
  useEffect(() => {
    document.querySelector<HTMLElement>('[data-testid="timeline-close"]')?.focus();
    return () => lookAt({ returning: true });
  }, []);
};

export const TimelineScreen = (): ReactElement => {
  const t = useT();
  const narrow = useNarrow();
  const [beside, setBeside] = useState<Beside>(narrow ? 'none' : 'events');
  useFocusReturn();
  // Choosing a message shows it.
  const message = useUi((s) => s.message);
  const [seen, setSeen] = useState(message);
  if (message !== seen) {
    setSeen(message);
    if (message !== null && !narrow) setBeside('inspector');
  }
  const choice = narrow ? null : (
    <Choice<Beside>
      label={t('timeline.beside')}
      testIdPrefix="beside"
      value={beside}
      options={[
        { value: 'none', label: t('timeline.alone') },
        { value: 'events', label: t('diagram.table') },
        { value: 'inspector', label: t('diagram.inspect') },
      ]}
      onPick={setBeside}
    />
  );
  return (
    <main className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <DiagramFull direction={narrow ? 'down' : 'across'} aside={choice} />
        {!narrow && <NarrationStrip />}
      </div>
      {beside === 'events' && (
        <aside aria-label={t('events.title')} className="flex w-[35rem] shrink-0 flex-col border-l border-line bg-panel max-xl:w-96">
          <EventsPanel />
        </aside>
      )}
      {beside === 'inspector' && <Inspector />}
    </main>
  );
};
