// What a branch is called and what was done in it.
import type { Translate } from '../../messages/translate.ts';
import type { Branch } from '../../store/branch-tree.ts';
import { interventionText } from '../../messages/fault-text.ts';
import { nodeName } from '../../store/names.ts';

/** Deeds that a row names; the rest is counted. */
const NAMED_MAX = 2;

export const branchName = (t: Translate, branch: Pick<Branch, 'id' | 'name'>): string => {
  if (branch.name !== '') return branch.name;
  return branch.id === 0 ? t('branches.root') : t('branches.name', { id: branch.id + 1 });
};

/** The deeds of its own, the first ones by name. */
export const deedsText = (t: Translate, { interventions, base }: Branch): string => {
  const own = interventions.slice(base);
  if (own.length === 0) return t('branches.nothing');
  const named = own.slice(0, NAMED_MAX).map((item) => interventionText(t, item, nodeName));
  return [...named, ...(own.length > NAMED_MAX ? [t('branches.more', { n: own.length - NAMED_MAX })] : [])].join(' · ');
};
