// A modal dialog over the native element: focus is trapped and Escape closes.
import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

type Props = {
  readonly title: string;
  readonly closeLabel: string;
  readonly testId: string;
  readonly onClose: () => void;
  /** As wide as the page allows. */
  readonly wide?: boolean;
  readonly children: ReactNode;
};

export const Dialog = ({ title, closeLabel, testId, onClose, wide = false, children }: Props): ReactElement => {
  const ref = useRef<HTMLDialogElement>(null);
  // Closed before it is taken out of the document: then the browser gives the focus back to what opened it.
  useLayoutEffect(() => {
    const element = ref.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-label={title}
      data-testid={testId}
      onCancel={onClose}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
      className={`m-auto overflow-hidden ${wide ? 'max-h-[94dvh] w-[min(80rem,96vw)]' : 'max-h-[85dvh] w-[min(40rem,92vw)]'} rounded-xl border border-line bg-panel p-0 text-ink shadow-2xl backdrop:bg-black/40`}
    >
      <div className={`flex flex-col ${wide ? 'max-h-[94dvh]' : 'max-h-[85dvh]'}`}>
        <header className="flex items-center justify-between border-b border-line px-5 py-3">
          <h2 className="text-base font-semibold">{title}</h2>
          <IconButton label={closeLabel} onClick={onClose} data-testid={`${testId}-close`}>
            <Icon name="close" />
          </IconButton>
        </header>
        <div className="scroll-thin overflow-y-auto px-5 py-4">{children}</div>
      </div>
    </dialog>
  );
};
