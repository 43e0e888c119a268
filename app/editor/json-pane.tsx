// The scenario as JSON, and the one place at which it is wrong.
import { type ReactElement, useRef } from 'react';
import type { Translate } from '../messages/translate.ts';
import { useT } from '../store/i18n.ts';
import { Button } from '../ui/button.tsx';
import type { SpecProblem } from './read-spec.ts';

/** One sentence that names the place. */
export const problemText = (t: Translate, problem: SpecProblem): string => {
  switch (problem.kind) {
    case 'too_long':
      return t('editor.too_long');
    case 'not_json':
      return t('editor.not_json', { line: problem.line, column: problem.column });
    case 'shape':
      return t('editor.shape', { at: problem.at === '' ? '{}' : problem.at, line: problem.line, column: problem.column });
  }
};

type Props = { readonly text: string; readonly problem: SpecProblem | null; readonly onText: (text: string) => void };

export const JsonPane = ({ text, problem, onText }: Props): ReactElement => {
  const t = useT();
  const area = useRef<HTMLTextAreaElement>(null);
  const offset = problem === null || problem.kind === 'too_long' ? null : problem.offset;
  const go = (): void => {
    const element = area.current;
    if (element === null || offset === null || problem === null || problem.kind === 'too_long') return;
    element.focus();
    element.setSelectionRange(offset, Math.min(text.length, offset + 1));
    element.scrollTop = (problem.line - 4) * Number.parseFloat(getComputedStyle(element).lineHeight);
  };
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <textarea
        ref={area}
        aria-label={t('editor.json')}
        aria-invalid={problem !== null}
        aria-describedby="editor-problem"
        spellCheck={false}
        wrap="off"
        data-testid="spec-json"
        className="scroll-thin h-[60dvh] min-h-64 w-full resize-none rounded-md border border-line bg-stage p-2 font-mono text-xs leading-5 text-ink aria-invalid:border-bad max-lg:h-[40dvh]"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      <div className="flex min-h-8 items-center gap-2">
        <p
          id="editor-problem"
          role="status"
          data-testid="spec-problem"
          className={`min-w-0 flex-1 text-xs break-words ${problem === null ? 'text-good' : 'text-bad'}`}
        >
          {problem === null ? t('editor.sound') : problemText(t, problem)}
        </p>
        {offset !== null && (
          <Button onClick={go} data-testid="spec-go">
            {t('editor.go')}
          </Button>
        )}
      </div>
    </div>
  );
};
