// The message catalogue: every word of the page in every language, by typed key. Parameters are `{name}`; `{name:one:many}` picks a form by number.
// Nothing is ever markup. The English that the first frame needs is always there; the rest of it (folder more) comes with the first panel, another
// language when it is chosen.
import { en } from './en.ts';
import type { enMore } from './more/en.ts';

type FirstKey = keyof typeof en;
export type MessageKey = FirstKey | keyof typeof enMore;
/** Texts of `more` may still be on their way. */
export type Catalogue = Readonly<Record<FirstKey, string> & Partial<Record<MessageKey, string>>>;

export const EN: Catalogue = en;

/** All English words. */
export const loadEn = async (): Promise<Catalogue> => ({ ...en, ...(await import('./more/en.ts')).enMore });
/** All words of the other language. */
export const loadZh = async (): Promise<Catalogue> => (await import('./zh.ts')).zh;

/** The text of a key with its parameters filled in; an unknown parameter stays visible, a text that has not arrived is empty. */
export const formatMessage = (catalogue: Catalogue, key: MessageKey, params: Readonly<Record<string, string | number>>): string =>
  (catalogue[key] ?? '').replaceAll(/\{(\w+)(?::([^:{}]*):([^:{}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    if (!Object.hasOwn(params, name)) return whole;
    if (one === undefined || many === undefined) return String(params[name]);
    return Number(params[name]) === 1 ? one : many;
  });
