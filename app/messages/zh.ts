// 简体中文。
import { stageZh } from './stage.ts';
import { zhNarration } from './zh-narration.ts';
import { zhPanels } from './zh-panels.ts';
import { zhUi } from './zh-ui.ts';

export const zh = { ...zhNarration, ...zhUi, ...zhPanels, ...stageZh } as const;
