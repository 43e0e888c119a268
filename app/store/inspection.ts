// The debugger's own state: which transaction is looked into, its execution as the worker found it, and the step that is shown. Never part of a run.
import { create } from 'zustand';
import type { InspectedMoment, Inspection } from '../../core/inspect/types.ts';
import type { Receipt } from '../../core/types/block.ts';
import { executionInput, receiptDifference } from '../../core/view/execution-input.ts';
import { openInspect, type InspectSession } from '../../workers/spawn-inspect.ts';
import { useRun } from './run.ts';
import { openDialog } from './ui.ts';

/** Why nothing can be shown. */
type Refusal = 'unknown' | 'gone' | 'failed';

type State = {
  /** Hex; null: no transaction is looked into. */
  readonly hash: string | null;
  readonly refusal: { readonly code: Refusal; readonly detail: string } | null;
  readonly inspection: Inspection | null;
  /** The first field in which the receipt is not that of the block; null: none. */
  readonly difference: keyof Receipt | null;
  readonly step: number;
  /** The step that was asked for last may still be on its way. */
  readonly moment: InspectedMoment | null;
};

const NOTHING: State = { hash: null, refusal: null, inspection: null, difference: null, step: 0, moment: null };

export const useInspection = create<State>()(() => NOTHING);

let session: InspectSession | null = null;

/** Opens the debugger on a committed transaction. */
export const lookInto = (hash: string): void => {
  closeSession();
  useInspection.setState({ ...NOTHING, hash });
  openDialog('execution');
  const { line, info, run } = useRun.getState();
  const found = info === null ? null : executionInput(line.events, { hash, chainId: info.chainId });
  if (found === null) return refuse('unknown');
  if (found === 'gone') return refuse('gone');
  session = openInspect();
  session.ask({ kind: 'open', input: found.input, classes: run?.classes ?? [] }, (reply) => {
    if (reply.kind === 'failed') refuse('failed', reply.message);
    if (reply.kind !== 'inspection') return;
    const { inspection } = reply;
    const { outcome } = inspection;
    const difference = outcome.kind === 'executed' ? receiptDifference(found.receipt, outcome.receipt) : 'status';
    useInspection.setState({ inspection, difference });
    goToStep(0);
  });
};

const refuse = (code: Refusal, detail = ''): void => useInspection.setState({ refusal: { code, detail } });

/** Shows another step; a step outside the execution is the nearest one inside. */
export const goToStep = (wanted: number): void => {
  const { inspection } = useInspection.getState();
  if (inspection === null || inspection.steps === 0) return;
  const step = Math.max(0, Math.min(inspection.steps - 1, Math.round(wanted)));
  useInspection.setState({ step });
  session?.ask({ kind: 'moment', step }, (reply) => {
    if (reply.kind === 'failed') refuse('failed', reply.message);
    else if (reply.kind === 'moment') useInspection.setState({ moment: reply.moment });
  });
};

const closeSession = (): void => {
  session?.close();
  session = null;
};

export const closeInspection = (): void => {
  closeSession();
  useInspection.setState(NOTHING);
  openDialog(null);
};
