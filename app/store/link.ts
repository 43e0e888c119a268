// The link to exactly what is shown: scenario, seed, interventions, cursor, fingerprint, the validator that is looked at; the language stands in the address.
import { CORE_VERSION } from '../../core/sim/run.ts';
import { type SharedRun, encodeShare } from '../../core/sim/share.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { shownFingerprint, useRun } from './run.ts';
import { useSettings } from './settings.ts';
import { useUi } from './ui.ts';

/** Hex digits of the fingerprint that a link carries. */
const LINK_DIGITS = 16;

/** What a link describes, or null while there is no final fingerprint. */
export const sharedNow = (): SharedRun | null => {
  const state = useRun.getState();
  const fingerprint = shownFingerprint(state);
  if (fingerprint === null || state.run === null) return null;
  const { validator } = useUi.getState();
  return {
    run: { ...state.run, coreVersion: CORE_VERSION },
    cursor: toTimeUs(Math.floor(state.us)),
    fingerprint: fingerprint.slice(0, LINK_DIGITS),
    ...(validator === null ? {} : { validator }),
  };
};

/** The whole address, or null while there can be none. */
export const shareLink = (): string | null => {
  const shared = sharedNow();
  return shared === null ? null : `${location.origin}${location.pathname}?lang=${useSettings.getState().language}#s=${encodeShare(shared)}`;
};
