// 简体中文。
import { zhMore } from './more/zh.ts';
import { zhStage } from './zh-stage.ts';
import { zhUi } from './zh-ui.ts';

export const zh = { ...zhUi, ...zhStage, ...zhMore } as const;
