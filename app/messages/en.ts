// English: what the first frame needs.
import { enNarration } from './en-narration.ts';
import { enStage } from './en-stage.ts';
import { enUi } from './en-ui.ts';

export const en = { ...enNarration, ...enUi, ...enStage } as const;
