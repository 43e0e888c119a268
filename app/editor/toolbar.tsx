// What the editor can begin with, where it can keep what it holds, and where it came from: files, drafts, shipped scenarios, the open run.
import { type ReactElement, useRef, useState } from 'react';
import { CATALOGUE } from '../../core/scenarios/catalogue.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import { type Draft, dropDraft, keepDraft, readDrafts } from '../store/drafts.ts';
import { beginWith, calmSpec, recordRun, specOf, swapBack, useEditor } from '../store/editor.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { scenarioTitle } from '../store/scenario.ts';
import { Button } from '../ui/button.tsx';
import { CONTROL, Select } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { readFileText, saveText } from './files.ts';
import { problemText } from './json-pane.tsx';
import { readSpecText, textOfSpec } from './read-spec.ts';

/** What was done or refused last, in one sentence. */
export type Told = { readonly tone: 'good' | 'bad'; readonly text: string } | null;
type Tell = { readonly onTold: (told: Told) => void };

const TITLE_MAX = 80;
const STORY_MAX = 600;

/** A menu that does what is picked and shows its name again. */
const Menu = ({
  label,
  testId,
  items,
}: {
  readonly label: string;
  readonly testId: string;
  readonly items: readonly (readonly [id: string, name: string, act: () => void])[];
}): ReactElement => (
  <Select<string>
    aria-label={label}
    data-testid={testId}
    className={`${CONTROL} !w-44`}
    value=""
    options={[{ value: '', label }, ...items.map(([value, name]) => ({ value, label: name }))]}
    onPick={(picked) => items.find(([id]) => id === picked)?.[2]()}
  />
);

const Begin = ({ onTold }: Tell): ReactElement => {
  const t = useT();
  const begin = async (
    made: Promise<ScenarioSpec | null>,
    words: { readonly title: string; readonly story: string } | null,
  ): Promise<void> => {
    const spec = await made;
    if (spec === null) return;
    onTold(null);
    beginWith(
      textOfSpec(words === null ? spec : { ...spec, title: words.title.slice(0, TITLE_MAX), story: words.story.slice(0, STORY_MAX) }),
    );
  };
  const record = (): void => {
    const { spec, scenario } = useRun.getState();
    const story = spec === null ? t(`scenario.${scenario}.story`) : spec.story;
    void begin(recordRun(), { title: t('editor.recorded', { title: scenarioTitle(t, { spec, scenario }) }), story });
  };
  return (
    <>
      <Menu
        label={t('editor.begin')}
        testId="spec-begin"
        items={[
          ['calm', t('editor.begin.calm'), () => void begin(calmSpec(), null)],
          ...CATALOGUE.map(
            ({ id, titleKey, storyKey }) =>
              [id, t(titleKey), () => void begin(specOf(id), { title: t(titleKey), story: t(storyKey) })] as const,
          ),
        ]}
      />
      <Button onClick={record} data-testid="spec-record">
        {t('editor.record')}
      </Button>
    </>
  );
};

const save = (): void => {
  const text = useEditor.getState().text ?? '';
  saveText(text, readSpecText(text).spec?.title ?? '');
};

const Files = ({ onTold }: Tell): ReactElement => {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const load = async (file: File): Promise<void> => {
    const read = await readFileText(file);
    const refuse = (why: string): void => onTold({ tone: 'bad', text: t('editor.file_refused', { why }) });
    if ('refused' in read) return refuse(t(`editor.${read.refused}`));
    const { spec, problem } = readSpecText(read.text);
    if (problem !== null) return refuse(problemText(t, problem));
    beginWith(textOfSpec(spec));
    onTold({ tone: 'good', text: t('editor.loaded') });
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('editor.load')}
        data-testid="spec-file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) void load(file);
          event.target.value = '';
        }}
      />
      <Button onClick={() => input.current?.click()} data-testid="spec-load">
        {t('editor.load')}
      </Button>
      <Button onClick={save} data-testid="spec-save">
        {t('editor.save')}
      </Button>
    </>
  );
};

const Drafts = ({ onTold }: Tell): ReactElement => {
  const t = useT();
  const [drafts, setDrafts] = useState<readonly Draft[]>(readDrafts);
  const keep = (): void => {
    const text = useEditor.getState().text ?? '';
    const title = readSpecText(text).spec?.title ?? '';
    const kept = keepDraft({ title: title === '' ? t('scenario.custom') : title, text });
    setDrafts(readDrafts());
    onTold({ tone: kept === 'kept' ? 'good' : 'bad', text: t(`editor.draft.${kept}`) });
  };
  const drop = (title: string): void => {
    dropDraft(title);
    setDrafts(readDrafts());
  };
  return (
    <>
      <Button onClick={keep} data-testid="spec-keep">
        {t('editor.keep')}
      </Button>
      {drafts.length > 0 && (
        <Menu
          label={t('editor.drafts', { n: drafts.length })}
          testId="spec-drafts"
          items={drafts.flatMap(({ title, text }, i) => [
            [`open.${i}`, title, () => beginWith(text)] as const,
            [`drop.${i}`, t('editor.drop', { title }), () => drop(title)] as const,
          ])}
        />
      )}
    </>
  );
};

export const Toolbar = ({ onTold }: Tell): ReactElement => {
  const t = useT();
  const canGoBack = useEditor((s) => s.before !== null);
  return (
    <div className="flex flex-wrap items-center gap-2 pb-2" role="group" aria-label={t('editor.tools')}>
      <Begin onTold={onTold} />
      <Files onTold={onTold} />
      <Drafts onTold={onTold} />
      <Button disabled={!canGoBack} onClick={swapBack} data-testid="spec-back">
        <Icon name="undo" size={15} />
        {t('editor.back')}
      </Button>
    </div>
  );
};
