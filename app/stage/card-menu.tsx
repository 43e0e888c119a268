// The menu of one validator: choose, look, follow, and the faults that belong to it. Opened by right click, long press or Shift+F10; closed by Escape, by
// a choice, or by going elsewhere. Gives the focus back.
import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useRef } from 'react';
import { type ValidatorIndex, toValidatorIndex } from '../../core/types/ids.ts';
import { isHalted } from '../../core/view/consensus-card.ts';
import { type Fault, useActiveFaults } from '../store/active-faults.ts';
import { breakSomething, mend, restart } from '../store/deeds.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { changeStageView, lookAt, useStageView } from '../store/stage-view.ts';
import { selectValidator } from '../store/ui.ts';
import { SHOWN } from './shown.ts';
import { nodeName } from '../store/names.ts';

type Item = { readonly id: string; readonly label: string; readonly bad?: boolean; readonly act: () => void };

const crash = (validator: ValidatorIndex, part: 'both' | 'consensus' | 'batcher'): Fault => ({
  kind: 'crash',
  validator,
  part,
  instance: null,
  storage: 'keep',
});

const useItems = (index: number): readonly Item[] => {
  const t = useT();
  const follow = useStageView((s) => s.follow);
  const faults = useActiveFaults();
  const halted = useRun((s) => s.view.cards.some((card) => card.index === index && isHalted(card.consensus)));
  return useMemo(() => {
    const validator = toValidatorIndex(index);
    const v = nodeName(index);
    const followed = follow?.kind === 'validator' && follow.id === index;
    const own = faults.filter(({ fault }) => 'validator' in fault && fault.validator === index);
    const crashed = own.some(({ fault }) => fault.kind === 'crash');
    const breaks = (id: string, label: string, fault: Fault): Item => ({ id, label, bad: true, act: () => breakSomething(fault) });
    return [
      { id: 'select', label: t('menu.select', { v }), act: () => selectValidator(index) },
      { id: 'focus', label: t('menu.focus', { v }), act: () => lookAt({ kind: 'validator', id: index }) },
      {
        id: 'follow',
        label: followed ? t('menu.unfollow') : t('menu.follow', { v }),
        act: () => changeStageView({ follow: followed ? null : { kind: 'validator', id: index } }),
      },
      ...(crashed || halted
        ? [{ id: 'restart', label: t('menu.restart', { v }), act: () => restart(index) }]
        : [
            breaks('crash', t('menu.crash', { v }), crash(validator, 'both')),
            breaks('crash-consensus', t('menu.crash_consensus'), crash(validator, 'consensus')),
            breaks('crash-batcher', t('menu.crash_batcher'), crash(validator, 'batcher')),
          ]),
      breaks('pause', t('menu.pause', { v }), { kind: 'pause', validator }),
      breaks('cut', t('menu.cut'), { kind: 'bridge_cut', validator }),
      ...own
        .filter(({ fault }) => fault.kind !== 'crash')
        .map(({ id, fault }): Item => ({
          id: `mend-${id}`,
          label: t('menu.mend', { what: t(`fault.name.${fault.kind}`) }),
          act: () => mend(id),
        })),
    ];
  }, [t, index, follow, faults, halted]);
};

const close = (validator: number): void => {
  changeStageView({ menu: null });
  SHOWN.host?.querySelector<HTMLElement>(`[data-card="${validator}"] button`)?.focus({ preventScroll: true });
};

const WIDTH = 224;
/** Room that the longest menu may need below its point. */
const ROOM = 340;

export const CardMenu = ({
  menu,
}: {
  readonly menu: { readonly validator: number; readonly x: number; readonly y: number };
}): ReactElement => {
  const t = useT();
  const list = useRef<HTMLDivElement>(null);
  const items = useItems(menu.validator);
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const outside = (event: Event): void => {
      if (event.target instanceof Node && list.current?.contains(event.target) === false) changeStageView({ menu: null });
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, []);
  const onKey = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close(menu.validator);
    else if (next === undefined) return;
    else buttons.at(next % buttons.length)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  const left = Math.max(8, Math.min(menu.x, innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(menu.y, innerHeight - ROOM));
  return (
    <div
      ref={list}
      role="menu"
      aria-label={t('menu.label', { v: nodeName(menu.validator) })}
      data-testid="card-menu"
      className="fixed z-40 flex flex-col rounded-lg border border-line bg-panel p-1 text-sm shadow-xl"
      style={{ left, top, width: WIDTH }}
      onKeyDown={onKey}
    >
      {items.map(({ id, label, bad, act }) => (
        <button
          key={id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-testid={`menu-${id}`}
          className={`min-h-8 rounded px-2 text-left hover:bg-raised focus:bg-raised pointer-coarse:min-h-12 ${bad === true ? 'text-bad' : 'text-ink'}`}
          onClick={() => {
            close(menu.validator);
            act();
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
};
