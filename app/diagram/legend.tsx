// The legend of the diagram.
import type { ReactElement } from 'react';
import { GLYPHS, type Ink } from '../../core/view/space-time/shapes.ts';
import { isOutline } from '../../core/view/space-time/svg.ts';
import { useT } from '../store/i18n.ts';
import { LEGEND, type LegendSign, isStroke } from './legend-items.ts';

const ROLES: ReadonlySet<string> = new Set(['proposal', 'prevote', 'precommit', 'decision', 'sync', 'fault']);
const cssOf = (ink: Ink): string => `var(--${ROLES.has(ink) ? `role-${ink}` : ink})`;

const Drawn = ({ sign, ink, hollow = false }: LegendSign): ReactElement => {
  const colour = cssOf(ink);
  if (!isStroke(sign)) {
    const outline = hollow || isOutline(sign);
    const fill = isOutline(sign) ? 'none' : hollow ? 'var(--stage)' : colour;
    return <path d={GLYPHS[sign]} fill={fill} fillRule="evenodd" stroke={colour} strokeWidth={outline ? 0.28 : 0} />;
  }
  switch (sign) {
    case 'line':
      return <path d="M0 -1v2" stroke={colour} strokeWidth="0.25" fill="none" />;
    case 'bracket':
      return <path d="M-1 0.6v-1.2h2v1.2M0 -0.6v1.2" stroke={colour} strokeWidth="0.25" fill="none" />;
    case 'bar':
      return <rect x="-1" y="-0.4" width="2" height="0.8" fill={colour} opacity="0.75" />;
    case 'hatch':
      return <path d="M-1 0.8l0.8 -1.6M-0.4 0.8l0.8 -1.6M0.2 0.8l0.8 -1.6" stroke={colour} strokeWidth="0.2" fill="none" />;
  }
};

export const DiagramLegend = (): ReactElement => {
  const t = useT();
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-4 gap-y-1 text-xs text-soft" data-testid="diagram-legend">
      {LEGEND.map((item) => (
        <li key={item.key} className="flex items-center gap-2">
          <svg aria-hidden="true" width="15" height="15" viewBox="-1.2 -1.2 2.4 2.4" className="shrink-0">
            <Drawn {...item} />
          </svg>
          <span>{t(`diagram.legend.${item.key}`)}</span>
        </li>
      ))}
    </ul>
  );
};
