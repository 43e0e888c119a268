// What lies over the stage and comes after the first frame: a focusable button under each message in flight while paused, the tools, the card's menu,
// the line that cuts the network, and the camera that follows.
import { type ReactElement, useEffect, useMemo } from 'react';
import type { Translate } from '../messages/translate.ts';
import { useT } from '../store/i18n.ts';
import { messageName, messageTitle } from '../store/message-title.ts';
import { useRun } from '../store/run.ts';
import { useStageView } from '../store/stage-view.ts';
import { selectMessage } from '../store/ui.ts';
import { focusOn } from './camera.ts';
import { CardMenu } from './card-menu.tsx';
import { CutTool } from './cut-tool.tsx';
import { startFaultDrag } from './drop.ts';
import { type Spot, spotsAt } from './hit-test.ts';
import type { Place, Spread } from './layout.ts';
import type { Viewport } from './rf-adapter.tsx';
import { startStageKeys } from './stage-keys.ts';
import { Tools } from './tools.tsx';
import { nodeName } from '../store/names.ts';

/** Buttons under messages at most; the message list of the inspector holds all. */
const PROXIES_MAX = 60;

/** The name of the fault that changed a message's fate; empty when the run no longer has it. */
const faultName = (t: Translate, id: number | null): string => {
  const { info, run } = useRun.getState();
  const all = [...(info?.inputs ?? []), ...(run?.interventions ?? [])];
  const found = all.find((item) => item.kind === 'fault_on' && item.id === id);
  return found?.kind === 'fault_on' ? t(`fault.name.${found.fault.kind}`) : '';
};

type Props = { readonly spread: Spread; readonly edges: readonly Place[]; readonly viewport: Viewport };

/** One message, or a bundle of them, as something to hover, focus and press. */
const Proxy = ({ spot, viewport }: { readonly spot: Spot; readonly viewport: Viewport }): ReactElement => {
  const t = useT();
  const { message, at, count } = spot;
  const title =
    count === 1 ? messageTitle(t, message) : t('stage.bundle', { count, name: messageName(t, message), v: nodeName(message.from) });
  const fate = message.fate === 'deliver' ? '' : ` – ${t(`stage.fate.${message.fate}`, { fault: faultName(t, message.faultId) })}`;
  return (
    <li className="contents">
      <button
        type="button"
        data-testid="in-flight"
        aria-label={title + fate}
        title={title + fate}
        className="absolute h-6 w-6 -translate-x-1/2 -translate-y-1/2 rounded-full"
        style={{ left: at.x * viewport.zoom + viewport.x, top: at.y * viewport.zoom + viewport.y }}
        onClick={() => selectMessage(message.id)}
      />
    </li>
  );
};

const Proxies = ({ spread, edges, viewport }: Props): ReactElement | null => {
  const t = useT();
  const playing = useRun((s) => s.playing);
  const us = useRun((s) => (s.playing ? -1 : s.us));
  const line = useRun((s) => s.line);
  const version = useRun((s) => s.version);
  const gossip = useStageView((s) => s.gossip);
  const { zoom } = viewport;
  const spots = useMemo(
    () => (us < 0 || version < 0 ? [] : spotsAt(line.messages, { edges, hub: spread.hub, zoom }, us, gossip).slice(0, PROXIES_MAX)),
    [line, version, spread, edges, zoom, us, gossip],
  );
  if (playing) return null;
  return (
    <ul className="contents" aria-label={t('stage.in_flight')}>
      {spots.map((spot) => (
        <Proxy key={spot.message.id} spot={spot} viewport={viewport} />
      ))}
    </ul>
  );
};

/** Ten times a second at most while playing: the store publishes no faster. */
const useFollowing = (): void => {
  const follow = useStageView((s) => s.follow);
  useEffect(() => {
    if (follow === null) return undefined;
    focusOn(follow);
    if (follow.kind === 'validator') return undefined;
    return useRun.subscribe(
      (now, before) => (now.us !== before.us || now.cursor !== before.cursor || now.told !== before.told) && focusOn(follow),
    );
  }, [follow]);
};

/** What other parts of the page ask of the stage: to look somewhere, to take over a drag. */
const answerRequests = (): (() => void) =>
  useStageView.subscribe((now, before) => {
    if (now.focus !== before.focus && now.focus !== null) focusOn(now.focus);
    if (now.drag !== before.drag && now.drag !== null) startFaultDrag(now.drag);
  });

export const StageExtras = ({ spread, edges, viewport }: Props): ReactElement => {
  useFollowing();
  useEffect(startStageKeys, []);
  useEffect(answerRequests, []);
  const tool = useStageView((s) => s.tool);
  const menu = useStageView((s) => s.menu);
  return (
    <>
      <Proxies spread={spread} edges={edges} viewport={viewport} />
      {tool === 'partition' && <CutTool spread={spread} viewport={viewport} />}
      <Tools />
      {menu !== null && <CardMenu key={menu.validator} menu={menu} />}
    </>
  );
};
