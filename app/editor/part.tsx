// A part of the form: what every one of them gets, its frame that folds, and a number of a list.
import type { ReactElement, ReactNode } from 'react';
import { CONTROL, Field } from '../ui/field.tsx';
import { Turn } from '../ui/section.tsx';

/** `wrongAt`: the place of the JSON value that the schema refuses. */
export type PartProps = { readonly tree: unknown; readonly wrongAt: string | null; readonly onTree: (tree: unknown) => void };

/** True when what is wrong is `name` or lies in it. */
export const isWrong = (wrongAt: string | null, name: string): boolean =>
  wrongAt !== null && (wrongAt === name || wrongAt.startsWith(`${name}[`) || wrongAt.startsWith(`${name}.`));

type GroupProps = { readonly name: string; readonly title: string; readonly open?: boolean; readonly children: ReactNode };

export const Group = ({ name, title, open = false, children }: GroupProps): ReactElement => (
  <details open={open} className="group border-b border-line py-2">
    <summary
      className="flex min-h-8 cursor-pointer items-center text-sm font-semibold pointer-coarse:min-h-11"
      data-testid={`spec-group-${name}`}
    >
      <Turn />
      {title}
    </summary>
    {children}
  </details>
);

type NumberProps = {
  readonly label: string;
  /** Its place in the JSON value. */
  readonly name: string;
  readonly value: string;
  readonly wrongAt: string | null;
  readonly onText: (text: string) => void;
};

export const NumberInput = ({ label, name, value, wrongAt, onText }: NumberProps): ReactElement => (
  <Field label={label}>
    <input
      className={`num ${CONTROL}`}
      inputMode="numeric"
      maxLength={20}
      value={value}
      aria-invalid={isWrong(wrongAt, name)}
      data-testid={`spec-${name}`}
      onChange={(event) => onText(event.target.value)}
    />
  </Field>
);
