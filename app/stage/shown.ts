// What the stage shows at present, for tools that arrive later: where validators stand and how to move the camera.
import type { Place, Spread } from './layout.ts';

/** What the canvas part can do. Places are the stage's; `client` ones the page's. */
type CameraHandle = {
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (dx: number, dy: number) => void;
  readonly lookAt: (at: Place, zoom: number) => void;
  readonly toStage: (client: Place) => Place;
  readonly toClient: (at: Place) => Place;
  readonly zoom: () => number;
};

type Shown = {
  camera: CameraHandle | null;
  spread: Spread | null;
  host: HTMLElement | null;
  /** Where messages leave and arrive. */
  edges: readonly Place[];
};

/** One stage per page; its parts fill in what is theirs. */
export const SHOWN: Shown = { camera: null, spread: null, host: null, edges: [] };
