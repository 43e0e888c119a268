// Parts of a card that come after the first frame: the stream rack, thread badges, further batcher instances, and what a user has broken here.
import { type ReactElement } from 'react';
import { BATCHER_SLOT, CONSENSUS_SLOT, type ValidatorIndex, toProcessId, validatorOf } from '../../core/types/ids.ts';
import type { ValidatorCard } from '../../core/view/cluster.ts';
import type { Rack } from '../../core/view/consensus-card.ts';
import { validatorName } from '../../core/view/format.ts';
import { useActiveFaults } from '../store/active-faults.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { BRIDGE_LEFT, BRIDGE_WIDTH, HEADER_HEIGHT } from './layout.ts';

/** Slots that fit the chamber. */
const SLOTS_MAX = 6;
const PART_SIGNS = { init: '▶', transactions: '', fin: '◀', end: '▮', unknown: '?' } as const;

/** The incoming proposal, one slot per message of its stream; a slot that was passed over is a dotted gap, and the batcher waits for it. */
export const CardRack = ({ rack }: { readonly rack: Rack }): ReactElement => {
  const t = useT();
  const top = Math.max(rack.next, ...rack.received.map((id) => id + 1));
  const first = Math.max(0, top - SLOTS_MAX);
  const label = t('stage.rack', { from: validatorName(rack.from), count: rack.received.length, next: rack.next });
  return (
    <div className="flex items-center gap-px" role="img" aria-label={label} title={label} data-testid="rack">
      {first > 0 && <span className="text-[8px] leading-3 text-faint">…</span>}
      {Array.from({ length: top - first }, (_, i) => {
        const id = first + i;
        const at = rack.received.indexOf(id);
        const part = at < 0 ? null : (rack.parts[at] ?? 'unknown');
        const look =
          part === null ? 'border-dotted border-strong text-faint' : id < rack.next ? 'border-proposal bg-proposal/25' : 'border-proposal';
        return (
          <span
            key={id}
            data-slot={part ?? 'missing'}
            className={`num flex h-3.5 w-[15px] items-center justify-center rounded-[3px] border text-[8px] leading-none ${look}`}
          >
            {part === null ? '' : part === 'transactions' ? id : PART_SIGNS[part]}
          </span>
        );
      })}
      {rack.complete && <span className="ml-0.5 text-[10px] leading-3 text-good">✓</span>}
    </div>
  );
};

/** Which thread handles the validator. Never part of the run: the same run in another placement is the same run. */
export const ThreadBadge = ({ index }: { readonly index: ValidatorIndex }): ReactElement | null => {
  const t = useT();
  const info = useRun((s) => s.info);
  if (info === null) return null;
  const { hosts } = info;
  const hostOf = (slot: number): number => hosts.findIndex((processes) => processes.includes(toProcessId(index, slot)));
  const [worker, other] = [hostOf(CONSENSUS_SLOT) + 1, hostOf(BATCHER_SLOT) + 1];
  const isAlone = hosts[worker - 1]?.every((id) => validatorOf(id) === index);
  const kind = hosts.length === 0 ? 'inline' : worker !== other ? 'remote' : isAlone ? 'workers' : 'shared';
  return (
    <span
      className="num text-[0.625rem] leading-4 whitespace-nowrap text-faint"
      title={t(`stage.thread.${kind}`, { v: validatorName(index), worker, other })}
    >
      {kind === 'inline' ? '⚙' : kind === 'remote' ? `⚙${worker}+${other}` : `⚙${worker}`}
    </span>
  );
};

const STATE_SIGNS = { idle: '–', proposing: '▤', validating: '▥' } as const;

/** Other batcher instances of the validator stand behind the one that works. */
export const CardStack = ({ card }: { readonly card: ValidatorCard }): ReactElement => {
  const t = useT();
  const left = BRIDGE_LEFT + BRIDGE_WIDTH;
  return (
    <div aria-label={t('stage.instances')} role="list" data-testid="batcher-stack">
      {card.batchers.map((batcher, i) => (
        <span
          // The position is the instance.
          // oxlint-disable-next-line react/no-array-index-key
          key={i}
          role="listitem"
          className={`absolute rounded-lg border bg-panel ${batcher === card.batcher ? 'border-proposal' : 'border-line'}`}
          style={{ left: left + 14, right: -7 * (i + 1), top: HEADER_HEIGHT + 8 * i, height: 120 - 8 * i, zIndex: -i }}
        >
          <span
            className={`num absolute -right-px bottom-0 translate-x-full rounded-r border border-l-0 bg-panel px-0.5 text-[9px] leading-4 ${
              batcher.crashed || card.links.links[i]?.alive === false
                ? 'border-bad text-bad'
                : batcher === card.batcher
                  ? 'border-proposal text-ink'
                  : 'border-line text-faint'
            }`}
            style={{ bottom: 20 * i }}
          >
            {i + 1}
            {batcher.crashed || card.links.links[i]?.alive === false ? '✕' : STATE_SIGNS[batcher.state]}
          </span>
        </span>
      ))}
    </div>
  );
};

/** Validators that a fault names. */
const concerns = (fault: object, index: number): boolean => {
  const named = fault as { readonly validator?: unknown; readonly filter?: { readonly from: unknown; readonly to: unknown } };
  return named.validator === index || named.filter?.from === index || named.filter?.to === index;
};

/** What is broken here at this moment, as a row of signs on the card's border. */
export const CardFaults = ({ card }: { readonly card: ValidatorCard }): ReactElement | null => {
  const t = useT();
  const faults = useActiveFaults().filter(({ fault }) => concerns(fault, card.index));
  if (faults.length === 0 && card.consensus.held.length === 0) return null;
  return (
    <ul className="absolute right-3 -bottom-3.5 flex gap-1" aria-label={t('stage.broken')} data-testid="card-faults">
      {faults.slice(0, 3).map(({ id, fault }) => (
        <li key={id} className="rounded-full border border-bad bg-panel px-1.5 text-[0.625rem] leading-4 whitespace-nowrap text-bad">
          ⚡ {t(`fault.name.${fault.kind}`)}
        </li>
      ))}
      {card.consensus.held.length > 0 && (
        <li
          className="num rounded-full border border-strong bg-panel px-1.5 text-[0.625rem] leading-4 text-ink"
          title={t('stage.held', { count: card.consensus.held.length })}
          data-testid="held"
        >
          ✉ {card.consensus.held.length}
        </li>
      )}
      {faults.length > 3 && (
        <li className="num rounded-full border border-bad bg-panel px-1.5 text-[0.625rem] leading-4 text-bad">+{faults.length - 3}</li>
      )}
    </ul>
  );
};
