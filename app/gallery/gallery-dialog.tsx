// All shipped scenarios: a picture of each from its pinned run, what it tells, and how it is opened.
import { type ReactElement, useState } from 'react';
import { CATALOGUE, type ScenarioEntry } from '../../core/scenarios/catalogue.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { openScenario } from '../store/scenario.ts';
import { openDialog } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Badge } from '../ui/section.tsx';
import { editScenario } from './edit.ts';
import { Options } from './options.tsx';
import { PreviewStrip, previewFacts } from './preview-strip.tsx';
import { PREVIEWS } from './previews.ts';
import { TAGS, TAGS_OF, type Tag } from './tags.ts';

const close = (): void => openDialog(null);
const open = (name: string): void => {
  close();
  openScenario(name);
};

const Card = ({ entry: { id, validators, titleKey, storyKey } }: { readonly entry: ScenarioEntry }): ReactElement => {
  const t = useT();
  const isOpen = useRun((s) => s.spec === null && s.scenario === id);
  const preview = PREVIEWS[id];
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line p-3" data-testid={`gallery-${id}`}>
      <PreviewStrip preview={preview} />
      <p className="num text-2xs text-faint">
        {t('gallery.preview', { seconds: Math.round(preview.endMs / 1_000), ...previewFacts(preview) })}
      </p>
      <h3 className="text-sm font-semibold">{t(titleKey)}</h3>
      <p className="flex-1 text-xs text-soft">{t(storyKey)}</p>
      <div className="flex flex-wrap gap-1">
        <Badge>{t('gallery.n', { n: validators })}</Badge>
        {TAGS_OF[id].map((tag) => (
          <Badge key={tag}>{t(`tag.${tag}`)}</Badge>
        ))}
        {isOpen && <Badge tone="good">{t('gallery.open_now')}</Badge>}
      </div>
      <Options id={id} onOpen={open}>
        {(name) => (
          <div className="flex gap-2">
            <Button
              tone="primary"
              type="submit"
              disabled={name === null}
              aria-label={t('gallery.open_named', { title: t(titleKey) })}
              data-testid={`gallery-open-${id}`}
            >
              {t('gallery.open')}
            </Button>
            <Button
              disabled={name === null}
              aria-label={t('gallery.edit_named', { title: t(titleKey) })}
              data-testid={`gallery-edit-${id}`}
              onClick={() => name !== null && void editScenario(name, { title: t(titleKey), story: t(storyKey) })}
            >
              {t('gallery.edit')}
            </Button>
          </div>
        )}
      </Options>
    </li>
  );
};

const Filter = ({ tag, onTag }: { readonly tag: Tag | null; readonly onTag: (tag: Tag | null) => void }): ReactElement => {
  const t = useT();
  return (
    <div role="group" aria-label={t('gallery.filter')} className="flex flex-wrap gap-1">
      {[null, ...TAGS].map((item) => (
        <button
          key={item ?? 'all'}
          type="button"
          aria-pressed={tag === item}
          data-testid={`tag-${item ?? 'all'}`}
          onClick={() => onTag(item)}
          className={`h-7 rounded-md border px-2 text-xs font-medium pointer-coarse:h-11 ${
            tag === item ? 'border-ink bg-ink text-panel' : 'border-line text-soft hover:text-ink'
          }`}
        >
          {item === null ? t('gallery.all') : t(`tag.${item}`)}
        </button>
      ))}
    </div>
  );
};

export const GalleryDialog = (): ReactElement => {
  const t = useT();
  const [tag, setTag] = useState<Tag | null>(null);
  const shown = CATALOGUE.filter(({ id }) => tag === null || TAGS_OF[id].includes(tag));
  return (
    <Dialog title={t('gallery.title')} closeLabel={t('dialog.close')} testId="gallery-dialog" onClose={close} wide>
      <div className="flex flex-wrap items-center gap-3 pb-3">
        <Filter tag={tag} onTag={setTag} />
        <span className="num ml-auto text-xs text-faint" role="status" data-testid="gallery-count">
          {t('gallery.count', { n: shown.length })}
        </span>
        <Button onClick={() => openDialog('editor')} data-testid="gallery-editor">
          {t('gallery.new')}
        </Button>
      </div>
      <p className="pb-3 text-2xs text-faint">{t('gallery.reading')}</p>
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {shown.map((entry) => (
          <Card key={entry.id} entry={entry} />
        ))}
      </ul>
    </Dialog>
  );
};
