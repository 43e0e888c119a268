// A step as one sentence, in any language.
import type { Deed, Narration } from '../../core/view/narrate.ts';
import type { Translate } from './translate.ts';

/** One sentence: cause → rule with its paper line → effects. `facts` says what the cause leaves out of a deed. */
export const sentenceOf = (t: Translate, narration: Narration, facts: (deed: Deed) => string): string => {
  const parts = [t(narration.cause.key, narration.cause.params) + (narration.deed === null ? '' : facts(narration.deed))];
  if (narration.rule !== null && narration.line !== null) {
    parts.push(t('narration.rule', { line: narration.line.slice(1), rule: t(narration.rule.key, narration.rule.params) }));
  }
  parts.push(narration.effects.map((effect) => t(effect.key, effect.params)).join(t('narration.join')));
  return parts.join(' → ');
};
