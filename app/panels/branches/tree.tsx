// The tree of branches as a list with lines: one tab stop, the arrows choose, Enter goes there (WAI-ARIA tree view pattern; nothing folds).
import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import { formatMilliseconds } from '../../../core/view/format.ts';
import type { BranchFacts } from '../../store/branch-tree.ts';
import { type BranchRow, branchRows } from '../../store/branches.ts';
import { branching } from '../../store/history.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Badge } from '../../ui/section.tsx';
import { branchName, deedsText } from './words.ts';

type Facts = Pick<BranchFacts, 'headUs' | 'decidedHeight'>;
const INDENT = 14;
/** A deeper tree is drawn no further to the right. */
const DEPTH_MAX = 6;

const useFacts = ({ branch }: BranchRow): Facts => {
  const isCurrent = useRun((s) => s.tree.current === branch.id);
  const headUs = useRun((s) => (isCurrent ? s.headUs : (branch.facts?.headUs ?? 0)));
  const decidedHeight = useRun((s) => (isCurrent ? (s.version, s.line.head.network.decidedHeight) : (branch.facts?.decidedHeight ?? 0)));
  return { headUs, decidedHeight };
};

type ItemProps = {
  readonly row: BranchRow;
  readonly position: { readonly index: number; readonly size: number };
  readonly chosen: boolean;
  readonly onChoose: () => void;
};

const Item = ({ row, position, chosen, onChoose }: ItemProps): ReactElement => {
  const t = useT();
  const { branch, depth } = row;
  const isCurrent = useRun((s) => s.tree.current === branch.id);
  const { headUs, decidedHeight } = useFacts(row);
  const name = branchName(t, branch);
  const forked = branch.parent === null ? '' : t('branches.forked', { seconds: formatMilliseconds(branch.forkUs) });
  const what = deedsText(t, branch);
  return (
    <li
      role="treeitem"
      aria-level={depth + 1}
      aria-posinset={position.index + 1}
      aria-setsize={position.size}
      aria-selected={chosen}
      aria-current={isCurrent}
      tabIndex={chosen ? 0 : -1}
      data-branch={branch.id}
      data-testid={`branch-${branch.id}`}
      data-current={isCurrent}
      onClick={onChoose}
      onDoubleClick={() => branching.switchTo(branch.id)}
      className={`relative cursor-default rounded-md py-1.5 pr-2 text-sm ${chosen ? 'bg-raised' : 'hover:bg-raised'}`}
      style={{ paddingLeft: 22 + INDENT * Math.min(depth, DEPTH_MAX) }}
    >
      <svg aria-hidden="true" width="14" height="22" className="absolute top-1.5" style={{ left: 6 + INDENT * Math.min(depth, DEPTH_MAX) }}>
        {depth > 0 && <path d="M1-6v14h6" fill="none" stroke="var(--strong)" strokeWidth="1.5" />}
        <circle cx="9" cy="8" r="4" fill={isCurrent ? 'var(--focus)' : 'var(--panel)'} stroke="var(--strong)" strokeWidth="1.5" />
      </svg>
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 truncate font-medium">{name}</span>
        {isCurrent && <Badge tone="good">{t('branches.current')}</Badge>}
      </span>
      <span className="block text-xs break-words text-soft">{what}</span>
      <span className="num block text-2xs text-faint">
        {forked !== '' && `${forked} · `}
        {t('branches.decided', { height: decidedHeight })} · {t('branches.known', { seconds: formatMilliseconds(headUs) })}
      </span>
    </li>
  );
};

type TreeProps = {
  readonly chosen: number;
  readonly onChoose: (id: number) => void;
  readonly onRename: () => void;
  readonly onDelete: () => void;
};

export const BranchTreeList = ({ chosen, onChoose, onRename, onDelete }: TreeProps): ReactElement => {
  const t = useT();
  const list = useRef<HTMLUListElement>(null);
  const moved = useRef(false);
  const tree = useRun((s) => s.tree);
  const rows = branchRows(tree);
  useEffect(() => {
    if (moved.current) list.current?.querySelector<HTMLElement>(`[data-branch="${chosen}"]`)?.focus();
    moved.current = false;
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = rows.findIndex(({ branch }) => branch.id === chosen);
    const goals: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    const acts: Readonly<Record<string, () => void>> = { Enter: () => branching.switchTo(chosen), F2: onRename, Delete: onDelete };
    const goal = Object.hasOwn(goals, event.key) ? rows[goals[event.key] ?? -1] : undefined;
    const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
    if (goal === undefined && act === undefined && !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    event.stopPropagation();
    if (goal !== undefined && goal.branch.id !== chosen) {
      moved.current = true;
      onChoose(goal.branch.id);
    }
    act?.();
  };
  return (
    <ul role="tree" ref={list} aria-label={t('branches.tree')} data-testid="branch-tree" onKeyDown={onKeyDown}>
      {rows.map((row) => {
        const siblings = rows.filter(({ branch }) => branch.parent === row.branch.parent);
        return (
          <Item
            key={row.branch.id}
            row={row}
            position={{ index: siblings.indexOf(row), size: siblings.length }}
            chosen={row.branch.id === chosen}
            onChoose={() => onChoose(row.branch.id)}
          />
        );
      })}
    </ul>
  );
};
