// Parts of a panel: a titled section, rows of facts, a small status badge.
import type { ReactElement, ReactNode } from 'react';

export const Section = ({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactElement => (
  <section className="border-b border-line px-4 py-3 last:border-b-0">
    <div className="mb-2 flex items-baseline justify-between gap-2">
      <h2 className="text-2xs font-semibold tracking-wider text-faint uppercase">{title}</h2>
      {aside !== undefined && <div className="shrink-0 whitespace-nowrap">{aside}</div>}
    </div>
    {children}
  </section>
);

/** Name and value pairs, aligned. */
export const Facts = ({ children }: { readonly children: ReactNode }): ReactElement => (
  <dl className="grid grid-cols-[minmax(5.5rem,auto)_1fr] items-baseline gap-x-3 gap-y-1 text-sm">{children}</dl>
);

export const Fact = ({
  name,
  children,
  testId,
}: {
  readonly name: string;
  readonly children: ReactNode;
  readonly testId?: string;
}): ReactElement => (
  <>
    <dt className="text-faint">{name}</dt>
    <dd className="num min-w-0 break-words text-ink" data-testid={testId}>
      {children}
    </dd>
  </>
);

type BadgeTone = 'plain' | 'good' | 'bad' | 'proposal' | 'decision';
const BADGES: Readonly<Record<BadgeTone, string>> = {
  plain: 'bg-raised text-soft',
  good: 'bg-raised text-good',
  bad: 'bg-raised text-bad',
  proposal: 'bg-raised text-ink ring-1 ring-proposal',
  decision: 'bg-raised text-ink ring-1 ring-decision',
};

export const Badge = ({ tone = 'plain', children }: { readonly tone?: BadgeTone; readonly children: ReactNode }): ReactElement => (
  <span className={`inline-flex h-5 items-center gap-1 rounded px-1.5 text-2xs font-medium ${BADGES[tone]}`}>{children}</span>
);

/** A hash or an address: short, whole in the tooltip. */
export const Mono = ({ children, title }: { readonly children: ReactNode; readonly title?: string | undefined }): ReactElement => (
  <span className="font-mono text-xs" title={title}>
    {children}
  </span>
);

/** The sign of a summary: it turns when its `details`, which bears the class `group`, is open. */
export const Turn = (): ReactElement => (
  <span aria-hidden="true" className="mr-1.5 inline-block group-open:rotate-90">
    ▸
  </span>
);
