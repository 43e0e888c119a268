// Everything that takes a run out of the page and brings one back: the link with its QR code, files, pictures of the diagram, opening a file.
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import { IMPORT_BYTES_MAX } from '../../core/base/limits.ts';
import { exportDiagram } from '../diagram/export.ts';
import { RUN_FILES, type RunFile, saveLink, saveRun } from '../share/files.ts';
import { openFile } from '../share/import.ts';
import { QR_BYTES_MAX, QrCode } from '../share/qr.tsx';
import { useT } from '../store/i18n.ts';
import { openDialog } from '../store/ui.ts';
import { useShareLink } from '../store/use-link.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';

/** Some programs cut longer links (experience.md, target 6). */
const LONG_LINK = 2_000;
const PICTURES = ['svg', 'png'] as const;

const close = (): void => openDialog(null);

const Group = ({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement => (
  <section className="mt-4 border-t border-line pt-3">
    <h3 className="mb-1 text-sm font-semibold">{title}</h3>
    {children}
  </section>
);

const Link = ({ link }: { readonly link: string | null }): ReactElement => {
  const t = useT();
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const [file, setFile] = useState<string | null>(null);
  const isLong = link !== null && link.length > LONG_LINK;
  const copy = (): void => {
    if (link === null) return;
    navigator.clipboard.writeText(link).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  };
  return (
    <>
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
        {isLong && (
          <Button tone="primary" onClick={() => setFile(saveLink(link))} data-testid="share-as-file">
            {t('share.as_file')}
          </Button>
        )}
        <Button tone={isLong ? 'plain' : 'primary'} disabled={link === null} onClick={copy} data-testid="share-copy">
          <Icon name="copy" size={15} />
          {t('share.copy')}
        </Button>
        <span role="status" className="text-sm text-soft" data-testid="share-status">
          {copied === 'yes' && t('share.copied')}
          {copied === 'failed' && t('share.failed')}
          {file !== null && t('share.saved', { name: file })}
        </span>
        <span className="num ml-auto text-xs text-faint">{link !== null && t('share.length', { count: link.length })}</span>
      </div>
      {isLong && (
        <p className="mt-2 text-sm text-bad" data-testid="share-long">
          {t('share.long', { max: LONG_LINK })}
        </p>
      )}
    </>
  );
};

const Code = ({ link }: { readonly link: string }): ReactElement => {
  const t = useT();
  if (link.length > QR_BYTES_MAX) return <p className="w-56 shrink-0 text-sm text-soft">{t('share.qr_too_long')}</p>;
  return (
    <figure className="w-56 shrink-0 max-sm:mx-auto">
      <QrCode text={link} label={t('share.qr')} />
      <figcaption className="mt-1 text-center text-xs text-faint">{t('share.qr')}</figcaption>
    </figure>
  );
};

type Saved = { readonly kind: 'saved' | 'failed'; readonly text: string } | null;

const Files = (): ReactElement => {
  const t = useT();
  const [saved, setSaved] = useState<Saved>(null);
  const failed = (error: unknown): void =>
    setSaved({ kind: 'failed', text: t('share.save_failed', { why: error instanceof Error ? error.message : String(error) }) });
  const save = (kind: RunFile): void => {
    saveRun(kind).then(
      (name) =>
        setSaved(name === null ? { kind: 'failed', text: t('share.not_whole') } : { kind: 'saved', text: t('share.saved', { name }) }),
      failed,
    );
  };
  const draw = (kind: (typeof PICTURES)[number]): void => {
    exportDiagram(kind).then(() => setSaved({ kind: 'saved', text: t('share.saved', { name: t(`share.file.${kind}`) }) }), failed);
  };
  return (
    <Group title={t('share.files')}>
      <p className="mb-2 text-xs text-soft">{t('share.files_text')}</p>
      <ul className="flex flex-col gap-1.5">
        {RUN_FILES.map((kind) => (
          <li key={kind} className="flex flex-wrap items-center gap-x-3">
            <Button className="w-40" onClick={() => save(kind)} data-testid={`share-${kind}`}>
              {t(`share.file.${kind}`)}
            </Button>
            <span className="text-xs text-faint">{t(`share.file.${kind}_text`)}</span>
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap gap-2">
        {PICTURES.map((kind) => (
          <Button key={kind} onClick={() => draw(kind)} data-testid={`share-${kind}`}>
            {t(`share.file.${kind}`)}
          </Button>
        ))}
      </div>
      <p role="status" className={`mt-2 text-sm ${saved?.kind === 'failed' ? 'text-bad' : 'text-soft'}`} data-testid="share-saved">
        {saved?.text}
      </p>
    </Group>
  );
};

const OpenFile = (): ReactElement => {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  return (
    <Group title={t('share.import')}>
      <input
        ref={input}
        type="file"
        hidden
        data-testid="share-import"
        accept=".trace,.json,.log,.txt"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file === undefined) return;
          close();
          void openFile(file);
        }}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={() => input.current?.click()} data-testid="share-import-button">
          {t('share.import')}
        </Button>
        <span className="text-xs text-soft">{t('share.import_text', { mb: Math.floor(IMPORT_BYTES_MAX / 1_048_576) })}</span>
      </div>
    </Group>
  );
};

export const ShareDialog = (): ReactElement => {
  const t = useT();
  const link = useShareLink() ?? null;
  return (
    <Dialog title={t('share.title')} closeLabel={t('dialog.close')} testId="share-dialog" onClose={close}>
      <p className="mb-3 text-sm text-soft">{t('share.text')}</p>
      <div className="flex gap-4 max-sm:flex-col">
        <div className="min-w-0 flex-1">
          <Link link={link} />
        </div>
        {link !== null && <Code link={link} />}
      </div>
      <Files />
      <OpenFile />
    </Dialog>
  );
};
