// Everything that can be done by name: the actions with keys, then panels, validators, what is followed, faults, scenarios, language, theme, dialogs.
import { FAULT_KINDS } from '../../../core/net/fault-fields.ts';
import { CATALOGUE } from '../../../core/scenarios/catalogue.ts';
import { followedByMessage } from '../../../core/view/follow.ts';
import { findMessage } from '../../../core/view/messages.ts';
import { STEP_UNITS } from '../../../core/view/steps.ts';
import type { Translate } from '../../messages/translate.ts';
import { useFaultChoice } from '../../store/fault-choice.ts';
import { SPEEDS } from '../../store/pace.ts';
import { run, useRun } from '../../store/run.ts';
import { openScenario } from '../../store/scenario.ts';
import { LANGUAGES, THEMES, changeSettings, useSettings } from '../../store/settings.ts';
import { changeStageView, lookAt, useStageView } from '../../store/stage-view.ts';
import { DRAWERS, INSPECTOR_TABS, openDialog, openDrawer, openSheet, selectValidator, showTab, useUi } from '../../store/ui.ts';
import { follow, takeStep, useWay } from '../../store/way.ts';
import { ACTIONS } from '../actions.ts';
import { keysOf } from '../keymap.ts';
import { keyLabel } from './key-label.ts';
import { nodeName } from '../../store/names.ts';

/** `title` is searched and shown; `key` its key, as the help writes it, or empty. */
export type Entry = { readonly id: string; readonly title: string; readonly key: string; readonly run: () => void };

const entry = (id: string, title: string, act: () => void): Entry => ({ id, title, key: '', run: act });

const keyed = (t: Translate): readonly Entry[] => {
  const keys = keysOf(useSettings.getState().keys);
  return ACTIONS.filter(({ id }) => id !== 'escape').map(({ id, run: act }) => ({
    id,
    title: t(`action.${id}`),
    key: keyLabel(keys.get(id) ?? ''),
    run: act,
  }));
};

/** What the selected message is about can be followed. */
const followable = (t: Translate): readonly Entry[] => {
  const selected = useUi.getState().message;
  const message = selected === null ? null : findMessage(useRun.getState().line.messages, selected);
  const about = message === null ? null : followedByMessage(message.what);
  if (message === null || about === null) return [];
  const title = t(about.kind === 'transaction' ? 'follow.start' : 'follow.start_proposal');
  return [entry('follow', title, () => follow(about))];
};

const stepping = (t: Translate): readonly Entry[] => {
  const selected = useUi.getState().validator;
  const { only, followed } = useWay.getState();
  const v = selected === null ? null : nodeName(selected);
  return [
    ...STEP_UNITS.map((unit) => entry(`unit.${unit}`, t('palette.unit', { unit: t(`unit.${unit}`) }), () => useRun.setState({ unit }))),
    ...SPEEDS.map((speed) => entry(`speed.${speed}`, t('palette.speed', { speed }), () => run.setSpeed(speed))),
    ...(v === null
      ? []
      : [
          entry('alone.forward', t('palette.alone.forward', { v }), () => takeStep('event', 1, true)),
          entry('alone.back', t('palette.alone.back', { v }), () => takeStep('event', -1, true)),
          entry('only', t(only ? 'palette.only.off' : 'palette.only.on', { v }), () => useWay.setState({ only: !only })),
        ]),
    ...(followed === null ? followable(t) : [entry('unfollow', t('follow.stop'), () => follow(null))]),
  ];
};

const places = (t: Translate): readonly Entry[] => [
  ...DRAWERS.map((id) => entry(`drawer.${id}`, t('palette.panel', { name: t(`drawer.${id}`) }), () => openDrawer(id))),
  ...INSPECTOR_TABS.map((id) =>
    entry(`tab.${id}`, t('palette.panel', { name: t(`tab.${id}`) }), () => {
      showTab(id);
      openSheet(id);
    }),
  ),
  ...useRun.getState().view.cards.flatMap(({ index }) => {
    const v = nodeName(index);
    return [
      entry(`validator.${index}`, t('palette.validator', { v }), () => selectValidator(index)),
      entry(`look.${index}`, t('palette.look', { v }), () => {
        lookAt({ kind: 'validator', id: index });
        selectValidator(index);
      }),
    ];
  }),
  entry('gossip', t('palette.gossip'), () => changeStageView({ gossip: !useStageView.getState().gossip })),
  entry('partition', t('palette.partition'), () => changeStageView({ tool: 'partition' })),
];

const others = (t: Translate): readonly Entry[] => [
  ...FAULT_KINDS.map((kind) =>
    entry(`fault.${kind}`, t('palette.fault', { name: t(`fault.name.${kind}`) }), () => {
      useFaultChoice.setState({ kind });
      openDrawer('faults');
    }),
  ),
  ...CATALOGUE.map(({ id, titleKey }) => entry(`scenario.${id}`, t('palette.scenario', { name: t(titleKey) }), () => openScenario(id))),
  ...LANGUAGES.map((language) =>
    entry(`language.${language}`, `${t('palette.language')}: ${language === 'zh' ? '中文' : 'English'}`, () =>
      changeSettings({ language }),
    ),
  ),
  ...THEMES.map((theme) => entry(`theme.${theme}`, t(`theme.${theme}`), () => changeSettings({ theme }))),
  entry('share', t('top.share'), () => openDialog('share')),
  entry('gallery', t('top.gallery'), () => openDialog('gallery')),
  entry('editor', t('editor.title'), () => openDialog('editor')),
];

/** All actions of this moment, in the order in which they are listed. */
export const allActions = (t: Translate): readonly Entry[] => [...keyed(t), ...stepping(t), ...places(t), ...others(t)];
