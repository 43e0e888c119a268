// What a node fetches, on its card: a line for a validator that fell behind, a whole chamber for a full node, which has no consensus.
import type { ReactElement } from 'react';
import type { ValidatorCard } from '../../core/view/cluster.ts';
import type { SyncCard } from '../../core/view/sync-card.ts';
import { useT } from '../store/i18n.ts';
import { nodeName } from '../store/names.ts';
import { useRun } from '../store/run.ts';

/** Whom it asks for which blocks; nothing when it asks nobody. */
export const SyncLine = ({ sync }: { readonly sync: SyncCard }): ReactElement | null => {
  const t = useT();
  const { asking } = sync;
  if (asking === null) return null;
  const from = nodeName(asking.from);
  const title = t('sync.asking', { from, what: t(`message.sync.${asking.what}`), height: asking.height });
  return (
    <span className="truncate text-2xs leading-4 text-sync" title={title} data-testid="syncing">
      ⇊ {t('sync.line', { height: asking.height, from })}
    </span>
  );
};

/** How long a dropped peer is left alone. */
const DROPPED_US = 1_000_000;

const Dropped = ({ sync }: { readonly sync: SyncCard }): ReactElement | null => {
  const t = useT();
  const last = sync.dropped.at(-1);
  const isNew = useRun((s) => last !== undefined && s.us - last.at < DROPPED_US);
  if (last === undefined || !isNew) return null;
  return (
    <span className="truncate text-2xs leading-4 font-semibold text-bad" title={last.reason} data-testid="dropped">
      ✕ {t('sync.dropped', { peer: nodeName(last.peer) })}
    </span>
  );
};

const Checked = ({ sync }: { readonly sync: SyncCard }): ReactElement | null => {
  const t = useT();
  const { checked } = sync;
  if (checked === null) return null;
  const word = t(checked.ok ? 'sync.sound' : 'sync.unsound', { height: checked.height });
  return (
    <span
      className={`truncate text-2xs leading-4 ${checked.ok ? 'text-good' : 'font-semibold text-bad'}`}
      title={t(`sync.checked.${checked.by}`)}
    >
      {checked.ok ? '✓' : '✕'} {word}
    </span>
  );
};

/** The left chamber of a full node. */
export const FollowerHalf = ({ card, down }: { readonly card: ValidatorCard; readonly down: boolean }): ReactElement => {
  const t = useT();
  const { sync, follower } = card;
  return (
    <div className={`flex h-full min-w-0 flex-col gap-1 px-2 py-1.5 ${down ? 'chamber-down' : ''}`} data-testid="follower-half">
      <span className="truncate text-xs font-medium">{t('sync.full_node')}</span>
      {follower !== null && (
        <span className="truncate text-2xs leading-4 text-soft" title={t(`sync.kind_hint.${follower}`)}>
          {t(`sync.kind.${follower}`)}
        </span>
      )}
      <SyncLine sync={sync} />
      <Checked sync={sync} />
      <Dropped sync={sync} />
      <span className="mt-auto text-2xs leading-4 text-soft">{t('sync.taken', { height: sync.taken ?? '–' })}</span>
    </div>
  );
};
