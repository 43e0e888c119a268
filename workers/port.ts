// One port over Web Workers and Node's worker_threads: both have MessagePort with onmessage and postMessage. The same hosts run in the page and in the
// command line.

/** What both worlds offer; a dedicated worker's own scope has it too. */
type PortLike = {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage: (message: unknown, transfer?: Transferable[]) => void;
  start?: () => void;
  close?: () => void;
};

export type Port<In, Out> = {
  readonly post: (message: Out, transfer?: readonly Transferable[]) => void;
  readonly listen: (handler: (message: In) => void) => void;
  readonly close: () => void;
};

/** Both sides of a port agree on the message types by construction in spawn.ts; the cast is the only door. */
export const toPort = <In, Out>(raw: unknown): Port<In, Out> => {
  const port = raw as PortLike;
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    listen: (handler) => {
      port.onmessage = (event) => handler(event.data as In);
      port.start?.();
    },
    close: () => port.close?.(),
  };
};
