// Form parts: a labelled control, a select, a text input, a group of exclusive choices.
import type { ComponentProps, ReactElement, ReactNode } from 'react';

export const CONTROL =
  'h-8 w-full min-w-0 rounded-md border border-line bg-stage px-2 text-sm text-ink placeholder:text-faint pointer-coarse:h-11 aria-invalid:border-bad';

type FieldProps = { readonly label: string; readonly hint?: string | undefined; readonly children: ReactNode };

export const Field = ({ label, hint, children }: FieldProps): ReactElement => (
  <label className="flex flex-col gap-1">
    <span className="text-xs font-medium text-soft">{label}</span>
    {children}
    {hint !== undefined && <span className="text-2xs text-faint">{hint}</span>}
  </label>
);

export type Option<V extends string> = { readonly value: V; readonly label: string };
type SelectProps<V extends string> = Omit<ComponentProps<'select'>, 'onChange' | 'value'> & {
  readonly value: V;
  readonly options: readonly Option<V>[];
  readonly onPick: (value: V) => void;
};

export const Select = <V extends string>({ value, options, onPick, className = CONTROL, ...rest }: SelectProps<V>): ReactElement => (
  <select
    className={className}
    value={value}
    onChange={(event) => {
      const picked = options.find((option) => option.value === event.target.value);
      if (picked !== undefined) onPick(picked.value);
    }}
    {...rest}
  >
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
);

type ChoiceProps<V extends string> = {
  readonly label: string;
  readonly value: V;
  readonly options: readonly Option<V>[];
  readonly onPick: (value: V) => void;
  readonly testIdPrefix: string;
};

/** A row of exclusive choices, as radio buttons. */
export const Choice = <V extends string>({ label, value, options, onPick, testIdPrefix }: ChoiceProps<V>): ReactElement => (
  <div role="radiogroup" aria-label={label} className="flex rounded-md border border-line bg-raised p-0.5">
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        role="radio"
        aria-checked={option.value === value}
        data-testid={`${testIdPrefix}-${option.value}`}
        onClick={() => onPick(option.value)}
        className={`h-6.5 rounded px-2 text-xs font-medium pointer-coarse:h-10 ${
          option.value === value ? 'bg-panel text-ink shadow-sm' : 'text-soft hover:text-ink'
        }`}
      >
        {option.label}
      </button>
    ))}
  </div>
);
