// Sentences about steps of the open run, with what only its interventions tell.
import type { Narration } from '../../core/view/narrate.ts';
import { type Translate, sentenceOf } from '../messages/translate.ts';
import { interventionsOf } from './active-faults.ts';
import { deedFacts } from './fault-text.ts';
import { nodeName } from './names.ts';
import { useRun } from './run.ts';

/** What the news of a deed of the open run leaves out. */
export const factsOfDeed =
  (t: Translate) =>
  (deed: number): string =>
    deedFacts(t, interventionsOf(useRun.getState()), deed, nodeName);

/** One whole sentence about a step of the open run. */
export const toldOf = (t: Translate, narration: Narration): string => sentenceOf(t, narration, factsOfDeed(t));
