// Registry of panels: which component stands behind which drawer entry and inspector tab. Each loads when it is opened for the
// first time, so that the first load is the stage and the player.
import { type ComponentType, lazy } from 'react';
import type { Drawer, InspectorTab } from '../store/ui.ts';
import type { IconName } from '../ui/icon.tsx';

export const DRAWER_ICONS: Readonly<Record<Drawer, IconName>> = {
  story: 'story',
  send: 'send',
  faults: 'fault',
  checks: 'check',
  transactions: 'coins',
  events: 'list',
};

export const PANELS: Readonly<Record<Drawer | InspectorTab, ComponentType>> = {
  story: lazy(async () => ({ default: (await import('../panels/story/story-panel.tsx')).StoryPanel })),
  validator: lazy(async () => ({ default: (await import('../panels/validator/validator-panel.tsx')).ValidatorPanel })),
  send: lazy(async () => ({ default: (await import('../panels/transactions/send-panel.tsx')).SendPanel })),
  faults: lazy(async () => ({ default: (await import('../panels/faults/faults-panel.tsx')).FaultsPanel })),
  checks: lazy(async () => ({ default: (await import('../panels/checks/checks-panel.tsx')).ChecksPanel })),
  transactions: lazy(async () => ({ default: (await import('../panels/transactions/transactions-panel.tsx')).TransactionsPanel })),
  events: lazy(async () => ({ default: (await import('../panels/events/events-panel.tsx')).EventsPanel })),
  message: lazy(async () => ({ default: (await import('../panels/message/message-panel.tsx')).MessagePanel })),
  why: lazy(async () => ({ default: (await import('../panels/why/why-panel.tsx')).WhyPanel })),
};
