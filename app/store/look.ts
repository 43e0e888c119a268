// The panels and the camera that a link asks for, put in place. Numbers that this page has no panel for are left alone.
import type { SharedLook } from '../../core/sim/share.ts';
import { changeStageView } from './stage-view.ts';
import { DRAWERS, INSPECTOR_TABS, useUi } from './ui.ts';

export const takeLook = ({ drawer, tab, camera }: SharedLook): void => {
  const { drawer: open, tab: shown } = useUi.getState();
  useUi.setState({ drawer: drawer === null ? null : (DRAWERS[drawer] ?? open), tab: INSPECTOR_TABS[tab] ?? shown });
  changeStageView({ aim: camera === null ? null : { x: camera.x, y: camera.y, zoom: camera.percent / 100 } });
};
