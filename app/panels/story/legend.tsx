// How to read the picture: shape carries the meaning, colour comes second, the glyph third.
import type { ReactElement, ReactNode } from 'react';
import { useT } from '../../store/i18n.ts';
import { VoteGlyph } from '../../ui/vote-glyph.tsx';

const Row = ({ sign, children }: { readonly sign: ReactNode; readonly children: ReactNode }): ReactElement => (
  <li className="flex items-center gap-2">
    <span className="flex w-7 shrink-0 justify-center">{sign}</span>
    <span>{children}</span>
  </li>
);

const Train = (): ReactElement => (
  <svg aria-hidden="true" width="26" height="12" viewBox="0 0 26 12" fill="none" stroke="var(--role-proposal)" strokeWidth="1.4">
    <path d="M1.5 2v8l5-4z" fill="var(--role-proposal)" />
    <rect x="9" y="2" width="7" height="8" rx="1" />
    <path d="M24 2v8l-5-4z" fill="var(--role-proposal)" />
  </svg>
);

/** As the tape paints them (timeline/tape.tsx). */
const TapeMark = ({ own }: { readonly own: boolean }): ReactElement => (
  <svg aria-hidden="true" width="10" height="18" viewBox="0 0 10 28">
    {own ? (
      <path d="M1 28V1l8 4-8 4" fill="var(--focus)" stroke="var(--focus)" strokeWidth="2" />
    ) : (
      <path d="M4 1v26" strokeDasharray="5 2.5" strokeWidth="3" stroke="var(--role-fault)" />
    )}
  </svg>
);

export const Legend = (): ReactElement => {
  const t = useT();
  return (
    <ul className="flex flex-col gap-1.5 text-xs text-soft" data-testid="legend">
      <Row sign={<Train />}>{t('legend.proposal')}</Row>
      <Row sign={<VoteGlyph type="prevote" kind="value" label="" />}>{t('legend.prevote')}</Row>
      <Row sign={<VoteGlyph type="precommit" kind="value" label="" />}>{t('legend.precommit')}</Row>
      <Row sign={<VoteGlyph type="prevote" kind="nil" label="" />}>{t('legend.nil')}</Row>
      <Row sign={<VoteGlyph type="prevote" kind="none" label="" />}>{t('legend.none')}</Row>
      <Row sign={<span className="text-decision">★</span>}>{t('legend.decision')}</Row>
      <Row sign={<span className="font-mono text-faint">▸</span>}>{t('legend.call')}</Row>
      <Row sign={<span className="font-semibold text-bad">✕</span>}>{t('legend.dropped')}</Row>
      <Row sign={<TapeMark own={false} />}>{t('legend.scenario_mark')}</Row>
      <Row sign={<TapeMark own />}>{t('legend.own_mark')}</Row>
    </ul>
  );
};
