// One vote as a shape: prevotes are circles, precommits rounded squares; filled for a value, hollow with ∅ for nil, dotted for nothing received, split
// for two different votes. The kind is told by shape alone; colour comes second.
import type { ReactElement } from 'react';

type VoteKind = 'none' | 'nil' | 'value' | 'conflict';
type Props = { readonly type: 'prevote' | 'precommit'; readonly kind: VoteKind; readonly label: string; readonly size?: number };

const COLOURS = { prevote: 'var(--role-prevote)', precommit: 'var(--role-precommit)' } as const;

const Shape = ({ type, ...rest }: { readonly type: Props['type'] } & Readonly<Record<string, string | number>>): ReactElement =>
  type === 'prevote' ? <circle cx="8" cy="8" r="5.5" {...rest} /> : <rect x="2.5" y="2.5" width="11" height="11" rx="2.5" {...rest} />;

export const VoteGlyph = ({ type, kind, label, size = 16 }: Props): ReactElement => {
  const colour = COLOURS[type];
  return (
    <svg
      {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      data-vote={kind}
    >
      {label !== '' && <title>{label}</title>}
      {kind === 'none' && <Shape type={type} fill="none" stroke="var(--strong)" strokeWidth="1.2" strokeDasharray="1.6 2" />}
      {kind === 'value' && <Shape type={type} fill={colour} stroke={colour} strokeWidth="1.4" />}
      {kind === 'nil' && (
        <>
          <Shape type={type} fill="none" stroke={colour} strokeWidth="1.4" />
          <path d="M5.6 10.6 10.4 5.4" stroke={colour} strokeWidth="1.4" />
        </>
      )}
      {kind === 'conflict' && (
        <>
          <Shape type={type} fill="none" stroke="var(--bad)" strokeWidth="1.4" />
          <path d="M8 2.8v10.4" stroke="var(--bad)" strokeWidth="1.6" />
        </>
      )}
    </svg>
  );
};
