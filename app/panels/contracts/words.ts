// Refusals of the contracts panel in words.
import type { DraftRefusal } from '../../../core/abi/draft.ts';
import type { Translate } from '../../messages/translate.ts';
import type { ContractsProblem } from '../../store/contracts.ts';

export const problemText = (t: Translate, { code, file, at }: ContractsProblem): string => {
  const facts = { file: file === '' ? t('contracts.these_files') : file, why: t(`contracts.refusal.${code}`) };
  return at === '' ? t('contracts.refused', facts) : t('contracts.refused_at', { ...facts, at });
};

export const draftProblem = (t: Translate, refusal: DraftRefusal): string =>
  refusal.code === 'OutOfRange'
    ? t('contracts.problem.OutOfRange', { at: refusal.at, min: String(refusal.min), max: String(refusal.max) })
    : t(`contracts.problem.${refusal.code}`, { at: refusal.at });
