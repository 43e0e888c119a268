// Draws the page into its place in the document.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startFileDrop } from './file-drop.ts';
import { startKeyboard } from './keyboard.ts';

export const drawPage = (): void => {
  const root = document.getElementById('app');
  if (root === null) return;
  startKeyboard();
  startFileDrop();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
};
