// A sentence about a step of the open run, with what only its interventions tell.
import type { Narration } from '../../core/view/narrate.ts';
import { sentenceOf } from '../messages/sentence.ts';
import type { Translate } from '../messages/translate.ts';
import { factsOf } from './deed-facts.ts';
import { useRun } from './run.ts';

export const toldOf = (t: Translate, narration: Narration): string =>
  sentenceOf(t, narration, (deed) => factsOf(t, useRun.getState(), deed));
