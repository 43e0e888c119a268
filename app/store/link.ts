// The link to exactly what is shown: scenario, seed, interventions, cursor, fingerprint; the validator, the panels and the part of the stage that are looked
// at; the language stands in the address.
import { CORE_VERSION } from '../../core/sim/run.ts';
import { type SharedLook, type SharedRun, encodeShare } from '../../core/sim/share.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { shownFingerprint, useRun } from './run.ts';
import { useSettings } from './settings.ts';
import { useStageView } from './stage-view.ts';
import { DRAWERS, INSPECTOR_TABS, useUi } from './ui.ts';

/** Hex digits of the fingerprint that a link carries. */
const LINK_DIGITS = 16;

/** Panels and camera; null where all is as a page opens. */
const lookNow = (): SharedLook | null => {
  const { drawer, tab } = useUi.getState();
  const { camera } = useStageView.getState();
  if (drawer === 'story' && tab === 'validator' && camera === null) return null;
  return {
    drawer: drawer === null ? null : DRAWERS.indexOf(drawer),
    tab: INSPECTOR_TABS.indexOf(tab),
    camera:
      camera === null ? null : { x: Math.round(camera.x), y: Math.round(camera.y), percent: Math.max(1, Math.round(camera.zoom * 100)) },
  };
};

/** What a link describes, or null while there is no final fingerprint. */
export const sharedNow = (): SharedRun | null => {
  const state = useRun.getState();
  const fingerprint = shownFingerprint(state);
  if (fingerprint === null || state.run === null) return null;
  const { validator } = useUi.getState();
  const look = lookNow();
  return {
    run: { ...state.run, coreVersion: CORE_VERSION },
    cursor: toTimeUs(Math.floor(state.us)),
    fingerprint: fingerprint.slice(0, LINK_DIGITS),
    ...(validator === null ? {} : { validator }),
    ...(look === null ? {} : { look }),
  };
};

/** The whole address, or null while there can be none. */
export const shareLink = (): string | null => {
  const shared = sharedNow();
  return shared === null ? null : `${location.origin}${location.pathname}?lang=${useSettings.getState().language}#s=${encodeShare(shared)}`;
};
