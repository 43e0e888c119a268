// Registry of panels: which component stands behind which drawer entry and inspector tab.
import type { ReactElement } from 'react';
import { ChecksPanel } from '../panels/checks/checks-panel.tsx';
import { EventsPanel } from '../panels/events/events-panel.tsx';
import { FaultsPanel } from '../panels/faults/faults-panel.tsx';
import { MessagePanel } from '../panels/message/message-panel.tsx';
import { StoryPanel } from '../panels/story/story-panel.tsx';
import { SendPanel } from '../panels/transactions/send-panel.tsx';
import { TransactionsPanel } from '../panels/transactions/transactions-panel.tsx';
import { ValidatorPanel } from '../panels/validator/validator-panel.tsx';
import { WhyPanel } from '../panels/why/why-panel.tsx';
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

export const PANELS: Readonly<Record<Drawer | InspectorTab, () => ReactElement | null>> = {
  story: StoryPanel,
  send: SendPanel,
  faults: FaultsPanel,
  checks: ChecksPanel,
  transactions: TransactionsPanel,
  events: EventsPanel,
  validator: ValidatorPanel,
  message: MessagePanel,
  why: WhyPanel,
};
