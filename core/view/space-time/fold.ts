// Grows the diagram by the events that the log has gained. One record per event of SHOWN_KINDS; ends of spans are found as the log tells them.
// Rounds, phases and timeouts: fold-consensus.ts; frames and calls: fold-flow.ts. Applies no rule of the protocol: it says only what the log says.
// Where the log has let its events go, steps keep their column and nothing is drawn (prune.ts).
import type { LogEvent } from '../../log/event.ts';
import { type ProcessId, toProcessId } from '../../types/ids.ts';
import { type Timeline, indexOfEvent, stepOfEvent } from '../timeline.ts';
import { savedBehind } from './axis.ts';
import { type Diagram, IDLE_US } from './diagram.ts';
import { foldConsensus } from './fold-consensus.ts';
import { foldFlow, sweepLost } from './fold-flow.ts';
import type { Place } from './primitives.ts';
import { NO_STEPS } from './prune.ts';
import { isRoutine } from './routine.ts';

type Cause = { readonly event: LogEvent; readonly step: number };

const causeOf = (line: Timeline, { cause }: LogEvent, step: number): Cause | null => {
  const at = cause === null ? null : indexOfEvent(line, cause);
  const event = at === null ? undefined : line.events[at];
  const from = at === null ? step : stepOfEvent(line, at);
  return event === undefined || from >= step ? null : { event, step: from };
};

const openStep = (diagram: Diagram, line: Timeline, event: LogEvent, step: number): void => {
  const cause = causeOf(line, event, step);
  const routine = isRoutine(event, cause?.event ?? null);
  diagram.times.push(event.t);
  diagram.processes.push(event.p);
  diagram.routine.push(routine);
  diagram.columns.push((diagram.columns.at(-1) ?? -1) + (routine && step > 0 ? 0 : 1));
  diagram.parents.push(cause === null ? [] : [cause.step]);
  diagram.children.push([]);
  if (cause !== null) diagram.children[cause.step]?.push(step);
  const own = diagram.byLane.get(event.p);
  if (own === undefined) {
    diagram.byLane.set(event.p, [step]);
    diagram.lanes.splice(diagram.lanes.filter((p) => p < event.p).length, 0, event.p);
  } else own.push(step);
  if (routine) return;
  const before = diagram.gaps.at(-1);
  if (event.t - diagram.lastLoud > IDLE_US)
    diagram.gaps.push({ from: diagram.lastLoud, to: event.t, saved: before === undefined ? 0 : savedBehind(before) });
  diagram.lastLoud = event.t;
};

/** The process of a step that is not known: no lane is its. */
const NOBODY: ProcessId = toProcessId(100_000, 0);

/** A step whose events are not kept. What was under way has no end that is known. */
const openBlank = (diagram: Diagram, line: Timeline, step: number): void => {
  diagram.times.push(line.times[step] ?? 0);
  diagram.processes.push(NOBODY);
  diagram.routine.push(true);
  diagram.columns.push(diagram.columns.at(-1) ?? 0);
  diagram.parents.push(NO_STEPS);
  diagram.children.push(NO_STEPS);
  diagram.open.clear();
  diagram.votes.clear();
};

/** Takes in what `line` holds beyond what was seen; true when there was anything. The line must be the one it was grown from. */
export const growDiagram = (diagram: Diagram, line: Timeline): boolean => {
  const from = diagram.seen;
  for (; diagram.seen < line.events.length; diagram.seen++) {
    const event = line.events[diagram.seen];
    if (event === undefined) {
      if (line.starts[diagram.times.length] === diagram.seen) openBlank(diagram, line, diagram.times.length);
      continue;
    }
    if (line.starts[diagram.times.length] === diagram.seen) openStep(diagram, line, event, diagram.times.length);
    const at: Place = { step: diagram.times.length - 1, t: event.t };
    foldConsensus(diagram, event, at);
    foldFlow(diagram, event, at);
  }
  if (diagram.seen > from) sweepLost(diagram);
  return diagram.seen > from;
};
