// The layout: top bar, rail and drawer, stage with narration, inspector, dock (experience.md D2); one column on a phone (D14).
import { type ReactElement, Suspense } from 'react';
import { Stage } from '../stage/stage.tsx';
import { Dock } from '../timeline/dock.tsx';
import { NarrationStrip } from '../timeline/narration.tsx';
import { useUi } from '../store/ui.ts';
import { DiagramDock } from './diagram-dock.tsx';
import { Dialogs } from './dialogs.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useNarrow } from './narrow.ts';
import { Notices } from './notices.tsx';
import { withWords } from './panels.tsx';
import { PhoneLayout } from './phone.tsx';
import { DrawerPane, Inspector, Rail } from './side.tsx';
import { TopBar } from './top-bar.tsx';

/** Time as a screen of its own. */
const TimelineScreen = withWords(async () => (await import('./timeline-screen.tsx')).TimelineScreen);

const DeskLayout = (): ReactElement => (
  <div className="flex min-h-0 flex-1">
    <Rail />
    <DrawerPane />
    <div className="flex min-w-0 flex-1 flex-col">
      <main className="relative min-h-0 flex-1 bg-stage">
        <Stage />
      </main>
      <NarrationStrip />
    </div>
    <Inspector />
  </div>
);

/** Drawn below everything but first in the document: what moves can be paused with the first tab stop (WCAG 2.2.2, experience.md D15). */
const FirstDock = ({ diagram }: { readonly diagram: boolean }): ReactElement => (
  <div className="order-last">
    <Dock />
    {diagram && <DiagramDock />}
  </div>
);

export const App = (): ReactElement => {
  const narrow = useNarrow();
  const stage = useUi((s) => s.screen === 'stage');
  return (
    <ErrorBoundary>
      <div className="flex h-dvh flex-col">
        {!(narrow && stage) && <FirstDock diagram={stage} />}
        <TopBar />
        <Notices />
        {!stage && (
          <Suspense fallback={<div className="flex-1" data-pending="" />}>
            <TimelineScreen />
          </Suspense>
        )}
        {stage && (narrow ? <PhoneLayout /> : <DeskLayout />)}
      </div>
      <Dialogs />
    </ErrorBoundary>
  );
};
