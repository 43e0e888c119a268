// A modal dialog over the native element: focus is trapped and Escape closes.
import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

type Props = {
  readonly title: string;
  readonly closeLabel: string;
  readonly testId: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

export const Dialog = ({ title, closeLabel, testId, onClose, children }: Props): ReactElement => {
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
      className="m-auto max-h-[85dvh] w-[min(40rem,92vw)] overflow-hidden rounded-xl border border-line bg-panel p-0 text-ink shadow-2xl backdrop:bg-black/40"
    >
      <div className="flex max-h-[85dvh] flex-col">
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
