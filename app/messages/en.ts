// English.
import { enNarration } from './en-narration.ts';
import { enPanels } from './en-panels.ts';
import { enUi } from './en-ui.ts';
import { stageEn } from './stage.ts';

export const en = { ...enNarration, ...enUi, ...enPanels, ...stageEn } as const;
