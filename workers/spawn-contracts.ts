// Main thread: the worker that reads classes and answers view calls. Every request is answered.
import type { ContractsReply, ContractsRequest } from './contracts-api.ts';
import { toPort } from './port.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
export type ContractsSession = { readonly ask: (request: WithoutId<ContractsRequest>) => Promise<ContractsReply> };

export const openContracts = (): ContractsSession => {
  const worker = new Worker(new URL('./contracts.ts', import.meta.url), { type: 'module', name: 'contracts' });
  const port = toPort<ContractsReply, ContractsRequest>(worker);
  const waiting = new Map<number, (reply: ContractsReply) => void>();
  let last = 0;
  const settle = (reply: ContractsReply): void => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  };
  port.listen(settle);
  worker.onerror = ({ message }) => {
    for (const id of waiting.keys()) settle({ id, kind: 'failed', message });
  };
  return {
    ask: (request) =>
      new Promise((resolve) => {
        last++;
        waiting.set(last, resolve);
        port.post({ ...request, id: last });
      }),
  };
};
