// Tabs with the usual keyboard pattern: arrows move, the selected tab is the only one in the tab order.
import type { KeyboardEvent, ReactElement } from 'react';

type TabItem<Id extends string> = { readonly id: Id; readonly label: string };
type Props<Id extends string> = {
  readonly label: string;
  readonly items: readonly TabItem<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  readonly testIdPrefix: string;
};

export const Tabs = <Id extends string>({ label, items, selected, onSelect, testIdPrefix }: Props<Id>): ReactElement => {
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const at = items.findIndex((item) => item.id === selected);
    const next = items[(at + by + items.length) % items.length];
    if (next === undefined) return;
    onSelect(next.id);
    document.getElementById(`${testIdPrefix}-${next.id}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className="flex gap-1 border-b border-line px-2" onKeyDown={move}>
      {items.map((item) => (
        <button
          key={item.id}
          id={`${testIdPrefix}-${item.id}`}
          type="button"
          role="tab"
          aria-selected={item.id === selected}
          tabIndex={item.id === selected ? 0 : -1}
          data-testid={`${testIdPrefix}-${item.id}`}
          onClick={() => onSelect(item.id)}
          className={`-mb-px h-10 border-b-2 px-2.5 text-sm font-medium ${
            item.id === selected ? 'border-ink text-ink' : 'border-transparent text-faint hover:text-ink'
          }`}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
};
