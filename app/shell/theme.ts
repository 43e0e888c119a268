// Puts theme and language on the root element, and follows the system's theme while the visitor chose none.
import { useSettings } from '../store/settings.ts';

const LANGUAGE_TAGS = { en: 'en', zh: 'zh-Hans' } as const;

export const startTheme = (): void => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const { theme, language } = useSettings.getState();
    document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    document.documentElement.lang = LANGUAGE_TAGS[language];
  };
  dark.addEventListener('change', apply);
  useSettings.subscribe(apply);
  apply();
};
