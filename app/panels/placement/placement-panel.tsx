// Which worker holds which process, and switches to change it on the running run: the batcher of a validator in a worker of its own, few workers for all.
import { type ReactElement, useState } from 'react';
import { type ProcessId, type ValidatorIndex, BATCHER_SLOT, CONSENSUS_SLOT, slotOf, validatorOf } from '../../../core/types/ids.ts';
import type { Placement, PlacementKind, RunInfo } from '../../../workers/api.ts';
import { useT } from '../../store/i18n.ts';
import { nodeName } from '../../store/names.ts';
import { run, useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';

/** Nodes of the run, in order. */
const nodesOf = (hosts: RunInfo['hosts']): readonly ValidatorIndex[] =>
  [...new Set(hosts.flat().map((id) => validatorOf(id)))].toSorted((a, b) => a - b);

type Move = (placement: Placement) => void;

type SwitchesProps = { readonly placement: Placement; readonly hosts: RunInfo['hosts']; readonly onMove: Move };

const Switches = ({ placement, hosts, onMove }: SwitchesProps): ReactElement => {
  const t = useT();
  const nodes = nodesOf(hosts);
  const place = (remoteBatchers: readonly ValidatorIndex[]): void => onMove({ ...placement, remoteBatchers });
  return (
    <Section title={t('placement.remote')}>
      <p className="mb-2 text-xs text-soft">{t('placement.remote.text')}</p>
      <ul className="grid grid-cols-2 gap-x-3">
        {nodes.map((node) => {
          const isRemote = placement.remoteBatchers.includes(node);
          const others = placement.remoteBatchers.filter((other) => other !== node);
          return (
            <li key={node}>
              <label className="flex min-h-7 items-center gap-2 text-sm pointer-coarse:min-h-12">
                <input
                  type="checkbox"
                  className="size-4 pointer-coarse:size-6"
                  checked={isRemote}
                  aria-label={t('placement.remote.of', { v: nodeName(node) })}
                  data-testid={`remote-batcher-${node}`}
                  onChange={() => place(isRemote ? others : [...others, node])}
                />
                {nodeName(node)}
              </label>
            </li>
          );
        })}
      </ul>
      <div className="mt-2 flex gap-2">
        <Button onClick={() => place(nodes)} data-testid="remote-batcher-all">
          {t('placement.all')}
        </Button>
        <Button onClick={() => place([])} data-testid="remote-batcher-none">
          {t('placement.none')}
        </Button>
      </div>
    </Section>
  );
};

const Hosts = ({ hosts }: { readonly hosts: RunInfo['hosts'] }): ReactElement => {
  const t = useT();
  const all = hosts.flat();
  const hasInstances = all.some((id) => slotOf(id) > BATCHER_SLOT);
  const nameOf = (id: ProcessId): string => {
    const [v, i] = [nodeName(validatorOf(id)), slotOf(id)];
    if (i === CONSENSUS_SLOT) return t('placement.process.consensus', { v });
    return hasInstances ? t('placement.process.instance', { v, i }) : t('placement.process.batcher', { v });
  };
  return (
    <Section title={t('placement.hosts')}>
      <ol className="flex flex-col gap-1.5 text-sm" data-testid="placement-hosts">
        {hosts.map((processes, i) => (
          <li key={`${i}:${processes.join('.')}`} className="flex gap-3" data-testid={`host-${i}`} data-processes={processes.join(' ')}>
            <span className="num w-20 shrink-0 text-faint">{t('placement.host', { n: i + 1 })}</span>
            <span className="min-w-0">{processes.map((id) => nameOf(id)).join(' · ')}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
};

/** Which engine each node runs: no matter of placement, but of the world. */
const Engines = ({ engines }: { readonly engines: RunInfo['engines'] }): ReactElement => {
  const t = useT();
  return (
    <Section title={t('engine.title')}>
      <ul className="flex flex-col gap-1.5 text-sm" data-testid="placement-engines">
        {[...new Set(engines)].map((name) => (
          <li key={name} className="flex gap-3">
            <span className="min-w-0">{t(`engine.${name}`)}</span>
            <span className="ml-auto text-right text-soft">
              {engines.flatMap((other, node) => (other === name ? [nodeName(node)] : [])).join(' ')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};

export const PlacementPanel = (): ReactElement | null => {
  const t = useT();
  const info = useRun((s) => s.info);
  // What was asked for last, while it is under way: a switch shows at once what it was put to.
  const [wanted, setWanted] = useState<Placement | null>(null);
  if (info === null) return null;
  const move = async (to: Placement): Promise<void> => {
    setWanted(to);
    await run.place(to);
    setWanted((last) => (last === to ? null : last));
  };
  const placement = wanted ?? info.placement;
  const { kind } = placement;
  const options = (['workers', 'packed'] as const).map((value) => ({ value, label: t(`placement.kind.${value}`) }));
  return (
    <div data-testid="placement-panel" data-placement={kind}>
      <Section title={t('placement.title')}>
        <p className="text-sm text-soft">{t('placement.text')}</p>
        {kind === 'inline' ? (
          <p className="mt-2 text-sm" data-testid="placement-inline">
            {t('placement.inline')}
          </p>
        ) : (
          <div className="mt-3 flex flex-col gap-1">
            <Choice<Exclude<PlacementKind, 'inline'>>
              label={t('placement.kind')}
              value={kind}
              options={options}
              onPick={(picked) => void move({ ...placement, kind: picked })}
              testIdPrefix="placement"
            />
            <p className="text-2xs text-faint">{t('placement.kind.note')}</p>
          </div>
        )}
        <p role="status" className="min-h-5 text-xs text-soft">
          {wanted === null ? '' : t('placement.moving')}
        </p>
      </Section>
      {kind !== 'inline' && <Switches placement={placement} hosts={info.hosts} onMove={(to) => void move(to)} />}
      <Engines engines={info.engines} />
      {kind !== 'inline' && <Hosts hosts={info.hosts} />}
    </div>
  );
};
