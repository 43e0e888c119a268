// Scenarios that this browser keeps: named drafts, and the text that was last in the editor. Storage may be full, forbidden or hold rubbish: what cannot be
// kept is said, what is no draft is left out.
import { DRAFTS_MAX, SPEC_CHARACTERS_MAX } from '../../core/base/limits.ts';

export type Draft = { readonly title: string; readonly text: string };
export type Kept = 'kept' | 'full' | 'too_many';

const KEY = 'bicameral.drafts';
const LAST = 'bicameral.editor';
const TITLE_MAX = 80;

const isDraft = (value: unknown): value is Draft => {
  const { title, text } = (value ?? {}) as { readonly title?: unknown; readonly text?: unknown };
  return typeof title === 'string' && title.length <= TITLE_MAX && typeof text === 'string' && text.length <= SPEC_CHARACTERS_MAX;
};

const write = (key: string, text: string): boolean => {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
};

/** All kept drafts, oldest first. */
export const readDrafts = (): readonly Draft[] => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(value) ? value.filter(isDraft).slice(0, DRAFTS_MAX) : [];
  } catch {
    return [];
  }
};

/** Keeps a draft in place of one with the same title. */
export const keepDraft = (draft: Draft): Kept => {
  const others = readDrafts().filter(({ title }) => title !== draft.title);
  if (others.length >= DRAFTS_MAX) return 'too_many';
  return write(KEY, JSON.stringify([...others, draft])) ? 'kept' : 'full';
};

export const dropDraft = (title: string): void => {
  write(KEY, JSON.stringify(readDrafts().filter((draft) => draft.title !== title)));
};

/** The text that was last in the editor, or null. */
export const readLast = (): string | null => {
  try {
    const text = localStorage.getItem(LAST);
    return text !== null && text.length <= SPEC_CHARACTERS_MAX ? text : null;
  } catch {
    return null;
  }
};

/** False when it could not be kept. */
export const keepLast = (text: string): boolean => write(LAST, text);
