// The control plane: commands and queries between page and director. The only importer of comlink; votes and logs never go this way.
import { type Remote, expose, wrap } from 'comlink';
import type { DirectorApi } from './api.ts';

/** Serves the director's commands in its worker. */
export const exposeDirector = (api: DirectorApi): void => expose(api);

/** The page's side of a director worker. */
export const wrapDirector = (worker: Worker): Remote<DirectorApi> => wrap<DirectorApi>(worker);

export { transfer as withTransfer } from 'comlink';
