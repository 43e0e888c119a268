// Texts of failed phases. The revert reason is hashed into the receipt commitment, so every character counts.
// Source: execution.md 7.9, crates/blockifier/src/execution/stack_trace.rs. Frames of the virtual machine are left out, as 0.14.4 does for calls
// that pay in Sierra gas. All texts are ASCII, so lengths in characters are lengths in bytes.
import type { Felt } from '../base/felt.ts';
import type { VersionedConstants } from './constants.ts';
import type { CallTrace } from './engine.ts';
import { ENTRYPOINT_FAILED } from './felts.ts';
import { feltText, panicText } from './panic-text.ts';
import { ceilDiv } from './rational.ts';

/** A call that a hard error went through, from the outermost inwards. */
type ErrorFrame = { readonly contract: Felt; readonly classHash: Felt; readonly selector: Felt };
/** An error that contract code cannot catch; `text` ends with a newline where blockifier's does. */
export type HardError = { readonly frames: readonly ErrorFrame[]; readonly text: string };
/** How a phase failed. */
export type PhaseFailure =
  | { readonly kind: 'panicked'; readonly call: CallTrace }
  | { readonly kind: 'aborted'; readonly outermost: ErrorFrame; readonly error: HardError };

const EXECUTION_HEADER = 'Transaction execution has failed:\n';
const VALIDATION_HEADER = 'Transaction validation has failed:\n';
const EXECUTION_PANIC = 'Execution failed. Failure reason:';
const VALIDATION_PANIC = 'The `validate` entry point panicked with:';
const CUT = '\n...';
const TAIL = '.\n';

/** Reason of a reverted execute phase (also of an L1 handler). */
export const executionFailureText = (constants: VersionedConstants, failure: PhaseFailure): string => {
  if (failure.kind === 'aborted') return EXECUTION_HEADER + abortedText(constants, failure);
  const segments = [frameText(0, failure.call), panicSummary(constants, EXECUTION_PANIC, failure.call)];
  return EXECUTION_HEADER + cutMiddle(constants, segments.join('\n'));
};

/** Text of a rejection by `__validate__`. */
export const validationFailureText = (constants: VersionedConstants, failure: PhaseFailure): string =>
  failure.kind === 'aborted'
    ? VALIDATION_HEADER + abortedText(constants, failure)
    : cutMiddle(constants, panicSummary(constants, VALIDATION_PANIC, failure.call));

const abortedText = (constants: VersionedConstants, failure: PhaseFailure & { readonly kind: 'aborted' }): string => {
  const frames = [failure.outermost, ...failure.error.frames].map((frame, depth) => frameText(depth, frame));
  return cutMiddle(constants, [...frames, failure.error.text].join('\n'));
};

const whereText = (frame: ErrorFrame): string =>
  `(contract address: ${feltText(frame.contract)}, class hash: ${feltText(frame.classHash)}, selector: ${feltText(frame.selector)}):`;
const frameText = (depth: number, frame: ErrorFrame): string => `${depth}: Error in the called contract ${whereText(frame)}`;
const panicFrame = (frame: ErrorFrame): string => `Error in contract ${whereText(frame)}`;

/** The failing calls from the outermost inwards, and the data of the last one; no frames where the chain is ambiguous. */
const failingChain = (root: CallTrace): { readonly frames: readonly CallTrace[]; readonly data: readonly Felt[] } => {
  const frames: CallTrace[] = [];
  let call = root;
  for (;;) {
    frames.push(call);
    if (call.result.at(-1) !== ENTRYPOINT_FAILED) return { frames, data: call.result };
    const inner = call.result.slice(0, -1);
    const candidates = call.inner.filter((c) => c.failed && equalFelts(c.result, inner));
    const [next] = candidates;
    if (next === undefined || candidates.length > 1) return { frames: [], data: root.result };
    call = next;
  }
};

const equalFelts = (a: readonly Felt[], b: readonly Felt[]): boolean => a.length === b.length && a.every((felt, i) => felt === b[i]);

/** Header, one line per failing call, data; at most `limits.traceLength` characters, inner frames dropped first. */
export const panicSummary = (constants: VersionedConstants, header: string, root: CallTrace): string => {
  const cap = constants.limits.traceLength;
  const { frames, data } = failingChain(root);
  const frameLength = panicFrame(root).length + 1;
  const reason = panicText(data);
  const bare = [header, reason, TAIL].join('\n');
  if (bare.length >= cap - (2 * frameLength + CUT.length) - 1) return cutEnd(bare, cap);
  const lines = frames.map(panicFrame);
  const full = [header, ...lines, reason].join('\n') + TAIL;
  if (full.length <= cap) return full;
  const drop = ceilDiv(full.length - cap + CUT.length, frameLength);
  const kept = lines.slice(0, Math.max(0, lines.length - drop - 1));
  return cutEnd([header, ...kept, CUT, ...lines.slice(-1), reason].join('\n') + TAIL, cap);
};

const cutEnd = (text: string, cap: number): string => (text.length <= cap ? text : text.slice(0, cap - CUT.length) + CUT);

/** A text over cap + slack keeps its first and its last half. */
const cutMiddle = (constants: VersionedConstants, text: string): string => {
  const { traceLength, traceSlack } = constants.limits;
  if (text.length <= traceLength + traceSlack) return text;
  const half = traceLength / 2;
  return `${text.slice(0, half)}\n\n...\n\n${text.slice(-half)}`;
};
