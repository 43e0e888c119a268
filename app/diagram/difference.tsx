// What lies between the two marked points: events per process and what changed at each validator.
import { type ReactElement, useMemo } from 'react';
import { formatMilliseconds } from '../../core/view/format.ts';
import { type NodeDifference, differenceBetween } from '../../core/view/space-time/difference.ts';
import { lookAt, useDiagram } from '../store/diagram.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { nodeName } from '../store/names.ts';

const Row = ({ node }: { readonly node: NodeDifference }): ReactElement => {
  const t = useT();
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-1 pr-2 text-left font-semibold">
        {nodeName(node.validator)}
      </th>
      <td className="num py-1 pr-2">{t('diagram.diff.steps', { consensus: node.consensus, batcher: node.batcher })}</td>
      <td className="num py-1 pr-2">{t('diagram.diff.messages', { sent: node.sent, received: node.received })}</td>
      <td className="py-1">
        {node.changes.length === 0
          ? t('diagram.diff.same')
          : node.changes.map((change) => (
              <span key={change.what} className="block">
                {t(`diagram.diff.${change.what}`, { before: change.before, after: change.after })}
              </span>
            ))}
      </td>
    </tr>
  );
};

/** Shown once two points are marked; a hint after the first. */
export const Difference = (): ReactElement | null => {
  const t = useT();
  const marks = useDiagram((s) => s.marks);
  const line = useRun((s) => s.line);
  const [a, b] = marks;
  const nodes = useMemo(() => (a === undefined || b === undefined ? [] : differenceBetween(line, a, b)), [line, a, b]);
  if (a === undefined) return null;
  return (
    <aside
      aria-label={t('diagram.diff.title')}
      data-testid="diagram-difference"
      className="scroll-thin absolute inset-y-0 right-0 z-30 w-104 max-w-full overflow-y-auto border-l border-line bg-panel px-3 py-2 text-xs shadow-lg"
    >
      <div className="flex items-start justify-between gap-2">
        <p className="num font-medium">
          {b === undefined
            ? t('diagram.diff.first', { seconds: formatMilliseconds(line.times[a] ?? 0) })
            : t('diagram.diff.span', {
                from: formatMilliseconds(line.times[a] ?? 0),
                to: formatMilliseconds(line.times[b] ?? 0),
                count: b - a,
              })}
        </p>
        <IconButton
          label={t('diagram.diff.close')}
          data-testid="diagram-difference-close"
          className="!h-7 !w-7"
          onClick={() => lookAt({ marks: [] })}
        >
          <Icon name="close" size={16} />
        </IconButton>
      </div>
      {b !== undefined && (
        <table className="mt-1 w-full">
          <tbody>
            {nodes.map((node) => (
              <Row key={node.validator} node={node} />
            ))}
          </tbody>
        </table>
      )}
    </aside>
  );
};
