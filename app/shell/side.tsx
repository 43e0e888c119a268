// Left rail and drawer, right inspector.
import { type ReactElement, Suspense } from 'react';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { DRAWERS, type Drawer, INSPECTOR_TABS, type InspectorTab, showTab, toggleDrawer, useUi } from '../store/ui.ts';
import { Icon } from '../ui/icon.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { DRAWER_ICONS, PANELS } from './panels.tsx';
import { Pending } from '../ui/pending.tsx';

const useBroken = (): boolean => useRun((s) => s.checks.some((check) => !check.ok));

const RailButton = ({ drawer }: { readonly drawer: Drawer }): ReactElement => {
  const t = useT();
  const open = useUi((s) => s.drawer === drawer);
  const broken = useBroken();
  const alarm = drawer === 'checks' && broken;
  return (
    <button
      type="button"
      aria-pressed={open}
      data-testid={`drawer-${drawer}`}
      onClick={() => toggleDrawer(drawer)}
      className={`flex w-full shrink-0 flex-col items-center gap-1 rounded-lg px-0.5 py-1.5 text-[0.625rem] leading-3 ${
        open ? 'bg-raised font-medium text-ink' : 'text-faint hover:text-ink'
      } ${alarm ? '!text-bad' : ''}`}
    >
      <Icon name={DRAWER_ICONS[drawer]} />
      {t(`drawer.${drawer}`)}
    </button>
  );
};

export const Rail = (): ReactElement => {
  const t = useT();
  return (
    <nav
      aria-label={t('drawer.label')}
      className="scroll-thin flex w-16 shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-panel p-1.5"
    >
      {DRAWERS.map((drawer) => (
        <RailButton key={drawer} drawer={drawer} />
      ))}
    </nav>
  );
};

export const DrawerPane = (): ReactElement | null => {
  const t = useT();
  const drawer = useUi((s) => s.drawer);
  if (drawer === null) return null;
  const Panel = PANELS[drawer];
  return (
    <aside
      aria-label={t(`drawer.${drawer}`)}
      tabIndex={0}
      className="scroll-thin w-[19rem] shrink-0 overflow-y-auto border-r border-line bg-panel"
    >
      <Suspense fallback={<Pending />}>
        <Panel />
      </Suspense>
    </aside>
  );
};

export const Inspector = (): ReactElement => {
  const t = useT();
  const tab = useUi((s) => s.tab);
  const Panel = PANELS[tab];
  return (
    <aside
      aria-label={t('inspector.label')}
      data-testid="inspector"
      className="flex w-[23rem] shrink-0 flex-col border-l border-line bg-panel max-lg:w-80"
    >
      <Tabs<InspectorTab>
        label={t('inspector.label')}
        items={INSPECTOR_TABS.map((id) => ({ id, label: t(`tab.${id}`) }))}
        selected={tab}
        onSelect={showTab}
        testIdPrefix="tab"
      />
      <div className="scroll-thin min-h-0 flex-1 overflow-y-auto" role="tabpanel">
        <Suspense fallback={<Pending />}>
          <Panel />
        </Suspense>
      </div>
    </aside>
  );
};
