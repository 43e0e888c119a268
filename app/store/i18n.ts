// The words of the page: keys of the catalogue in the visitor's language.
import type { Narration } from '../../core/view/narrate.ts';
import type { Params } from '../../core/view/phrase.ts';
import { type MessageKey, messageOf } from '../messages/catalogue.ts';
import { type Language, useSettings } from './settings.ts';

export type { MessageKey } from '../messages/catalogue.ts';
export type Translate = (key: MessageKey, params?: Params) => string;

export const translator =
  (language: Language): Translate =>
  (key, params = {}) =>
    messageOf(language, key, params);

const TRANSLATORS: Readonly<Record<Language, Translate>> = { en: translator('en'), zh: translator('zh') };

/** The translator of the chosen language; the same function as long as it is chosen. */
export const useT = (): Translate => TRANSLATORS[useSettings((s) => s.language)];

/** One sentence: cause → rule with its paper line → effects. */
export const sentenceOf = (t: Translate, narration: Narration): string => {
  const parts = [t(narration.cause.key, narration.cause.params)];
  if (narration.rule !== null && narration.line !== null) {
    parts.push(t('narration.rule', { line: narration.line.slice(1), rule: t(narration.rule.key, narration.rule.params) }));
  }
  parts.push(narration.effects.map((effect) => t(effect.key, effect.params)).join(t('narration.join')));
  return parts.join(' → ');
};
