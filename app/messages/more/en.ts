// English: what the first frame does not need. One file per area.
import { enBridge } from './en-bridge.ts';
import { enDiagram } from './en-diagram.ts';
import { enInspector } from './en-inspector.ts';
import { enPanels } from './en-panels.ts';
import { enStageMore } from './en-stage-more.ts';

export const enMore = { ...enBridge, ...enDiagram, ...enInspector, ...enPanels, ...enStageMore } as const;
