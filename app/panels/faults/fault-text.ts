// A fault in one sentence.
import { validatorName } from '../../../core/view/format.ts';
import type { Fault, FrameFilter } from '../../store/deeds.ts';
import type { Translate } from '../../messages/translate.ts';

const filterText = (t: Translate, filter: FrameFilter): string =>
  t('fault.filter', {
    what: t(`fault.what.${filter.what}`),
    from: filter.from === null ? t('fault.anyone') : validatorName(filter.from),
    to: filter.to === null ? t('fault.anyone') : validatorName(filter.to),
    height: filter.height === null ? t('fault.any_height') : t('fault.at_height', { height: filter.height }),
  });

export const faultText = (t: Translate, fault: Fault): string => {
  switch (fault.kind) {
    case 'crash':
      return t('fault.crash', { v: validatorName(fault.validator) });
    case 'drop':
      return t('fault.drop', { filter: filterText(t, fault.filter), percent: fault.ppm / 10_000 });
    case 'delay':
      return t('fault.delay', { filter: filterText(t, fault.filter), ms: fault.byUs / 1_000 });
    case 'wrong_commitment':
    case 'quiet_proposer':
      return t(`fault.${fault.kind}`, {
        v: validatorName(fault.validator),
        height: fault.height === null ? t('fault.any_height') : t('fault.at_height', { height: fault.height }),
      });
    case 'slow_committer':
      return t('fault.slow_committer', { v: validatorName(fault.validator), ms: fault.byUs / 1_000 });
  }
};
