// Registry of panels: which component stands behind which drawer entry and inspector tab. Each loads when it is opened for the
// first time, so that the first load is the stage and the player.
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { allWords } from '../store/i18n.ts';
import type { Drawer, Sheet } from '../store/ui.ts';
import type { IconName } from '../ui/icon.tsx';

export const DRAWER_ICONS: Readonly<Record<Drawer, IconName>> = {
  story: 'story',
  send: 'send',
  faults: 'fault',
  checks: 'check',
  transactions: 'coins',
  branches: 'branch',
  events: 'list',
  stake: 'weights',
  placement: 'threads',
  contracts: 'code',
};

/** A component that loads when it is shown for the first time, together with the words that the first frame does not need. */
export const withWords = (load: () => Promise<ComponentType>): LazyExoticComponent<ComponentType> =>
  lazy(async () => {
    const [component] = await Promise.all([load(), allWords()]);
    return { default: component };
  });

export const PANELS: Readonly<Record<Sheet, ComponentType>> = {
  story: withWords(async () => (await import('../panels/story/story-panel.tsx')).StoryPanel),
  validator: withWords(async () => (await import('../panels/validator/validator-panel.tsx')).ValidatorPanel),
  send: withWords(async () => (await import('../panels/transactions/send-panel.tsx')).SendPanel),
  faults: withWords(async () => (await import('../panels/faults/faults-panel.tsx')).FaultsPanel),
  checks: withWords(async () => (await import('../panels/checks/checks-panel.tsx')).ChecksPanel),
  transactions: withWords(async () => (await import('../panels/transactions/transactions-panel.tsx')).TransactionsPanel),
  branches: withWords(async () => (await import('../panels/branches/branches-panel.tsx')).BranchesPanel),
  events: withWords(async () => (await import('../panels/events/events-panel.tsx')).EventsPanel),
  stake: withWords(async () => (await import('../panels/stake/stake-panel.tsx')).StakePanel),
  placement: withWords(async () => (await import('../panels/placement/placement-panel.tsx')).PlacementPanel),
  contracts: withWords(async () => (await import('../panels/contracts/contracts-panel.tsx')).ContractsPanel),
  message: withWords(async () => (await import('../panels/message/message-panel.tsx')).MessagePanel),
  timeline: withWords(async () => (await import('../diagram/phone-panel.tsx')).PhoneTimeline),
  why: withWords(async () => (await import('../panels/why/why-panel.tsx')).WhyPanel),
};
