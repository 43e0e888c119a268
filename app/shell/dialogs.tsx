// The dialog that is open, loaded when it is opened for the first time.
import { type ReactElement, Suspense } from 'react';
import { useUi } from '../store/ui.ts';
import { withWords } from './panels.tsx';

const HelpDialog = withWords(async () => (await import('./help-dialog.tsx')).HelpDialog);
const ShareDialog = withWords(async () => (await import('./share-dialog.tsx')).ShareDialog);

export const Dialogs = (): ReactElement | null => {
  const dialog = useUi((s) => s.dialog);
  if (dialog === null) return null;
  return <Suspense fallback={null}>{dialog === 'help' ? <HelpDialog /> : <ShareDialog />}</Suspense>;
};
