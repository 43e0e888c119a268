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
      className="inline-flex min-h-6 min-w-6 items-center rounded [text-align:inherit] underline decoration-line decoration-1 underline-offset-3 hover:decoration-ink pointer-coarse:min-h-11 pointer-coarse:min-w-11"
    >
      {/* A flex item: the baseline is that of its first line, on which the name beside it stands. */}
      <span className="min-w-0 flex-1">{children}</span>
    </button>
  );
