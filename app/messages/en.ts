// English: what the first frame needs.
import { enStage } from './en-stage.ts';
import { enUi } from './en-ui.ts';

export const en = { ...enUi, ...enStage } as const;
