// 简体中文。
import { zhMore } from './more/zh.ts';
import { zhNarration } from './zh-narration.ts';
import { zhStage } from './zh-stage.ts';
import { zhUi } from './zh-ui.ts';

export const zh = { ...zhNarration, ...zhUi, ...zhStage, ...zhMore } as const;
