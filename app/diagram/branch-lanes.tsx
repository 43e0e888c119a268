// The other branches as lanes below the picture, on the same axis: from where they left their parent as far as they were simulated, with what was done in
// them. Nothing is destroyed: a lane is a button that goes there. Their logs are not kept; going there runs them again (house.md 8.5).
import type { ReactElement } from 'react';
import { formatMilliseconds } from '../../core/view/format.ts';
import { placeOfTime, positionOf } from '../../core/view/space-time/axis.ts';
import type { Look } from '../../core/view/space-time/pen.ts';
import { GLYPHS } from '../../core/view/space-time/shapes.ts';
import type { Branch } from '../store/branch-tree.ts';
import { branching } from '../store/history.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';

const ROW = 24;
const SIGN = 4.5;

const Lane = ({ branch, look }: { readonly branch: Branch; readonly look: Look }): ReactElement => {
  const t = useT();
  const along = (us: number): number => (positionOf(look.diagram, look.axis, placeOfTime(look.diagram, us)) - look.origin) * look.zoom;
  const from = branch.parent === null ? 0 : branch.forkUs;
  const [start, end] = [along(from), along(branch.facts?.headUs ?? from)];
  const name = branch.name === '' ? t('diagram.branch', { id: branch.id + 1 }) : branch.name;
  return (
    <button
      type="button"
      data-testid={`diagram-branch-${branch.id}`}
      aria-label={t('diagram.branch_go', { name, seconds: formatMilliseconds(from) })}
      title={t('diagram.branch_go', { name, seconds: formatMilliseconds(from) })}
      onClick={() => branching.switchTo(branch.id)}
      className="flex w-full items-center text-left hover:bg-raised"
      style={{ height: ROW }}
    >
      <span className="w-24 shrink-0 truncate border-r border-line px-1.5 text-xs text-soft">{name}</span>
      <svg aria-hidden="true" width={look.length} height={ROW} className="shrink-0 overflow-hidden">
        <path d={`M${start} 0C${start} ${ROW / 2} ${start} ${ROW / 2} ${start + 10} ${ROW / 2}`} stroke="var(--strong)" fill="none" />
        <path
          d={`M${start + 10} ${ROW / 2}H${Math.max(start + 14, end)}`}
          stroke="var(--strong)"
          strokeWidth="2"
          strokeDasharray="6 3"
          fill="none"
        />
        {branch.interventions.slice(branch.base).map((item, i) => (
          <path
            // oxlint-disable-next-line no-array-index-key -- the order of interventions is their identity
            key={i}
            d={GLYPHS[item.kind === 'fault_on' ? 'bolt' : 'flag']}
            transform={`translate(${along(item.t)} ${ROW / 2}) scale(${SIGN})`}
            fill={item.kind === 'fault_on' ? 'var(--role-fault)' : 'var(--focus)'}
          />
        ))}
      </svg>
    </button>
  );
};

/** All branches but the one that is drawn above; nothing while there is only one. */
export const BranchLanes = ({ look }: { readonly look: Look }): ReactElement | null => {
  const t = useT();
  const tree = useRun((s) => s.tree);
  const others = tree.branches.filter((branch) => branch.id !== tree.current);
  if (others.length === 0) return null;
  return (
    <div
      role="group"
      aria-label={t('diagram.branches')}
      data-testid="diagram-branches"
      className="scroll-thin max-h-24 shrink-0 overflow-x-hidden overflow-y-auto border-t border-line bg-stage"
    >
      {others.map((branch) => (
        <Lane key={branch.id} branch={branch} look={look} />
      ))}
    </div>
  );
};
