// Help with the keyboard map, and the share dialog.
import { type ReactElement, useState } from 'react';
import { useT } from '../store/i18n.ts';
import { shareLink, useRun } from '../store/run.ts';
import { changeSettings, useSettings } from '../store/settings.ts';
import { openDialog, useUi } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { SHORTCUTS } from './keyboard.ts';

const close = (): void => openDialog(null);

const Help = (): ReactElement => {
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

const Share = (): ReactElement => {
  const t = useT();
  const link = useRun((s) => shareLink(s));
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = (): void => {
    if (link === null) return;
    navigator.clipboard.writeText(link).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  };
  return (
    <Dialog title={t('share.title')} closeLabel={t('dialog.close')} testId="share-dialog" onClose={close}>
      <p className="mb-3 text-sm text-soft">{t('share.text')}</p>
      <textarea
        readOnly
        rows={4}
        aria-label={t('share.link')}
        data-testid="share-link"
        className="w-full resize-none rounded-md border border-line bg-stage p-2 font-mono text-xs break-all"
        value={link ?? t('share.not_yet')}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="mt-2 flex items-center gap-3">
        <Button tone="primary" disabled={link === null} onClick={copy} data-testid="share-copy">
          <Icon name="copy" size={15} />
          {t('share.copy')}
        </Button>
        <span role="status" className="text-sm text-soft" data-testid="share-status">
          {copied === 'yes' && t('share.copied')}
          {copied === 'failed' && t('share.failed')}
        </span>
        <span className="num ml-auto text-xs text-faint">{link !== null && t('share.length', { count: link.length })}</span>
      </div>
    </Dialog>
  );
};

export const Dialogs = (): ReactElement | null => {
  const dialog = useUi((s) => s.dialog);
  if (dialog === null) return null;
  return dialog === 'help' ? <Help /> : <Share />;
};
