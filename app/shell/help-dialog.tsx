// Help with the keyboard map.
import type { ReactElement } from 'react';
import { useT } from '../store/i18n.ts';
import { changeSettings, useSettings } from '../store/settings.ts';
import { openDialog } from '../store/ui.ts';
import { Dialog } from '../ui/dialog.tsx';
import { SHORTCUTS } from './keyboard.ts';

const close = (): void => openDialog(null);

export const HelpDialog = (): ReactElement => {
  const t = useT();
  const shortcuts = useSettings((s) => s.shortcuts);
  return (
    <Dialog title={t('help.title')} closeLabel={t('dialog.close')} testId="help-dialog" onClose={close}>
      <p className="mb-3 text-sm text-soft">{t('help.text')}</p>
      <label className="mb-3 flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={shortcuts}
          data-testid="shortcuts"
          onChange={(event) => changeSettings({ shortcuts: event.target.checked })}
        />
        {t('help.shortcuts')}
      </label>
      <table className="w-full text-sm">
        <tbody>
          {SHORTCUTS.map(([keys, message]) => (
            <tr key={keys} className="border-t border-line">
              <th scope="row" className="w-28 py-1.5 text-left">
                <kbd className="rounded bg-raised px-1.5 py-0.5 font-mono text-xs">{keys}</kbd>
              </th>
              <td className="py-1.5 text-soft">{t(message)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-4 text-xs text-faint">{t('help.honesty')}</p>
    </Dialog>
  );
};
