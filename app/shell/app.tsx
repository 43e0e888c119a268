// The layout: top bar, rail and drawer, stage with narration, inspector, dock (experience.md D2); one column on a phone (D14).
import { type ReactElement, useSyncExternalStore } from 'react';
import { Stage } from '../stage/stage.tsx';
import { Dock } from '../timeline/dock.tsx';
import { NarrationStrip } from '../timeline/narration.tsx';
import { Dialogs } from './dialogs.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Notices } from './notices.tsx';
import { PhoneLayout } from './phone.tsx';
import { DrawerPane, Inspector, Rail } from './side.tsx';
import { TopBar } from './top-bar.tsx';

const NARROW = matchMedia('(max-width: 767px)');
const useNarrow = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      NARROW.addEventListener('change', changed);
      return () => NARROW.removeEventListener('change', changed);
    },
    () => NARROW.matches,
  );

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
const FirstDock = (): ReactElement => (
  <div className="order-last">
    <Dock />
  </div>
);

export const App = (): ReactElement => {
  const narrow = useNarrow();
  return (
    <ErrorBoundary>
      <div className="flex h-dvh flex-col">
        {!narrow && <FirstDock />}
        <TopBar />
        <Notices />
        {narrow ? <PhoneLayout /> : <DeskLayout />}
      </div>
      <Dialogs />
    </ErrorBoundary>
  );
};
