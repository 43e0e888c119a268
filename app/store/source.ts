// From a number on the page to the event that it came from: goes to the event's step and opens what shows it. When there is none, says so.
import { findMessage } from '../../core/view/messages.ts';
import { type NetworkFact, networkSourceOf } from '../../core/view/network-source.ts';
import { type Fact, type Source, sourceOf } from '../../core/view/source.ts';
import { indexOfEvent, stepOfEvent } from '../../core/view/timeline.ts';
import { dismiss, tell } from './notices.ts';
import { run, useRun } from './run.ts';
import { openDrawer, selectMessage, useUi } from './ui.ts';

/** Shows the step of an event; a frame is opened as a message, anything else in the list of events. What is no longer kept is computed again. */
export const goToEvent = (eventId: string): void => {
  const { line } = useRun.getState();
  const index = indexOfEvent(line, eventId);
  if (index === null) return;
  const event = line.events[index];
  run.seekStep(stepOfEvent(line, index) + 1);
  const sent = event?.kind === 'frame_sent' ? `${eventId}>${event.targets[0]?.to ?? 0}` : null;
  if (sent !== null && findMessage(line.messages, sent) !== null) {
    selectMessage(sent);
    return;
  }
  useUi.setState({ screen: 'stage' });
  openDrawer('events');
};

const goTo = (source: Source): void => {
  dismiss('source');
  if (source.kind === 'event') goToEvent(source.id);
  else tell({ kind: 'source', why: source.kind });
};

/** To where a fact of a node comes from. */
export const goToFact = (validator: number, fact: Fact): void => {
  const { line, cursor } = useRun.getState();
  goTo(sourceOf(line, { cursor, validator }, fact));
};

/** To where a number of the network comes from, at the cursor or at the head. */
export const goToNetworkFact = (fact: NetworkFact, at: 'cursor' | 'head'): void => {
  const { line, cursor } = useRun.getState();
  goTo(networkSourceOf(line, at === 'cursor' ? cursor : line.stops.total, fact));
};

type ProposerRule = { readonly useOnlyActualProposerSelection: boolean; readonly requireVirtualProposerVote: boolean };

/** The proposer rule at a height: the setting, and changes in the middle of the run. */
const proposerRuleAt = (height: number): ProposerRule | null => {
  const { info, run: open } = useRun.getState();
  const changes = [...(info?.inputs ?? []), ...(open?.interventions ?? [])].flatMap((item) =>
    item.kind === 'configure' && item.change.kind === 'proposer_rule' && item.fromHeight <= height
      ? [{ from: item.fromHeight, rule: item.change }]
      : [],
  );
  const last = changes.reduce<(typeof changes)[number] | null>((best, one) => (best === null || one.from >= best.from ? one : best), null);
  return last?.rule ?? info?.settings.consensus ?? null;
};

/** Whether the run requires the virtual proposer's vote at a height. */
export const requiresVirtualVote = (height: number): boolean => proposerRuleAt(height)?.requireVirtualProposerVote ?? false;

/** Whether the virtual proposer of a height is the actual one. */
export const usesOnlyActual = (height: number): boolean => proposerRuleAt(height)?.useOnlyActualProposerSelection ?? true;
