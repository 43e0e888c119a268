// The dialog that is open, loaded when it is opened for the first time.
import { type ReactElement, Suspense } from 'react';
import { useUi } from '../store/ui.ts';
import { withWords } from './panels.tsx';
import { Pending } from '../ui/pending.tsx';

const EditorDialog = withWords(async () => (await import('../editor/editor-dialog.tsx')).EditorDialog);
const ExecutionDialog = withWords(async () => (await import('../panels/execution/execution-dialog.tsx')).ExecutionDialog);
const GalleryDialog = withWords(async () => (await import('../gallery/gallery-dialog.tsx')).GalleryDialog);
const HelpDialog = withWords(async () => (await import('./help-dialog.tsx')).HelpDialog);
const PaletteDialog = withWords(async () => (await import('./palette/palette-dialog.tsx')).PaletteDialog);
const ShareDialog = withWords(async () => (await import('./share-dialog.tsx')).ShareDialog);

const OPEN = {
  help: HelpDialog,
  share: ShareDialog,
  palette: PaletteDialog,
  gallery: GalleryDialog,
  editor: EditorDialog,
  execution: ExecutionDialog,
} as const;

export const Dialogs = (): ReactElement | null => {
  const dialog = useUi((s) => s.dialog);
  if (dialog === null) return null;
  const Open = OPEN[dialog];
  return (
    <Suspense fallback={<Pending />}>
      <Open />
    </Suspense>
  );
};
