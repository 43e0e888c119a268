// The central recorder (Cende) as a proposer meets it: the blob of the previous height must be written before Fin may leave.
// Source: CendeAmbassador of apollo_consensus_orchestrator, protocol.md 5.3; world.md 6: a write answers after a fixed time and succeeds.
// The blob's content is not kept, since nothing reads it: only its height decides. Retries inside one write are not modelled.
// What the recorder has received from others is inferred: whoever had a block decided at height h, or sent Fin at h, has written the blob of h - 1.
import { assert } from '../base/assert.ts';
import type { Height, TimeUs } from '../types/ids.ts';

/** How the recorder behaves at a time; part of the world, not of a validator. */
export type RecorderSource = {
  /** Microseconds until it answers. */
  readonly writeUs: number;
  readonly answer: (now: TimeUs) => 'accept' | 'refuse' | 'silent';
  /** First height whose state commitment infos it lacks; null: it has stored none. */
  readonly commitmentInfosOffset: (now: TimeUs) => number | null;
};

export type RecorderState = {
  /** Height of the blob in memory; null after a restart. */
  readonly blob: Height | null;
  /** The highest block that it is known to have; genesis is there from the beginning. */
  readonly latestReceived: number;
};

/** `accept`: POST the blob. `skip`: it is there already. `refuse`: this validator cannot finish a proposal. */
export type WritePlan = { readonly kind: 'accept' | 'skip' | 'refuse'; readonly asksRecorder: boolean; readonly detail: string };

/** Before anything was decided. */
export const emptyRecorder = (): RecorderState => ({ blob: null, latestReceived: 0 });

/** write_prev_height_blob for a proposal at `height`. Asserts where Apollo panics: a blob of a height that is not decided. */
export const planWrite = (recorder: RecorderState, height: Height): WritePlan => {
  if (recorder.blob === null) {
    if (height === 0) return { kind: 'skip', asksRecorder: false, detail: 'height 0 has no previous blob' };
    const latest = recorder.latestReceived;
    if (latest === height - 1) return { kind: 'skip', asksRecorder: true, detail: `the recorder has block ${latest}` };
    return { kind: 'refuse', asksRecorder: true, detail: `no blob in memory, and the latest block the recorder has is ${latest}` };
  }
  assert(recorder.blob < height, 'planWrite: the blob in memory is of a decided height');
  return recorder.blob + 1 === height
    ? { kind: 'accept', asksRecorder: true, detail: '' }
    : { kind: 'refuse', asksRecorder: false, detail: `the blob in memory is of height ${recorder.blob}, not of ${height - 1}` };
};

/** Someone has written the blob of `height` or an earlier one. */
export const noteReceived = (recorder: RecorderState, height: number): RecorderState =>
  height > recorder.latestReceived ? { ...recorder, latestReceived: height } : recorder;
