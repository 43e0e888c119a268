// 简体中文：首帧不需要的文字，每个区域一个文件。
import { zhNarration } from '../zh-narration.ts';
import { zhBranches } from './zh-branches.ts';
import { zhBridge } from './zh-bridge.ts';
import { zhContracts } from './zh-contracts.ts';
import { zhDiagram } from './zh-diagram.ts';
import { zhEditor } from './zh-editor.ts';
import { zhExecution } from './zh-execution.ts';
import { zhFaultNews } from './zh-fault-news.ts';
import { zhFaults } from './zh-faults.ts';
import { zhGallery } from './zh-gallery.ts';
import { zhHands } from './zh-hands.ts';
import { zhInspector } from './zh-inspector.ts';
import { zhPanels } from './zh-panels.ts';
import { zhPlacement } from './zh-placement.ts';
import { zhScenarios } from './zh-scenarios.ts';
import { zhStake } from './zh-stake.ts';
import { zhStageMore } from './zh-stage-more.ts';
import { zhStepping } from './zh-stepping.ts';
import { zhSync } from './zh-sync.ts';
import { zhUnderstand } from './zh-understand.ts';

export const zhMore = {
  ...zhNarration,
  ...zhBranches,
  ...zhBridge,
  ...zhContracts,
  ...zhDiagram,
  ...zhHands,
  ...zhInspector,
  ...zhEditor,
  ...zhExecution,
  ...zhFaultNews,
  ...zhFaults,
  ...zhGallery,
  ...zhPanels,
  ...zhPlacement,
  ...zhScenarios,
  ...zhStageMore,
  ...zhStake,
  ...zhStepping,
  ...zhSync,
  ...zhUnderstand,
} as const;
