// A change of settings as few bytes and back: kind by its place in the list, then its fields.
import { RUN_TIME_US_MAX, TIMEOUT_US_MIN } from '../base/limits.ts';
import { need } from '../base/shape.ts';
import type { ConfigChange } from '../types/config-change.ts';
import { type ValidatorIndex, toValidatorIndex } from '../types/ids.ts';
import type { ByteSink, ByteSource } from './bytes.ts';

/** Their places are the format: new kinds go to the end. */
const CHANGES = [
  'timeout',
  'quorum',
  'power',
  'proposer_rule',
  'preset',
  'bridge',
  'batcher_mode',
] as const satisfies readonly ConfigChange['kind'][];
const STEPS = ['propose', 'prevote', 'precommit'] as const;
const QUORUMS = ['byzantine', 'honest'] as const;
const PRESETS = ['code-defaults', 'mainnet'] as const;
const TRANSPORTS = ['apollo', 'seed-stream'] as const;
const BRIDGES = ['local', 'remote'] as const;
const MODES = ['round_robin', 'failover'] as const;

export const packChange = (sink: ByteSink, change: ConfigChange): void => {
  sink.uint(CHANGES.indexOf(change.kind));
  switch (change.kind) {
    case 'timeout':
      sink.uint(STEPS.indexOf(change.step));
      for (const us of [change.baseUs, change.deltaUs, change.maxUs]) sink.round(us);
      return;
    case 'quorum':
      return sink.uint(QUORUMS.indexOf(change.quorum));
    case 'power':
      sink.uint(change.validator);
      return sink.round(change.weight);
    case 'proposer_rule':
      return sink.uint(Number(change.useOnlyActualProposerSelection) + 2 * Number(change.requireVirtualProposerVote));
    case 'preset':
      return sink.uint(PRESETS.indexOf(change.preset));
    case 'bridge':
      sink.uint(TRANSPORTS.indexOf(change.transport));
      return sink.uint(BRIDGES.indexOf(change.preset));
    case 'batcher_mode':
      return sink.uint(MODES.indexOf(change.mode));
  }
};

const oneOf = <T>(source: ByteSource, at: string, known: readonly T[]): T => need(known[source.uint(at, known.length - 1)] ?? null, at);
const timeoutOf = (source: ByteSource, at: string, step: (typeof STEPS)[number]): number => {
  const us = source.round(at, RUN_TIME_US_MAX);
  return need(us >= TIMEOUT_US_MIN[step] ? us : null, at);
};

/** Refuses by throwing what `readShape` catches. */
export const unpackChange = (source: ByteSource, nodes: number): ConfigChange => {
  const kind = oneOf(source, 'change.kind', CHANGES);
  switch (kind) {
    case 'timeout': {
      const step = oneOf(source, 'change.step', STEPS);
      const baseUs = timeoutOf(source, 'change.baseUs', step);
      const deltaUs = source.round('change.deltaUs', RUN_TIME_US_MAX);
      return { kind, step, baseUs, deltaUs, maxUs: timeoutOf(source, 'change.maxUs', step) };
    }
    case 'quorum':
      return { kind, quorum: oneOf(source, 'change.quorum', QUORUMS) };
    case 'power': {
      const validator: ValidatorIndex = toValidatorIndex(source.uint('change.validator', nodes - 1));
      return { kind, validator, weight: source.roundBig('change.weight', 64) };
    }
    case 'proposer_rule': {
      const bits = source.uint('change.rule', 3);
      return { kind, useOnlyActualProposerSelection: bits % 2 === 1, requireVirtualProposerVote: bits >= 2 };
    }
    case 'preset':
      return { kind, preset: oneOf(source, 'change.preset', PRESETS) };
    case 'bridge':
      return { kind, transport: oneOf(source, 'change.transport', TRANSPORTS), preset: oneOf(source, 'change.preset', BRIDGES) };
    case 'batcher_mode':
      return { kind, mode: oneOf(source, 'change.mode', MODES) };
  }
};
