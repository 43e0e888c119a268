// The command palette: type a few letters, choose with the arrows, Enter does it. A combobox over a list of all actions (ARIA 1.2).
import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../store/i18n.ts';
import { openDialog } from '../../store/ui.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { CONTROL } from '../../ui/field.tsx';
import { type Entry, allActions } from './all-actions.ts';
import { fuzzyFilter } from './fuzzy.ts';

const LIST = 'palette-list';
const optionId = (index: number): string => `palette-option-${index}`;

const close = (): void => openDialog(null);

/** Closed first: what the action opens must not be closed by it. */
const perform = (entry: Entry | undefined): void => {
  if (entry === undefined) return;
  close();
  entry.run();
};

const Options = ({
  shown,
  at,
  onPoint,
}: {
  readonly shown: readonly Entry[];
  readonly at: number;
  readonly onPoint: (i: number) => void;
}): ReactElement => {
  const t = useT();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // In braces: newer browsers return a promise, which is no cleanup.
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <ul
      ref={list}
      id={LIST}
      role="listbox"
      aria-label={t('palette.list')}
      data-testid="palette-list"
      className="scroll-thin mt-2 h-[50dvh] overflow-y-auto"
    >
      {shown.map((entry, i) => (
        <li
          key={entry.id}
          id={optionId(i)}
          role="option"
          aria-selected={i === at}
          data-testid={`action-${entry.id}`}
          onMouseMove={() => onPoint(i)}
          onClick={() => perform(entry)}
          className={`flex min-h-8 cursor-pointer items-center justify-between gap-3 rounded-md px-2 text-sm pointer-coarse:min-h-12 ${
            i === at ? 'bg-ink text-panel' : ''
          }`}
        >
          <span>{entry.title}</span>
          {entry.key !== '' && <kbd className="font-mono text-xs">{entry.key}</kbd>}
        </li>
      ))}
    </ul>
  );
};

const MOVES: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % Math.max(1, count),
  ArrowUp: (at, count) => (at - 1 + count) % Math.max(1, count),
  PageDown: (at, count) => Math.min(count - 1, at + 10),
  PageUp: (at) => Math.max(0, at - 10),
};

export const PaletteDialog = (): ReactElement => {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  // The actions of the moment in which it was opened: a list that changes under the finger is no help.
  const all = useMemo(() => allActions(t), [t]);
  const shown = useMemo(() => fuzzyFilter(all, typed), [all, typed]);
  useEffect(() => {
    input.current?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = MOVES[event.key];
    if (event.nativeEvent.isComposing || (move === undefined && event.key !== 'Enter')) return;
    event.preventDefault();
    if (move === undefined) perform(shown[at]);
    else setAt(Math.max(0, move(at, shown.length)));
  };
  return (
    <Dialog title={t('palette.title')} closeLabel={t('dialog.close')} testId="palette-dialog" onClose={close}>
      <input
        ref={input}
        role="combobox"
        aria-expanded="true"
        aria-controls={LIST}
        aria-autocomplete="list"
        aria-activedescendant={shown.length === 0 ? undefined : optionId(at)}
        aria-label={t('palette.label')}
        placeholder={t('palette.label')}
        data-testid="palette-input"
        className={CONTROL}
        maxLength={80}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <p role="status" className="mt-1 text-2xs text-faint" data-testid="palette-count">
        {t('palette.count', { count: shown.length })}
      </p>
      <Options shown={shown} at={at} onPoint={setAt} />
    </Dialog>
  );
};
