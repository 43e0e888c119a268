// What stands in the form of a setting that changes, and the change that it means.
import { TIMEOUT_US_MIN } from '../../../core/base/limits.ts';
import type {
  BATCHER_MODES,
  BRIDGE_PRESETS,
  BRIDGE_TRANSPORTS,
  CHANGE_STEPS,
  ConfigChange,
  PRESETS,
  QUORUM_TYPES,
} from '../../../core/types/config-change.ts';
import { toValidatorIndex } from '../../../core/types/ids.ts';

export const RULES = ['actual', 'virtual', 'veto'] as const;

export type ConfigDraft = {
  readonly kind: ConfigChange['kind'];
  readonly step: (typeof CHANGE_STEPS)[number];
  readonly quorum: (typeof QUORUM_TYPES)[number];
  readonly rule: (typeof RULES)[number];
  readonly preset: (typeof PRESETS)[number];
  readonly transport: (typeof BRIDGE_TRANSPORTS)[number];
  readonly place: (typeof BRIDGE_PRESETS)[number];
  readonly mode: (typeof BATCHER_MODES)[number];
  readonly validator: string;
  readonly number: string;
};

export const CONFIG_START: ConfigDraft = {
  kind: 'timeout',
  step: 'propose',
  quorum: 'honest',
  rule: 'virtual',
  preset: 'mainnet',
  transport: 'seed-stream',
  place: 'local',
  mode: 'round_robin',
  validator: '0',
  number: '3000',
};

/** A number that is at home in the field of a kind. */
export const startNumber = (kind: ConfigDraft['kind']): string => (kind === 'power' ? '2' : '3000');

const wholeOf = (text: string, min: number, max: number): number | null => {
  const value = Number(text);
  return /^\d{1,9}$/.test(text.trim()) && value >= min && value <= max ? value : null;
};

/** The change, or null while the number is none. */
export const changeOf = (draft: ConfigDraft): ConfigChange | null => {
  switch (draft.kind) {
    case 'timeout': {
      const ms = wholeOf(draft.number, TIMEOUT_US_MIN[draft.step] / 1_000, 600_000);
      return ms === null
        ? null
        : { kind: 'timeout', step: draft.step, baseUs: ms * 1_000, deltaUs: 500_000, maxUs: Math.max(ms, 15_000) * 1_000 };
    }
    case 'quorum':
      return { kind: 'quorum', quorum: draft.quorum };
    case 'power': {
      const weight = wholeOf(draft.number, 0, 1_000_000);
      return weight === null ? null : { kind: 'power', validator: toValidatorIndex(Number(draft.validator)), weight: BigInt(weight) };
    }
    case 'proposer_rule':
      return {
        kind: 'proposer_rule',
        useOnlyActualProposerSelection: draft.rule === 'actual',
        requireVirtualProposerVote: draft.rule === 'veto',
      };
    case 'preset':
      return { kind: 'preset', preset: draft.preset };
    case 'bridge':
      return { kind: 'bridge', transport: draft.transport, preset: draft.place };
    case 'batcher_mode':
      return { kind: 'batcher_mode', mode: draft.mode };
  }
};
