// What the visitor looks at: selection, open panels, dialogs. Never part of a run.
import { create } from 'zustand';

export const DRAWERS = [
  'story',
  'send',
  'faults',
  'checks',
  'transactions',
  'branches',
  'events',
  'stake',
  'placement',
  'contracts',
] as const;
export type Drawer = (typeof DRAWERS)[number];
export const INSPECTOR_TABS = ['validator', 'message', 'why'] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];
export type Dialog = 'help' | 'share' | 'palette' | 'gallery' | 'editor' | 'execution';
/** The part of a phone's bottom sheet that is open. */
export type Sheet = Drawer | InspectorTab | 'timeline';
/** What fills the page between top bar and dock. */
export type Screen = 'stage' | 'timeline';

type Ui = {
  readonly validator: number | null;
  /** Id of a message (messages.ts). */
  readonly message: string | null;
  readonly tab: InspectorTab;
  readonly drawer: Drawer | null;
  readonly sheet: Sheet | null;
  readonly dialog: Dialog | null;
  readonly screen: Screen;
};

export const useUi = create<Ui>()(() => ({
  validator: null,
  message: null,
  tab: 'validator',
  drawer: 'story',
  sheet: null,
  dialog: null,
  screen: 'stage',
}));

export const selectValidator = (validator: number | null): void =>
  useUi.setState({ validator, tab: 'validator', ...(validator === null ? {} : { sheet: 'validator' }) });
export const selectMessage = (message: string | null): void =>
  useUi.setState({ message, tab: 'message', ...(message === null ? {} : { sheet: 'message' }) });
export const showTab = (tab: InspectorTab): void => useUi.setState({ tab });
/** Opens a drawer, or closes it when it is open already. */
export const toggleDrawer = (drawer: Drawer): void => useUi.setState((ui) => ({ drawer: ui.drawer === drawer ? null : drawer }));
export const openDrawer = (drawer: Drawer): void => useUi.setState({ drawer, sheet: drawer });
export const openSheet = (sheet: Sheet | null): void => useUi.setState(sheet === null ? { sheet } : { sheet, ...sheetState(sheet) });
export const openDialog = (dialog: Dialog | null): void => useUi.setState({ dialog });

export const showScreen = (screen: Screen): void => useUi.setState({ screen });

const isTab = (sheet: Sheet): sheet is InspectorTab => INSPECTOR_TABS.some((tab) => tab === sheet);
const sheetState = (sheet: Sheet): Partial<Ui> => (isTab(sheet) ? { tab: sheet } : sheet === 'timeline' ? {} : { drawer: sheet });
