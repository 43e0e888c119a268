// English.
import { enNarration } from './en-narration.ts';
import { enPanels } from './en-panels.ts';
import { enStage } from './en-stage.ts';
import { enUi } from './en-ui.ts';

export const en = { ...enNarration, ...enUi, ...enPanels, ...enStage } as const;
