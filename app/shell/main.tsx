// Entry of the page. The run starts first, so that its workers boot while the drawing part of the page is still on its way.
import '../ui/theme.css';
import { startLanguage } from '../store/i18n.ts';
import { startRun } from '../store/run.ts';
import { startOffline } from './offline.ts';
import { startTheme } from './theme.ts';

startTheme();
startRun();
startOffline();
const [{ drawPage }] = await Promise.all([import('./page.tsx'), startLanguage()]);
drawPage();
