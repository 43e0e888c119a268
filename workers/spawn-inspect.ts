// Main thread: the worker that executes one transaction again.
import type { InspectReply, InspectRequest } from './api.ts';
import { toPort } from './port.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
export type InspectSession = {
  /** The answer to the newest request is heard; those to older ones are dropped. */
  readonly ask: (request: WithoutId<InspectRequest>, hear: (reply: InspectReply['reply']) => void) => void;
  readonly close: () => void;
};

export const openInspect = (): InspectSession => {
  const worker = new Worker(new URL('./inspect.ts', import.meta.url), { type: 'module', name: 'inspect' });
  const port = toPort<InspectReply, InspectRequest>(worker);
  let [last, heard]: [number, (reply: InspectReply['reply']) => void] = [0, () => undefined];
  port.listen(({ id, reply }) => {
    if (id === last) heard(reply);
  });
  worker.onerror = (event) => heard({ kind: 'failed', message: event.message });
  return {
    ask: (request, hear) => {
      last++;
      heard = hear;
      port.post({ ...request, id: last });
    },
    close: () => worker.terminate(),
  };
};
