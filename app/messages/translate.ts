// From keys to sentences, in any language and without a page: the command line speaks through it too.
import type { Params } from '../../core/view/phrase.ts';
import { type Catalogue, type MessageKey, formatMessage } from './catalogue.ts';

export type Translate = (key: MessageKey, params?: Params) => string;

/** A translator into one catalogue. */
export const translator =
  (catalogue: Catalogue): Translate =>
  (key, params = {}) =>
    formatMessage(catalogue, key, params);
