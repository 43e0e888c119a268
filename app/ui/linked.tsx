// A value that leads to where it comes from; as plain text when there is nothing to lead to.
import type { ReactElement, ReactNode } from 'react';

type Props = {
  readonly onClick: (() => void) | null;
  readonly label: string;
  readonly testId?: string | undefined;
  readonly children: ReactNode;
};

export const Linked = ({ onClick, label, testId, children }: Props): ReactElement =>
  onClick === null ? (
    <>{children}</>
  ) : (
    <button
      type="button"
      title={label}
      data-testid={testId}
      onClick={onClick}
      className="min-h-6 min-w-6 rounded [text-align:inherit] underline decoration-line decoration-1 underline-offset-3 hover:decoration-ink pointer-coarse:min-h-11 pointer-coarse:min-w-11"
    >
      {children}
    </button>
  );
