// The words of the page: keys of the catalogue in the visitor's language. English is in the first load; Chinese arrives when it is chosen, and until
// then English stands.
import { create } from 'zustand';
import { EN, loadZh } from '../messages/catalogue.ts';
import { type Translate, translator } from '../messages/translate.ts';
import { type Language, useSettings } from './settings.ts';

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
