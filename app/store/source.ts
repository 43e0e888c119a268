// From a number on the page to the event that it came from: goes to the event's step and opens what shows it.
import { indexOfEvent, stepOfEvent } from '../../core/view/timeline.ts';
import { findMessage } from '../../core/view/messages.ts';
import { run, useRun } from './run.ts';
import { openDrawer, selectMessage, useUi } from './ui.ts';

/** Shows the step of an event; a frame is opened as a message, anything else in the list of events. */
export const goToEvent = (eventId: string): void => {
  const { line } = useRun.getState();
  const index = indexOfEvent(line, eventId);
  const event = index === null ? undefined : line.events[index];
  if (index === null || event === undefined) return;
  run.seekStep(stepOfEvent(line, index) + 1);
  const sent = event.kind === 'frame_sent' ? `${eventId}>${event.targets[0]?.to ?? 0}` : null;
  if (sent !== null && findMessage(line.messages, sent) !== null) {
    selectMessage(sent);
    return;
  }
  useUi.setState({ screen: 'stage' });
  openDrawer('events');
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
