// The scenario editor: a form and the JSON that it changes, side by side; run it, keep it, save it. Nothing runs that the schema has not accepted.
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { specToJson } from '../../core/sim/spec-json.ts';
import { keepLast, readLast } from '../store/drafts.ts';
import type { Translate } from '../messages/translate.ts';
import { beginWith, calmSpec, changeText, specOfRun, useEditor } from '../store/editor.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { openSpec, scenarioTitle } from '../store/scenario.ts';
import { openDialog } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { CONTROL } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Form } from './form.tsx';
import { Happenings } from './happenings.tsx';
import { JsonPane } from './json-pane.tsx';
import { type ReadText, readSpecText, textOfSpec, textOfTree } from './read-spec.ts';
import { type Told, Toolbar } from './toolbar.tsx';

const close = (): void => openDialog(null);
const SEED_MAX = 0xffff_ffff;

/** What it was opened to show, else what it held, else what this browser kept, else a calm network. What it held can be gone back to. */
const beginText = async (t: Translate): Promise<void> => {
  const { text, wanted } = useEditor.getState();
  useEditor.setState({ wanted: false });
  const last = text ?? readLast();
  if (last !== null && text === null) changeText(last);
  if (wanted) {
    const { spec, scenario } = useRun.getState();
    const shown = await specOfRun();
    const words = { title: scenarioTitle(t, { spec, scenario }), story: spec === null ? t(`scenario.${scenario}.story`) : spec.story };
    if (shown !== null) beginWith(textOfSpec({ ...shown, ...words }));
    return;
  }
  if (last !== null) return;
  const calm = textOfSpec(await calmSpec());
  if (useEditor.getState().text === null) changeText(calm);
};

/** The text of the editor; null until it is there. */
const useText = (): string | null => {
  const t = useT();
  const text = useEditor((s) => s.text);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void beginText(t);
  }, [t]);
  return text;
};

const RunIt = ({ read }: { readonly read: ReadText }): ReactElement => {
  const t = useT();
  const current = useRun((s) => s.seed);
  const [seed, setSeed] = useState(String(current));
  const value = /^\d{1,10}$/.test(seed) && Number(seed) <= SEED_MAX ? Number(seed) : null;
  const { spec } = read;
  return (
    <form
      className="flex flex-wrap items-center gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (spec === null || value === null) return;
        close();
        openSpec(spec, value);
      }}
    >
      <label className="flex items-center gap-1.5 text-xs text-faint">
        {t('top.seed')}
        <input
          className={`num ${CONTROL} !w-28`}
          inputMode="numeric"
          maxLength={10}
          value={seed}
          aria-invalid={value === null}
          data-testid="spec-seed"
          onChange={(event) => setSeed(event.target.value)}
        />
      </label>
      <Button tone="primary" type="submit" disabled={spec === null || value === null} data-testid="spec-run">
        <Icon name="play" size={15} />
        {t('editor.run')}
      </Button>
      <span className="text-2xs text-faint">{t('editor.run_note')}</span>
    </form>
  );
};

const Body = ({ text }: { readonly text: string }): ReactElement => {
  const t = useT();
  const read = useMemo(() => readSpecText(text), [text]);
  const [told, setTold] = useState<Told>(null);
  const { spec, problem } = read;
  /** What the form shows: every field of a sound spec, else what stands there. */
  const tree = spec === null ? read.tree : specToJson(spec);
  const change = (next: string): void => {
    changeText(next);
    setTold(keepLast(next) ? null : { tone: 'bad', text: t('editor.draft.full') });
  };
  return (
    <>
      <Toolbar onTold={setTold} />
      <p role="status" data-testid="spec-told" className={`text-xs ${told?.tone === 'bad' ? 'text-bad' : 'text-good'}`}>
        {told?.text}
      </p>
      <div className="grid grid-cols-1 gap-4 pb-3 lg:grid-cols-2">
        <div className="min-w-0 lg:scroll-thin lg:max-h-[64dvh] lg:overflow-y-auto lg:pr-2">
          {tree === null ? (
            <p className="text-sm text-faint">{t('editor.no_form')}</p>
          ) : (
            <Form tree={tree} wrongAt={problem?.kind === 'shape' ? problem.at : null} onTree={(next) => change(textOfTree(next))} />
          )}
          {spec !== null && <Happenings spec={spec} onSpec={(next) => change(textOfSpec(next))} />}
        </div>
        <JsonPane text={text} problem={problem} onText={change} />
      </div>
      <RunIt read={read} />
    </>
  );
};

export const EditorDialog = (): ReactElement => {
  const t = useT();
  const text = useText();
  return (
    <Dialog title={t('editor.title')} closeLabel={t('dialog.close')} testId="editor-dialog" onClose={close} wide>
      {text !== null && <Body text={text} />}
    </Dialog>
  );
};
