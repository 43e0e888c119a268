// Entry of the page.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/theme.css';
import { startLanguage } from '../store/i18n.ts';
import { startRun } from '../store/run.ts';
import { App } from './app.tsx';
import { startKeyboard } from './keyboard.ts';
import { startTheme } from './theme.ts';

const root = document.getElementById('app');
if (root !== null) {
  startTheme();
  startKeyboard();
  startRun();
  await startLanguage();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
