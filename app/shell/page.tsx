// Draws the page into its place in the document.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startFileDrop } from './file-drop.ts';

export const drawPage = (): void => {
  const root = document.getElementById('app');
  if (root === null) return;
  startFileDrop();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  // Keys are not needed for the first picture.
  void import('./keyboard.ts').then(({ startKeyboard }) => startKeyboard());
};
