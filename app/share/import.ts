// Opening a file that somebody chose or dropped: it is read and checked in full before anything changes, then its run is simulated again and compared with
// what the file says. Every refusal is one message with its place.
import { IMPORT_BYTES_MAX } from '../../core/base/limits.ts';
import { type Imported, readImport } from '../../core/share/import.ts';
import { type SharedRun, misfit } from '../../core/sim/share.ts';
import { parseScenario } from '../../core/scenarios/catalogue.ts';
import { takeLook } from '../store/look.ts';
import { type ImportState, tell } from '../store/notices.ts';
import { factsOfRun } from '../store/replay.ts';
import { run, useRun } from '../store/run.ts';
import { tellingNow } from './telling.ts';

type Refusal = ImportState & { readonly kind: 'refused' };
const refusal = (why: Refusal['why'], at: string): Refusal => ({ kind: 'refused', why, at });

/** Characters of a file's name that are shown. */
const NAME_MAX = 60;

const bytesOf = async (file: File): Promise<Uint8Array | null> => {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
};

/** Whether the run can be opened here at all; nothing is opened yet. */
const fits = async (shared: SharedRun): Promise<Refusal | null> => {
  const { spec, scenario, interventions } = shared.run;
  if (spec === undefined && parseScenario(scenario) === null) return refusal('UnknownScenario', 'scenario');
  const error = misfit(interventions, await factsOfRun(shared.run));
  return error === null ? null : refusal('Misfit', error.code === 'WrongShape' ? error.at : error.code);
};

const isSettled = (): boolean => {
  const { link, status } = useRun.getState();
  return status === 'failed' || (status === 'ready' && link?.kind !== 'checking');
};

/** Resolves when the fingerprint of what a link describes has been compared, or the run has failed. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    if (isSettled()) {
      resolve();
      return;
    }
    const stop = useRun.subscribe(() => {
      if (!isSettled()) return;
      stop();
      resolve();
    });
  });

const compare = async ({ kind, difference }: Imported): Promise<ImportState> => {
  await settled();
  const { link } = useRun.getState();
  if (kind === 'link') return { kind: 'opened' };
  const telling = await tellingNow();
  const at = telling === null ? 'events' : difference(telling);
  if (at === null && link?.kind === 'identical') {
    useRun.setState({ link: null });
    return { kind: 'same' };
  }
  return { kind: 'differs', at: at ?? 'fingerprint' };
};

/** Opens a file; what becomes of it is told in a notice. */
export const openFile = async (file: File): Promise<void> => {
  const name = file.name.slice(0, NAME_MAX);
  const say = (state: ImportState): void => tell({ kind: 'import', name, state });
  if (file.size > IMPORT_BYTES_MAX) {
    say(refusal('TooLarge', `${file.size} > ${IMPORT_BYTES_MAX}`));
    return;
  }
  say({ kind: 'reading' });
  const bytes = await bytesOf(file);
  const read = bytes === null ? null : readImport(bytes);
  if (read === null || !read.ok) {
    say(read === null ? refusal('Failed', 'file') : refusal(read.error.code, read.error.at));
    return;
  }
  const { shared } = read.value;
  const wrong = await fits(shared).catch((error: unknown) => refusal('Failed', String(error)));
  if (wrong !== null) {
    say(wrong);
    return;
  }
  history.replaceState(null, '', `${location.pathname}${location.search}`);
  await run.openShared(shared);
  if (shared.look !== undefined) takeLook(shared.look);
  say({ kind: 'opened' });
  say(await compare(read.value));
};
