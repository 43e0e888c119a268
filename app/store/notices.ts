// What the page must say about keeping, importing and branching. One notice of a kind at a time; the words are in app/share/notices.tsx, which loads with
// the first of them.
import { create } from 'zustand';
import type { ImportError } from '../../core/share/import.ts';
import type { DeedRefusal } from './branching.ts';

export type Notice =
  /** A deed that would make one more branch or intervention than there may be. */
  | { readonly kind: 'deed_refused'; readonly why: Exclude<DeedRefusal, 'no_run'> }
  /** Branches cannot be kept for the next visit. */
  | { readonly kind: 'storage' }
  /** An earlier visit left branches, and was at `us`. */
  | { readonly kind: 'kept'; readonly branches: number; readonly us: number }
  /** What an earlier visit left cannot be read. */
  | { readonly kind: 'kept_broken'; readonly at: string }
  /** A number has no event to go to. */
  | { readonly kind: 'source'; readonly why: 'none' | 'gone' }
  /** What becomes of a file. */
  | { readonly kind: 'import'; readonly name: string; readonly state: ImportState };

export type ImportState =
  | { readonly kind: 'reading' | 'opened' | 'same' }
  | { readonly kind: 'differs'; readonly at: string }
  | {
      readonly kind: 'refused';
      readonly why: ImportError['code'] | 'UnknownScenario' | 'Misfit' | 'Failed';
      readonly at: string;
    };

export const useNotices = create<{ readonly list: readonly Notice[] }>()(() => ({ list: [] }));

/** Shows a notice in place of an older one of its kind. */
export const tell = (notice: Notice): void =>
  useNotices.setState(({ list }) => ({ list: [...list.filter(({ kind }) => kind !== notice.kind), notice] }));

export const dismiss = (kind: Notice['kind']): void =>
  useNotices.setState(({ list }) => ({ list: list.filter((notice) => notice.kind !== kind) }));
