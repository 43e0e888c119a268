// A change of settings as few bytes and back: kind by its place in the list, then its fields.
import { RUN_TIME_US_MAX, TIMEOUT_US_MIN } from '../base/limits.ts';
import { need } from '../base/shape.ts';
import {
  BATCHER_MODES,
  BRIDGE_PRESETS,
  BRIDGE_TRANSPORTS,
  CHANGE_KINDS,
  CHANGE_STEPS,
  type ConfigChange,
  PRESETS,
  QUORUM_TYPES,
} from '../types/config-change.ts';
import { type ValidatorIndex, toValidatorIndex } from '../types/ids.ts';
import type { ByteSink, ByteSource } from './bytes.ts';

export const packChange = (sink: ByteSink, change: ConfigChange): void => {
  sink.uint(CHANGE_KINDS.indexOf(change.kind));
  switch (change.kind) {
    case 'timeout':
      sink.uint(CHANGE_STEPS.indexOf(change.step));
      for (const us of [change.baseUs, change.deltaUs, change.maxUs]) sink.round(us);
      return;
    case 'quorum':
      return sink.uint(QUORUM_TYPES.indexOf(change.quorum));
    case 'power':
      sink.uint(change.validator);
      return sink.round(change.weight);
    case 'proposer_rule':
      return sink.uint(Number(change.useOnlyActualProposerSelection) + 2 * Number(change.requireVirtualProposerVote));
    case 'preset':
      return sink.uint(PRESETS.indexOf(change.preset));
    case 'bridge':
      sink.uint(BRIDGE_TRANSPORTS.indexOf(change.transport));
      return sink.uint(BRIDGE_PRESETS.indexOf(change.preset));
    case 'batcher_mode':
      return sink.uint(BATCHER_MODES.indexOf(change.mode));
  }
};

const oneOf = <T>(source: ByteSource, at: string, known: readonly T[]): T => need(known[source.uint(at, known.length - 1)] ?? null, at);
const timeoutOf = (source: ByteSource, at: string, step: (typeof CHANGE_STEPS)[number]): number => {
  const us = source.round(at, RUN_TIME_US_MAX);
  return need(us >= TIMEOUT_US_MIN[step] ? us : null, at);
};

/** Refuses by throwing what `readShape` catches. */
export const unpackChange = (source: ByteSource, nodes: number): ConfigChange => {
  const kind = oneOf(source, 'change.kind', CHANGE_KINDS);
  switch (kind) {
    case 'timeout': {
      const step = oneOf(source, 'change.step', CHANGE_STEPS);
      const baseUs = timeoutOf(source, 'change.baseUs', step);
      const deltaUs = source.round('change.deltaUs', RUN_TIME_US_MAX);
      return { kind, step, baseUs, deltaUs, maxUs: timeoutOf(source, 'change.maxUs', step) };
    }
    case 'quorum':
      return { kind, quorum: oneOf(source, 'change.quorum', QUORUM_TYPES) };
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
      return {
        kind,
        transport: oneOf(source, 'change.transport', BRIDGE_TRANSPORTS),
        preset: oneOf(source, 'change.preset', BRIDGE_PRESETS),
      };
    case 'batcher_mode':
      return { kind, mode: oneOf(source, 'change.mode', BATCHER_MODES) };
  }
};
