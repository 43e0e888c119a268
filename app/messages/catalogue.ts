// The message catalogue: every word of the page in every language, by typed key. Parameters are `{name}`; `{name:one:many}` picks a form by number.
// Nothing is ever markup. English is always there; another language is loaded when it is chosen.
import { en } from './en.ts';

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string>>;

export const EN: Catalogue = en;

/** The other language's words. */
export const loadZh = async (): Promise<Catalogue> => (await import('./zh.ts')).zh;

/** The text of a key with its parameters filled in; an unknown parameter stays visible. */
export const formatMessage = (catalogue: Catalogue, key: MessageKey, params: Readonly<Record<string, string | number>>): string =>
  catalogue[key].replaceAll(/\{(\w+)(?::([^:{}]*):([^:{}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    if (!Object.hasOwn(params, name)) return whole;
    if (one === undefined || many === undefined) return String(params[name]);
    return Number(params[name]) === 1 ? one : many;
  });
