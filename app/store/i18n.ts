// The words of the page: keys of the catalogue in the visitor's language. English is in the first load; Chinese arrives when it is chosen, and until
// then English stands.
import { create } from 'zustand';
import type { Narration } from '../../core/view/narrate.ts';
import type { Params } from '../../core/view/phrase.ts';
import { type Catalogue, EN, type MessageKey, formatMessage, loadZh } from '../messages/catalogue.ts';
import { type Language, useSettings } from './settings.ts';

export type Translate = (key: MessageKey, params?: Params) => string;

/** A translator into one catalogue. */
export const translator =
  (catalogue: Catalogue): Translate =>
  (key, params = {}) =>
    formatMessage(catalogue, key, params);

const useTranslator = create<{ readonly t: Translate }>()(() => ({ t: translator(EN) }));

const choose = async (language: Language): Promise<void> => {
  const catalogue = language === 'zh' ? await loadZh() : EN;
  if (useSettings.getState().language === language) useTranslator.setState({ t: translator(catalogue) });
};

/** Loads the chosen language now and whenever it changes; resolves when the first one is there. */
export const startLanguage = async (): Promise<void> => {
  useSettings.subscribe((now, before) => {
    if (now.language !== before.language) void choose(now.language);
  });
  await choose(useSettings.getState().language);
};

/** The translator of the chosen language; the same function as long as it is chosen. */
export const useT = (): Translate => useTranslator((s) => s.t);

/** One sentence: cause → rule with its paper line → effects. */
export const sentenceOf = (t: Translate, narration: Narration): string => {
  const parts = [t(narration.cause.key, narration.cause.params)];
  if (narration.rule !== null && narration.line !== null) {
    parts.push(t('narration.rule', { line: narration.line.slice(1), rule: t(narration.rule.key, narration.rule.params) }));
  }
  parts.push(narration.effects.map((effect) => t(effect.key, effect.params)).join(t('narration.join')));
  return parts.join(' → ');
};
