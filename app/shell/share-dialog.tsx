// The link to what is shown, to copy.
import { type ReactElement, useState } from 'react';
import { useT } from '../store/i18n.ts';
import { useShareLink } from '../store/run.ts';
import { openDialog } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';

const close = (): void => openDialog(null);

export const ShareDialog = (): ReactElement => {
  const t = useT();
  const link = useShareLink() ?? null;
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
