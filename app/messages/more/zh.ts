// 简体中文：首帧不需要的文字，每个区域一个文件。
import { zhInspector } from './zh-inspector.ts';
import { zhPanels } from './zh-panels.ts';

export const zhMore = { ...zhInspector, ...zhPanels } as const;
