// Entry of the worker that executes one committed transaction again for the debugger. Spawned when somebody looks into a transaction; the newest request wins.
import { inspect } from '../core/inspect/inspect.ts';
import { momentAt } from '../core/inspect/moment.ts';
import type { Trace } from '../core/inspect/recorder.ts';
import { type InspectMeans, type Prepared, prepare } from '../core/inspect/replay.ts';
import { Verifier } from '../core/inspect/verify.ts';
import type { ClassFile } from '../core/types/engines.ts';
import type { InspectReply, InspectRequest } from './api.ts';
import { loadKernel } from './load-kernel.ts';
import { openCairo } from './open-cairo.ts';
import { toPort } from './port.ts';

const port = toPort<InspectRequest, InspectReply>(self);
const loading = loadKernel();
let verifier: Verifier | null = null;
let opened: { readonly prepared: Prepared; readonly trace: Trace } | null = null;

type Request<K extends InspectRequest['kind']> = Extract<InspectRequest, { readonly kind: K }>;

const meansWith = async (classes: readonly ClassFile[]): Promise<InspectMeans> => {
  const [{ kernel }, cairo] = await Promise.all([loading, openCairo(classes)]);
  return { kernel, classes: cairo.classes, genesis: cairo.genesis.stateDiff };
};

const open = async ({ input, classes }: Request<'open'>): Promise<InspectReply['reply']> => {
  const means = await meansWith(classes);
  const { inspection, trace } = inspect(means, input);
  opened = { prepared: prepare(means, input), trace };
  return { kind: 'inspection', inspection };
};

const verify = async ({ restart, chainId, blocks, classes }: Request<'verify'>): Promise<InspectReply['reply']> => {
  if (restart || verifier === null) verifier = new Verifier(await meansWith(classes), chainId);
  const present = verifier;
  return { kind: 'verified', differences: blocks.map((block) => present.next(block)) };
};

const answer = async (request: InspectRequest): Promise<InspectReply['reply']> => {
  if (request.kind === 'open') return open(request);
  if (request.kind === 'verify') return verify(request);
  return { kind: 'moment', moment: opened === null ? null : momentAt(opened.prepared, opened.trace, request.step) };
};

port.listen(async (request) => {
  const reply = await answer(request).catch((error: unknown): InspectReply['reply'] => {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  });
  port.post({ id: request.id, reply });
});
