// The message catalogue: every word of the page in every language, by typed key. Parameters are `{name}`; nothing is ever markup.
import { en } from './en.ts';
import { zh } from './zh.ts';

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string>>;

export const CATALOGUES: Readonly<Record<'en' | 'zh', Catalogue>> = { en, zh };

/** The text of a key with its parameters filled in; an unknown parameter stays visible. */
export const messageOf = (language: 'en' | 'zh', key: MessageKey, params: Readonly<Record<string, string | number>>): string =>
  CATALOGUES[language][key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : whole));
