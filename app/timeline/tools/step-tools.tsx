// Further ways to step, beside the player: until a condition, only one validator, along what is followed; and what a search came to.
import { type ReactElement, useEffect, useRef } from 'react';
import { formatMilliseconds, shortHex } from '../../../core/view/format.ts';
import { type Followed, followedStops } from '../../../core/view/follow.ts';
import type { Translate } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { useUi } from '../../store/ui.ts';
import { follow, useWay } from '../../store/way.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { UntilField } from './until-field.tsx';
import { nodeName } from '../../store/names.ts';

const CHIP = 'inline-flex h-8 items-center gap-1 rounded-md border px-2 text-xs whitespace-nowrap pointer-coarse:h-11';

const Until = (): ReactElement => {
  const t = useT();
  const open = useWay((s) => s.untilOpen);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    useWay.setState({ untilOpen: false });
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        data-testid="until"
        onClick={() => (open ? close() : useWay.setState({ untilOpen: true }))}
        className={`${CHIP} ${open ? 'border-ink bg-raised text-ink' : 'border-line text-soft hover:text-ink'}`}
      >
        {t('until.button')}
      </button>
      {open && <UntilField onClose={close} />}
    </>
  );
};

const OnlyOne = (): ReactElement | null => {
  const t = useT();
  const validator = useUi((s) => s.validator);
  const only = useWay((s) => s.only);
  if (validator === null) return null;
  return (
    <button
      type="button"
      aria-pressed={only}
      title={t('only.hint')}
      data-testid="only-one"
      onClick={() => useWay.setState({ only: !only })}
      className={`${CHIP} ${only ? 'border-ink bg-ink text-panel' : 'border-line text-soft hover:text-ink'}`}
    >
      {t('only.button', { v: nodeName(validator) })}
    </button>
  );
};

const followedName = (t: Translate, followed: Followed): string =>
  followed.kind === 'transaction'
    ? t('follow.transaction', { hash: shortHex(followed.hash) })
    : t('follow.proposal', { height: followed.height, round: followed.round });

/** While something is followed the player tells of its steps only, and a step selects the validator it is in. */
const useFollowing = (followed: Followed | null): void => {
  useEffect(() => {
    if (followed === null) {
      useRun.setState({ told: null });
      return undefined;
    }
    const retell = (): void => useRun.setState({ told: new Set(followedStops(useRun.getState().line, followed)) });
    retell();
    return useRun.subscribe((now, before) => {
      if (now.version !== before.version || now.line !== before.line) retell();
      const isStep = now.cursor !== before.cursor && !now.playing && now.told?.has(now.cursor) === true;
      if (isStep && now.narration !== null) useUi.setState({ validator: now.narration.validator });
    });
  }, [followed]);
};

const Following = (): ReactElement | null => {
  const t = useT();
  const followed = useWay((s) => s.followed);
  useFollowing(followed);
  if (followed === null) return null;
  return (
    <span className={`${CHIP} border-ink bg-raised !pr-0`} data-testid="following">
      {followedName(t, followed)}
      <IconButton label={t('follow.stop')} className="!h-7 !w-7" data-testid="unfollow" onClick={() => follow(null)}>
        <Icon name="close" size={12} />
      </IconButton>
    </span>
  );
};

/** Where steps look for something, a log that begins late says so: the stretches before it are not searched. */
const KeptFrom = (): ReactElement | null => {
  const t = useT();
  const searching = useWay((s) => s.untilOpen || s.followed !== null || s.only);
  const fromUs = useRun((s) => (s.version, s.line.firstStep === 0 ? null : (s.line.times[s.line.firstStep] ?? 0)));
  if (!searching || fromUs === null) return null;
  return (
    <span className="text-2xs whitespace-normal text-faint" data-testid="kept-from" data-us={fromUs}>
      {t('until.kept_from', { seconds: formatMilliseconds(fromUs) })}
    </span>
  );
};

const US_PER_SECOND = 1_000_000;

/** A search that found nothing says how far it looked. */
const Missed = (): ReactElement | null => {
  const t = useT();
  const missed = useRun((s) => s.missed);
  const kept = useRun((s) => s.line.firstStep === 0);
  if (missed === null || (missed.us === null && missed.label !== 'condition')) return null;
  const unit = t(`unit.${missed.label}`);
  return (
    <span role="status" className="text-xs text-bad" data-testid="missed">
      {missed.us === null
        ? t(kept ? 'until.never_before' : 'until.never_kept')
        : t('until.not_within', { unit, seconds: Math.round(missed.us / US_PER_SECOND) })}
    </span>
  );
};

export const StepTools = (): ReactElement => (
  <div className="flex min-w-0 flex-wrap items-center gap-1.5" data-testid="step-tools">
    <Until />
    <OnlyOne />
    <Following />
    <KeptFrom />
    <Missed />
  </div>
);
