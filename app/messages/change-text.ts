// A change of a setting in words: what, and to what.
import type { ConfigChange } from '../../core/types/config-change.ts';
import type { Translate } from './translate.ts';

/** What a change sets, without its name. */
const valueText = (t: Translate, change: ConfigChange, name: (index: number) => string): string => {
  switch (change.kind) {
    case 'timeout':
      return `${t(`step.${change.step}`)} ${change.baseUs / 1_000} ms`;
    case 'quorum':
      return t(`config.quorum.${change.quorum}`);
    case 'power':
      return `${name(change.validator)} ${String(change.weight)}`;
    case 'proposer_rule':
      return t(`config.rule.${change.useOnlyActualProposerSelection ? 'actual' : change.requireVirtualProposerVote ? 'veto' : 'virtual'}`);
    case 'preset':
      return change.preset;
    case 'bridge':
      return `${change.transport}, ${t(`story.bridge.${change.preset}`)}`;
    case 'batcher_mode':
      return t(`config.mode.${change.mode}`);
  }
};

/** `quorum: more than 1/2 (honest)`. `name` says what validators are called. */
export const changeText = (t: Translate, change: ConfigChange, name: (index: number) => string): string =>
  t('config.text', { what: t(`config.${change.kind}`), value: valueText(t, change, name) });
