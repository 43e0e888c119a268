// What is shown when drawing itself fails: the run is unharmed and its link is the bug report.
import { Component, type ReactElement, type ReactNode } from 'react';
import { useT } from '../store/i18n.ts';
import { useShareLink } from '../store/use-link.ts';

type Props = { readonly children: ReactNode };
type State = { readonly failure: string | null };

export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { failure: null };

  static getDerivedStateFromError(error: unknown): State {
    return { failure: String(error) };
  }

  override render(): ReactNode {
    return this.state.failure === null ? this.props.children : <Failure text={this.state.failure} />;
  }
}

const Failure = ({ text }: { readonly text: string }): ReactElement => {
  const t = useT();
  const link = useShareLink() ?? null;
  return (
    <main className="mx-auto flex max-w-xl flex-col gap-3 p-8" role="alert">
      <h1 className="text-base font-semibold">{t('error.title')}</h1>
      <p className="font-mono text-xs break-words">{text}</p>
      {link !== null && <p className="font-mono text-xs break-all select-all">{link}</p>}
    </main>
  );
};
