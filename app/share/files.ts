// Saving the run as a file.
import { itfFile } from '../../core/share/itf.ts';
import { shivizFile } from '../../core/share/shiviz.ts';
import type { Telling } from '../../core/share/telling.ts';
import { traceFile } from '../../core/share/trace.ts';
import { useRun } from '../store/run.ts';
import { tellingNow } from './telling.ts';

export const RUN_FILES = ['trace', 'itf', 'shiviz'] as const;
export type RunFile = (typeof RUN_FILES)[number];

const ENDINGS: Readonly<Record<RunFile, string>> = { trace: 'trace', itf: 'itf.json', shiviz: 'shiviz.log' };
/** The browser reads the blob after the click has returned. */
const REVOKE_MS = 10_000;

const contentOf = (kind: RunFile, telling: Telling): Blob => {
  switch (kind) {
    case 'trace':
      return new Blob([traceFile(telling) as BlobPart], { type: 'application/octet-stream' });
    case 'itf':
      return new Blob([itfFile(telling)], { type: 'application/json' });
    case 'shiviz':
      return new Blob([shivizFile(telling)], { type: 'text/plain' });
  }
};

const save = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
};

const nameOf = (ending: string): string => {
  const { run, seed } = useRun.getState();
  return `bicameral-${(run?.scenario ?? 'run').replaceAll(/[^a-z0-9-]/g, '_')}-${seed}.${ending}`;
};

/** Saves a link as a text file, which opens like any other file; the name of the file. */
export const saveLink = (link: string): string => {
  const name = nameOf('link.txt');
  save(new Blob([link], { type: 'text/plain' }), name);
  return name;
};

/** Saves what is shown; the name of the file, or null when the log is not whole up to this moment. */
export const saveRun = async (kind: RunFile): Promise<string | null> => {
  const telling = await tellingNow();
  if (telling === null) return null;
  const name = nameOf(ENDINGS[kind]);
  save(contentOf(kind, telling), name);
  return name;
};
