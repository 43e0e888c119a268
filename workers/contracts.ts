// Entry of the worker behind the contracts panel: reads dropped classes, which takes hashing, and runs view calls at a committed state. Spawned on demand.
import { readGivenClass } from '../core/contracts/read-class.ts';
import { callView } from '../core/contracts/view-call.ts';
import type { ContractsReply, ContractsRequest } from './contracts-api.ts';
import { loadKernel } from './load-kernel.ts';
import { openCairo } from './open-cairo.ts';
import { toPort } from './port.ts';

const port = toPort<ContractsRequest, ContractsReply>(self);
const loading = loadKernel();

const answer = async (request: ContractsRequest): Promise<ContractsReply> => {
  const { id } = request;
  const { kernel } = await loading;
  if (request.kind === 'read') return { id, kind: 'read', result: readGivenClass(kernel, request.files, request.asked) };
  const cairo = await openCairo(request.classes);
  return { id, kind: 'call', result: callView(kernel, cairo, request.view) };
};

port.listen(async (request) => {
  const failed = (error: unknown): ContractsReply => ({
    id: request.id,
    kind: 'failed',
    message: error instanceof Error ? error.message : String(error),
  });
  port.post(await answer(request).catch(failed));
});
