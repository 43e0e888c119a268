// Texts of failed phases. The revert reason is hashed into the receipt commitment, so every character counts.
// Source: execution.md 7.9, crates/blockifier/src/execution/stack_trace.rs. Frames of the virtual machine are left out, as 0.14.4 does for calls
// that pay in Sierra gas; calls that pay in steps have them. All texts are ASCII, so lengths in characters are lengths in bytes.
import type { Felt } from '../base/felt.ts';
import type { VmPlace } from './calls.ts';
import type { VersionedConstants } from './constants.ts';
import type { CallTrace } from './engine.ts';
import { ENTRYPOINT_FAILED } from './felts.ts';
import { feltText, panicText } from './panic-text.ts';
import { ceilDiv } from './rational.ts';

/** A call or a deployment that a hard error went through. `selector` is null where there was none to call. */
export type EntryFrame = {
  readonly kind: 'call' | 'library' | 'constructor';
  readonly contract: Felt;
  readonly classHash: Felt;
  readonly selector: Felt | null;
};
/** Where a virtual machine stood. */
export type VmFrame = VmPlace & { readonly kind: 'vm' };
type ErrorFrame = EntryFrame | VmFrame;
/** An error that contract code cannot catch; frames from the outermost inwards, `text` ends with a newline where blockifier's does. */
export type HardError = {
  readonly frames: readonly ErrorFrame[];
  readonly text: string;
  /** Where the innermost virtual machine stood, also where no frame shows it; null: no code ran there. */
  readonly pc: string | null;
};
/** How a phase failed. */
export type PhaseFailure =
  | { readonly kind: 'panicked'; readonly call: CallTrace }
  | { readonly kind: 'aborted'; readonly outermost: Omit<EntryFrame, 'kind'>; readonly error: HardError };

const EXECUTION_HEADER = 'Transaction execution has failed:\n';
const CONSTRUCTOR_HEADER = 'Contract constructor execution has failed:\n';
const VALIDATION_HEADER = 'Transaction validation has failed:\n';
const EXECUTION_PANIC = 'Execution failed. Failure reason:';
const VALIDATION_PANIC = 'The `validate` entry point panicked with:';
const CUT = '\n...';
const TAIL = '.\n';

/** Reason of a reverted execute phase (also of an L1 handler). */
export const executionFailureText = (constants: VersionedConstants, failure: PhaseFailure): string => {
  if (failure.kind === 'aborted') return EXECUTION_HEADER + abortedText(constants, failure);
  const segments = [frameText(0, { ...failure.call, kind: 'call' }), panicSummary(constants, EXECUTION_PANIC, failure.call)];
  return EXECUTION_HEADER + cutMiddle(constants, segments.join('\n'));
};

/** Text of a rejection by `__validate__`. */
export const validationFailureText = (constants: VersionedConstants, failure: PhaseFailure): string =>
  failure.kind === 'aborted'
    ? VALIDATION_HEADER + abortedText(constants, failure)
    : cutMiddle(constants, panicSummary(constants, VALIDATION_PANIC, failure.call));

/** Text of a rejection by the constructor of a deployed account; a panic has become the error's text. */
export const constructorFailureText = (constants: VersionedConstants, frame: EntryFrame, error: HardError): string =>
  CONSTRUCTOR_HEADER + stackText(constants, [frame, ...error.frames], error.text);

/** A panic of a constructor, which is a hard error for whoever deployed. */
export const executionPanicText = (constants: VersionedConstants, root: CallTrace): string =>
  panicSummary(constants, EXECUTION_PANIC, root);

const abortedText = (constants: VersionedConstants, { outermost, error }: PhaseFailure & { readonly kind: 'aborted' }): string =>
  stackText(constants, [{ ...outermost, kind: 'call' }, ...error.frames], error.text);

/** Frames and text, joined and cut. A deployment inside a transaction does not deepen the count of what it calls. */
const stackText = (constants: VersionedConstants, frames: readonly ErrorFrame[], text: string): string => {
  let depth = 0;
  const lines = frames.map((frame, i) => {
    if (frame.kind === 'vm') return vmText(frame);
    const line = frameText(depth, frame);
    if (i === 0 || frame.kind !== 'constructor') depth += 1;
    return line;
  });
  return cutMiddle(constants, [...lines, text].join('\n'));
};

const PREAMBLES: Readonly<Record<EntryFrame['kind'], string>> = {
  call: 'Error in the called contract',
  library: 'Error in a library call',
  constructor: 'Error in the contract class constructor',
};
const whereText = ({ contract, classHash, selector }: Omit<EntryFrame, 'kind'>): string =>
  `(contract address: ${feltText(contract)}, class hash: ${feltText(classHash)}, selector: ${selector === null ? 'UNKNOWN' : feltText(selector)}):`;
const frameText = (depth: number, frame: EntryFrame): string => `${depth}: ${PREAMBLES[frame.kind]} ${whereText(frame)}`;
const vmText = ({ pc, traceback }: VmFrame): string => {
  const lines = traceback.map((call) => `Unknown location (pc=${call})\n`);
  return `Error at pc=${pc}:${lines.length === 0 ? '' : `\nCairo traceback (most recent call last):\n${lines.join('')}`}`;
};
const panicFrame = (call: CallTrace): string => `Error in contract ${whereText(call)}`;

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

/** Header, one line per failing call, data; at most `limits.traceLengthCap` characters, inner frames dropped first. */
export const panicSummary = (constants: VersionedConstants, header: string, root: CallTrace): string => {
  const cap = constants.limits.traceLengthCap;
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
  const { traceLengthCap, traceSlack } = constants.limits;
  if (text.length <= traceLengthCap + traceSlack) return text;
  const half = traceLengthCap / 2;
  return `${text.slice(0, half)}\n\n...\n\n${text.slice(-half)}`;
};
