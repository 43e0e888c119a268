// What was tapped last, in words, with what can be done about it: for fingers, which cannot hover.
import type { ReactElement } from 'react';
import { validatorOf } from '../../core/types/ids.ts';
import { useDiagram } from '../store/diagram.ts';
import { useT } from '../store/i18n.ts';
import { run, useRun } from '../store/run.ts';
import { selectMessage, selectValidator, showScreen } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import { placeOfStep, sentenceOfMessage, sentenceOfStep } from './describe.ts';
import { nodeName } from '../store/names.ts';

export const PointedBar = (): ReactElement | null => {
  const t = useT();
  const line = useRun((s) => s.line);
  const cursor = useRun((s) => s.cursor);
  const { focus, message } = useDiagram();
  const step = focus ?? cursor - 1;
  const opening = line.events[line.starts[step] ?? -1];
  if (opening === undefined) return null;
  const validator = validatorOf(opening.p);
  const open = (): void => {
    showScreen('stage');
    if (message === null) selectValidator(validator);
    else selectMessage(message);
  };
  return (
    <div className="flex shrink-0 items-center gap-2 border-t border-line bg-panel px-3 py-1.5" data-testid="diagram-pointed">
      <div className="min-w-0 flex-1 text-xs">
        <p className="num text-2xs text-faint">{placeOfStep(t, line, step)}</p>
        <p className="line-clamp-3">{message === null ? sentenceOfStep(t, line, step) : sentenceOfMessage(t, line, message)}</p>
      </div>
      {step !== cursor - 1 && (
        <Button className="!px-2 !text-xs" data-testid="diagram-go" onClick={() => run.seekStep(step + 1)}>
          {t('diagram.go')}
        </Button>
      )}
      <Button className="!px-2 !text-xs" data-testid="diagram-open" onClick={open}>
        {message === null ? t('diagram.open_validator', { v: nodeName(validator) }) : t('diagram.open_message')}
      </Button>
    </div>
  );
};
