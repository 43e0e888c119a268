// Keeps the sentence on screen: which one follows which, and since when the present one is there. Loaded after the first picture.
import type { ClusterView } from '../../core/view/cluster.ts';
import type { Narration } from '../../core/view/narrate.ts';
import type { Timeline } from '../../core/view/timeline.ts';
import { type FactsOf, factsOf } from './deed-facts.ts';
import { type Heard, narrationAt, pickNarration } from './narration.ts';

/** What the page shows now; `from` and `to` are the cursors before and after the steps since then. */
export type Scene = {
  readonly line: Timeline;
  readonly from: number;
  readonly to: number;
  readonly view: ClusterView;
  readonly told: ReadonlySet<number> | null;
  readonly narration: Narration | null;
};

export class Teller {
  readonly facts: FactsOf = factsOf;
  #heard: Heard = { rank: 0, ms: 0 };

  /** The sentence for a scene. `ms` null: the player stands still, so it is exactly that of the last step. */
  tell(scene: Scene, ms: number | null): Narration | null {
    if (ms === null) {
      this.#heard = { rank: 0, ms: 0 };
      return narrationAt(scene.line, scene.to, scene.view);
    }
    const picked = pickNarration(scene, this.#heard, ms);
    if (picked === null) return scene.narration;
    this.#heard = { rank: picked.rank, ms };
    return picked;
  }
}
