// The same page on a phone (experience.md D14): stage above, narration, controls, tape, and a bottom sheet for every panel. A sheet lies over stage and
// narration; the player stays in reach.
import { type ReactElement, Suspense } from 'react';
import type { MessageKey } from '../messages/catalogue.ts';
import { Stage } from '../stage/stage.tsx';
import { useT } from '../store/i18n.ts';
import { DRAWERS, INSPECTOR_TABS, type Sheet, openSheet, useUi } from '../store/ui.ts';
import { Dock } from '../timeline/dock.tsx';
import { NarrationStrip } from '../timeline/narration.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { PANELS } from './panels.tsx';
import { Pending } from '../ui/pending.tsx';

const [FIRST, ...OTHERS] = DRAWERS;
/** The story, what is looked at, then everything else in the order of the rail. */
const SHEETS: readonly Sheet[] = [FIRST, 'validator', 'message', 'timeline', 'why', ...OTHERS];

const TABS: readonly string[] = [...INSPECTOR_TABS, 'timeline'];
const sheetKey = (sheet: Sheet): MessageKey => `${TABS.includes(sheet) ? 'tab' : 'drawer'}.${sheet}` as MessageKey;

const SheetBar = (): ReactElement => {
  const t = useT();
  const open = useUi((s) => s.sheet);
  return (
    <nav aria-label={t('drawer.label')} className="scroll-thin flex shrink-0 overflow-x-auto border-t border-line bg-panel px-1">
      {SHEETS.map((sheet) => (
        <button
          key={sheet}
          type="button"
          aria-pressed={open === sheet}
          data-testid={`sheet-${sheet}`}
          onClick={() => openSheet(open === sheet ? null : sheet)}
          className={`h-12 shrink-0 px-3 text-xs font-medium ${open === sheet ? 'text-ink underline underline-offset-4' : 'text-faint'}`}
        >
          {t(sheetKey(sheet))}
        </button>
      ))}
    </nav>
  );
};

const OpenSheet = (): ReactElement | null => {
  const t = useT();
  const sheet = useUi((s) => s.sheet);
  if (sheet === null) return null;
  const Panel = PANELS[sheet];
  const name = t(sheetKey(sheet));
  return (
    <section
      aria-label={name}
      data-testid="sheet"
      className="absolute inset-x-0 bottom-0 z-20 flex h-[max(82%,20rem)] max-h-full flex-col rounded-t-xl border-t border-line bg-panel shadow-2xl"
    >
      <header className="flex items-center justify-between border-b border-line px-4">
        <h2 className="text-sm font-semibold">{name}</h2>
        <IconButton label={t('dialog.close')} data-testid="sheet-close" onClick={() => openSheet(null)}>
          <Icon name="close" />
        </IconButton>
      </header>
      <div className="scroll-thin min-h-0 flex-1 overflow-y-auto" role="group" aria-label={name} tabIndex={0}>
        <Suspense fallback={<Pending />}>
          <Panel />
        </Suspense>
      </div>
    </section>
  );
};

export const PhoneLayout = (): ReactElement => (
  <div className="flex min-h-0 flex-1 flex-col">
    <div className="relative flex min-h-0 flex-1 flex-col">
      <main className="relative min-h-0 flex-1 bg-stage">
        <Stage />
      </main>
      <NarrationStrip />
      <OpenSheet />
    </div>
    <Dock />
    <SheetBar />
  </div>
);
