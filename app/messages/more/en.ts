// English: what the first frame does not need. One file per area.
import { enNarration } from '../en-narration.ts';
import { enBranches } from './en-branches.ts';
import { enBridge } from './en-bridge.ts';
import { enContracts } from './en-contracts.ts';
import { enDiagram } from './en-diagram.ts';
import { enEditor } from './en-editor.ts';
import { enExecution } from './en-execution.ts';
import { enFaultNews } from './en-fault-news.ts';
import { enFaults } from './en-faults.ts';
import { enGallery } from './en-gallery.ts';
import { enHands } from './en-hands.ts';
import { enInspector } from './en-inspector.ts';
import { enPanels } from './en-panels.ts';
import { enPlacement } from './en-placement.ts';
import { enScenarios } from './en-scenarios.ts';
import { enStake } from './en-stake.ts';
import { enStageMore } from './en-stage-more.ts';
import { enStepping } from './en-stepping.ts';
import { enSync } from './en-sync.ts';
import { enUnderstand } from './en-understand.ts';

export const enMore = {
  ...enNarration,
  ...enBranches,
  ...enBridge,
  ...enContracts,
  ...enDiagram,
  ...enHands,
  ...enInspector,
  ...enEditor,
  ...enExecution,
  ...enFaultNews,
  ...enFaults,
  ...enGallery,
  ...enPanels,
  ...enPlacement,
  ...enScenarios,
  ...enStageMore,
  ...enStake,
  ...enStepping,
  ...enSync,
  ...enUnderstand,
} as const;
