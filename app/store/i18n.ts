// The words of the page: keys of the catalogue in the visitor's language. What the first frame needs of English is in the first load, the rest comes
// with the first panel (`allWords`); Chinese arrives whole when it is chosen, and until then English stands.
import { create } from 'zustand';
import { EN, loadEn, loadZh } from '../messages/catalogue.ts';
import { type Translate, translator } from '../messages/translate.ts';
import { type Language, useSettings } from './settings.ts';

const useTranslator = create<{ readonly t: Translate }>()(() => ({ t: translator(EN) }));

const choose = async (language: Language): Promise<void> => {
  const catalogue = await (language === 'zh' ? loadZh() : loadEn());
  if (useSettings.getState().language === language) useTranslator.setState({ t: translator(catalogue) });
};

let words: Promise<void> | null = null;

/** Loads the chosen language now and whenever it changes; resolves when what the first frame needs is there. */
export const startLanguage = async (): Promise<void> => {
  useSettings.subscribe((now, before) => {
    if (now.language !== before.language) words = choose(now.language);
  });
  if (useSettings.getState().language !== 'en') await allWords();
};

/** Resolves when every word of the chosen language is there. A panel waits for it before it shows. */
export const allWords = (): Promise<void> => (words ??= choose(useSettings.getState().language));

/** The translator of the chosen language; the same function as long as it is chosen. */
export const useT = (): Translate => useTranslator((s) => s.t);

/** The same outside a component. */
export const currentT = (): Translate => useTranslator.getState().t;
