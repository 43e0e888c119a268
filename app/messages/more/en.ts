// English: what the first frame does not need. One file per area.
import { enInspector } from './en-inspector.ts';
import { enPanels } from './en-panels.ts';

export const enMore = { ...enInspector, ...enPanels } as const;
