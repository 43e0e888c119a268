// What a file is that somebody drops onto the page, by what it holds and not by its name: a .trace, an ITF trace or a ShiViz log of ours, or text with a
// link. Everything is hostile until it has been read; the result is a run to simulate again, and a way to compare what the file says with what the run
// does. Nothing of a file is ever executed or becomes markup.
import { IMPORT_BYTES_MAX, RUN_TIME_US_MAX } from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import { bytesToUtf8 } from '../base/utf8.ts';
import { type ShareError, type SharedRun, decodeShare } from '../sim/share.ts';
import { toTimeUs } from '../types/ids.ts';
import { wireErrorToText } from '../wire/errors.ts';
import { decodeTrace } from '../wire/trace.ts';
import { bytesToHex } from '../base/hex.ts';
import { itfDifference, readItf } from './itf.ts';
import { readShiviz, shivizDifference } from './shiviz.ts';
import type { Telling } from './telling.ts';
import { traceDifference } from './trace.ts';

type ImportKind = 'trace' | 'itf' | 'shiviz' | 'link';

export type ImportError = {
  readonly code: 'Empty' | 'TooLarge' | 'Unreadable' | 'WrongShape' | 'BadLink';
  /** Line or field of what is wrong. */
  readonly at: string;
};

export type Imported = {
  readonly kind: ImportKind;
  readonly shared: SharedRun;
  /** The place where the file says something else than the run does up to the cursor, or null. */
  readonly difference: (telling: Telling) => string | null;
};

const linkError = (error: ShareError, at: string): ImportError => ({
  code: 'BadLink',
  at: error.code === 'WrongShape' ? `${at}: ${error.at}` : `${at}: ${error.code}`,
});

const withLink = (link: string, at: string, made: (shared: SharedRun) => Imported): Result<Imported, ImportError> => {
  const shared = decodeShare(link);
  return shared.ok ? ok(made(shared.value)) : err(linkError(shared.error, at));
};

const importTrace = (bytes: Uint8Array): Result<Imported, ImportError> => {
  const read = decodeTrace(bytes);
  if (!read.ok) return err({ code: 'Unreadable', at: wireErrorToText(read.error) });
  const file = read.value.value;
  if (file.untilUs > RUN_TIME_US_MAX) return err({ code: 'WrongShape', at: 'until' });
  return withLink(file.link, 'link', (shared) => ({
    kind: 'trace',
    shared: { ...shared, cursor: toTimeUs(file.untilUs), fingerprint: bytesToHex(file.fingerprint) },
    difference: (telling) => traceDifference(file, telling),
  }));
};

const importItf = (text: string): Result<Imported, ImportError> => {
  const read = readItf(text);
  if (!read.ok) return err(read.error);
  const file = read.value;
  return withLink(file.link, '#meta.link', (shared) => ({ kind: 'itf', shared, difference: (telling) => itfDifference(file, telling) }));
};

const importShiviz = (text: string): Result<Imported, ImportError> => {
  const read = readShiviz(text);
  if (!read.ok) return err(read.error);
  const file = read.value;
  return withLink(file.link, 'line 4', (shared) => ({
    kind: 'shiviz',
    shared,
    difference: (telling) => shivizDifference(file, telling),
  }));
};

/** Reads the bytes of a file; never throws. */
export const readImport = (bytes: Uint8Array): Result<Imported, ImportError> => {
  if (bytes.length === 0) return err({ code: 'Empty', at: 'byte 0' });
  if (bytes.length > IMPORT_BYTES_MAX) return err({ code: 'TooLarge', at: `${bytes.length} > ${IMPORT_BYTES_MAX}` });
  // A trace begins with the tag of its first field, a control character that no text begins with.
  if (bytes[0] === 0x08) return importTrace(bytes);
  const text = bytesToUtf8(bytes);
  if (text === null) return err({ code: 'Unreadable', at: 'UTF-8' });
  const start = text.trimStart();
  if (start.startsWith('{')) return importItf(text);
  if (start.startsWith('(?<host>')) return importShiviz(text);
  const link = /#s=([A-Za-z0-9_-]+)/.exec(text)?.[1];
  if (link === undefined) return err({ code: 'Unreadable', at: 'line 1' });
  return withLink(link, 'line 1', (shared) => ({ kind: 'link', shared, difference: () => null }));
};
