// 简体中文。
import { zhNarration } from './zh-narration.ts';
import { zhPanels } from './zh-panels.ts';
import { zhStage } from './zh-stage.ts';
import { zhUi } from './zh-ui.ts';

export const zh = { ...zhNarration, ...zhUi, ...zhPanels, ...zhStage } as const;
