// Language, theme and shortcuts of this visitor. Kept in the address (language, theme) and in local storage; both may fail or hold rubbish, then the
// defaults stand. Never part of a run.
import { create } from 'zustand';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
export const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

type Settings = {
  readonly language: Language;
  readonly theme: Theme;
  readonly shortcuts: boolean;
  /** Keys by action, where the visitor changed them (shell/keymap.ts reads only what is sound). */
  readonly keys: Readonly<Record<string, string>>;
};

const KEY = 'bicameral.settings';

const oneOf = <T extends string>(list: readonly T[], value: unknown): T | null => list.find((item) => item === value) ?? null;

const readStored = (): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** Keys that a storage may hold, and the length of each. */
const KEYS_MAX = 100;
const KEY_LENGTH_MAX = 24;

const readKeys = (value: unknown): Readonly<Record<string, string>> => {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= KEY_LENGTH_MAX,
  );
  return Object.fromEntries(entries.slice(0, KEYS_MAX));
};

const readSettings = (): Settings => {
  const stored = readStored();
  // Tests load stores without a page.
  const query = new URLSearchParams(globalThis.location?.search ?? '');
  const preferred = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  return {
    language: oneOf(LANGUAGES, query.get('lang')) ?? oneOf(LANGUAGES, stored['language']) ?? preferred,
    theme: oneOf(THEMES, query.get('theme')) ?? oneOf(THEMES, stored['theme']) ?? 'system',
    shortcuts: stored['shortcuts'] !== false,
    keys: readKeys(stored['keys']),
  };
};

export const useSettings = create<Settings>()(() => readSettings());

/** Changes settings, here, in the address and in storage. */
export const changeSettings = (change: Partial<Settings>): void => {
  useSettings.setState(change);
  const settings = useSettings.getState();
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Storage may be full or forbidden: the choice then lasts as long as the page.
  }
  const query = new URLSearchParams(location.search);
  if (change.language !== undefined) query.set('lang', change.language);
  if (change.theme !== undefined) query.set('theme', change.theme);
  const text = query.toString();
  history.replaceState(null, '', `${location.pathname}${text === '' ? '' : `?${text}`}${location.hash}`);
};
