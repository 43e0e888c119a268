// From keys to sentences, in any language and without a page: the command line speaks through it too.
import type { Narration } from '../../core/view/narrate.ts';
import type { Params } from '../../core/view/phrase.ts';
import { type Catalogue, type MessageKey, formatMessage } from './catalogue.ts';

export type Translate = (key: MessageKey, params?: Params) => string;

/** A translator into one catalogue. */
export const translator =
  (catalogue: Catalogue): Translate =>
  (key, params = {}) =>
    formatMessage(catalogue, key, params);

/** One sentence: cause → rule with its paper line → effects. `facts` says what the cause leaves out of a deed. */
export const sentenceOf = (t: Translate, narration: Narration, facts: (deed: number) => string): string => {
  const said = narration.deed === null ? '' : facts(narration.deed);
  const parts = [t(narration.cause.key, narration.cause.params) + (said === '' ? '' : t('narration.facts', { facts: said }))];
  if (narration.rule !== null && narration.line !== null) {
    parts.push(t('narration.rule', { line: narration.line.slice(1), rule: t(narration.rule.key, narration.rule.params) }));
  }
  parts.push(narration.effects.map((effect) => t(effect.key, effect.params)).join(t('narration.join')));
  return parts.join(' → ');
};
