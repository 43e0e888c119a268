// What the page must say about keeping, importing and branching. One notice of a kind at a time; the words are in shell/late-notices.tsx, which loads with
// the first of them.
import { create } from 'zustand';
import type { DeedRefusal } from './branching.ts';

export type Notice =
  /** A deed that would make one more branch or intervention than there may be. */
  { readonly kind: 'deed_refused'; readonly why: Exclude<DeedRefusal, 'no_run'> };

export const useNotices = create<{ readonly list: readonly Notice[] }>()(() => ({ list: [] }));

/** Shows a notice in place of an older one of its kind. */
export const tell = (notice: Notice): void =>
  useNotices.setState(({ list }) => ({ list: [...list.filter(({ kind }) => kind !== notice.kind), notice] }));

export const dismiss = (kind: Notice['kind']): void =>
  useNotices.setState(({ list }) => ({ list: list.filter((notice) => notice.kind !== kind) }));
