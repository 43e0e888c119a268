// Starting a write to the recorder: what it will say is settled now and delivered by a timer, unless it never answers.
// Source: CendeAmbassador::write_prev_height_blob, protocol.md 5.3. The rule is in recorder.ts.
import { type Height, toHeight } from '../types/ids.ts';
import { planWrite } from './recorder.ts';
import { type Draft, type RecorderWrite, patch, report, setTimer } from './state.ts';

/** Begins write_prev_height_blob for a proposal at `height`. */
export const startWrite = (draft: Draft, height: Height): RecorderWrite => {
  const { recorder } = draft.config;
  const id = draft.state.nextWriteId;
  patch(draft, { nextWriteId: id + 1 });
  const plan = planWrite(draft.state.recorder, height);
  const blobHeight = toHeight(Math.max(0, height - 1));
  if (!plan.asksRecorder) {
    const outcome = plan.kind === 'skip' ? 'skipped' : 'failed';
    report(draft, { kind: 'recorder_write', height: blobHeight, phase: outcome });
    return { id, outcome, detail: plan.detail };
  }
  report(draft, { kind: 'recorder_write', height: blobHeight, phase: 'started' });
  const answer = recorder.answer(draft.now);
  if (answer !== 'silent') {
    const refused = answer === 'refuse' || plan.kind === 'refuse';
    const outcome = refused ? 'failed' : plan.kind === 'skip' ? 'skipped' : 'succeeded';
    setTimer(draft, draft.now + recorder.writeUs, { kind: 'recorder', writeId: id, outcome });
  }
  return { id, outcome: null, detail: plan.detail };
};
