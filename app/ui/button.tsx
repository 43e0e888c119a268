// Buttons: plain, primary and icon-only. At least 28 px high, 44 on touch screens (WCAG 2.5.8).
import type { ComponentProps, ReactElement, ReactNode } from 'react';

type Tone = 'plain' | 'primary' | 'danger';
const TONES: Readonly<Record<Tone, string>> = {
  plain: 'border-line bg-panel text-ink hover:bg-raised',
  primary: 'border-transparent bg-ink text-panel hover:opacity-90',
  danger: 'border-line bg-panel text-bad hover:bg-raised',
};
const BASE =
  'inline-flex items-center justify-center gap-1.5 rounded-md border text-sm font-medium transition-colors disabled:opacity-40 pointer-coarse:min-h-11 pointer-coarse:min-w-11';

type Props = ComponentProps<'button'> & { readonly tone?: Tone; readonly children: ReactNode };

export const Button = ({ tone = 'plain', className = '', children, ...rest }: Props): ReactElement => (
  <button type="button" className={`${BASE} h-8 px-3 ${TONES[tone]} ${className}`} {...rest}>
    {children}
  </button>
);

type IconProps = Omit<ComponentProps<'button'>, 'children'> & {
  readonly label: string;
  readonly active?: boolean;
  readonly children: ReactNode;
};

/** A square button whose name is `label`, also shown as a tooltip. */
export const IconButton = ({ label, active = false, className = '', children, ...rest }: IconProps): ReactElement => (
  <button
    type="button"
    aria-label={label}
    title={label}
    className={`${BASE} h-8 w-8 border-transparent ${active ? 'bg-raised text-ink' : 'text-soft hover:bg-raised hover:text-ink'} ${className}`}
    {...rest}
  >
    {children}
  </button>
);
