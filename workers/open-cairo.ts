// Fetches the network's class files and makes the Cairo engines of them. The chunk of the virtual machine: imported on demand only (load-cairo.ts).
import { CLASS_BYTES_MAX } from '../core/base/limits.ts';
import { GENESIS_FILES, createCairoEngines } from '../core/sim/cairo-engines.ts';
import type { CairoEngines } from '../core/sim/engines.ts';
import type { ClassFile } from '../core/types/engines.ts';

const fetchText = async (from: URL): Promise<string> => {
  const response = await fetch(from);
  if (!response.ok) throw new Error(`${from.pathname}: ${response.status} ${response.statusText}`);
  // A length that is announced is refused before it is read; one that is not, by the check of the text.
  if (Number(response.headers.get('content-length') ?? 0) > CLASS_BYTES_MAX) throw new Error(`${from.pathname}: too_large`);
  return response.text();
};

/** `brought`: classes that a run has beside the network's own. Rejects with the file and what is wrong with it. */
export const openCairo = async (brought: readonly ClassFile[]): Promise<CairoEngines> => {
  // Classes lie beside the folder of the scripts, in builds and in development.
  const folder = new URL('../classes/', self.location.href);
  const texts = await Promise.all(GENESIS_FILES.map(async (file) => [file, await fetchText(new URL(file, folder))] as const));
  const made = createCairoEngines(new Map(texts), brought);
  if (!made.ok) throw new Error(`${made.error.file}: ${made.error.why}`);
  return made.value;
};
