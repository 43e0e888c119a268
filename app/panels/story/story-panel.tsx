// What this scenario is: two sentences, the facts of the run, and how to read the picture.
import type { ReactElement, ReactNode } from 'react';
import type { RunInfo } from '../../../workers/api.ts';
import { showScenario } from '../../store/editor.ts';
import { useSource } from '../../store/go.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { scenarioTitle } from '../../store/scenario.ts';
import { openDialog, openDrawer } from '../../store/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Linked } from '../../ui/linked.tsx';
import { Badge, Fact, Facts, Mono, Section } from '../../ui/section.tsx';
import { Identity } from './identity.tsx';
import { Legend } from './legend.tsx';

/** What the scenario says: it opens as data. */
const OfScenario = ({ testId, children }: { readonly testId: string; readonly children: ReactNode }): ReactElement => {
  const t = useT();
  return (
    <Linked label={t('source.scenario')} testId={testId} onClick={showScenario}>
      {children}
    </Linked>
  );
};

const RunFacts = ({ info }: { readonly info: RunInfo }): ReactElement => {
  const t = useT();
  const quorum = useSource({ kind: 'committee', height: 1 });
  return (
    <Facts>
      <Fact name={t('story.preset')}>
        <OfScenario testId="from-preset">
          <Mono>{info.settings.preset}</Mono>
        </OfScenario>
      </Fact>
      {info.overrides.length > 0 && (
        <Fact name={t('story.overrides')}>
          <OfScenario testId="from-overrides">
            <span className="flex flex-wrap gap-1">
              {info.overrides.map((name) => (
                <Badge key={name}>{name}</Badge>
              ))}
            </span>
          </OfScenario>
        </Fact>
      )}
      <Fact name={t('story.quorum')}>
        <Linked {...quorum}>{t(`quorum.${info.settings.consensus.quorum}`)}</Linked>
      </Fact>
      <Fact name={t('story.chain')}>
        <Mono>{info.chainId}</Mono>
      </Fact>
      <Fact name={t('story.bridge')}>
        <OfScenario testId="from-bridge">{t(`story.bridge.${info.settings.bridge.preset}`)}</OfScenario>
      </Fact>
      <Fact name={t('story.placement')} testId="placement">
        <Linked label={t('placement.title')} testId="from-placement" onClick={() => openDrawer('placement')}>
          {t(`story.placement.${info.placement.kind}`)}
        </Linked>
      </Fact>
    </Facts>
  );
};

export const StoryPanel = (): ReactElement => {
  const t = useT();
  const scenario = useRun((s) => s.scenario);
  const spec = useRun((s) => s.spec);
  const info = useRun((s) => s.info);
  return (
    <div data-testid="story-panel">
      <Section title={t('story.title')}>
        <h3 className="text-base font-semibold" data-testid="scenario-title">
          {scenarioTitle(t, { spec, scenario })}
        </h3>
        <p className="mt-1.5 text-sm text-soft" data-testid="scenario-story">
          {spec === null ? t(`scenario.${scenario}.story`) : spec.story === '' ? t('scenario.custom.story') : spec.story}
        </p>
        <div className="mt-3 grid grid-cols-2 gap-2 [&>button]:h-auto [&>button]:min-h-8 [&>button]:px-1.5 [&>button]:text-xs">
          <Button onClick={() => openDrawer('send')} data-testid="story-send">
            <Icon name="send" size={15} />
            {t('story.send')}
          </Button>
          <Button onClick={() => openDrawer('faults')} data-testid="story-break">
            <Icon name="fault" size={15} />
            {t('story.break')}
          </Button>
          <Button onClick={() => openDialog('gallery')} data-testid="story-gallery">
            <Icon name="gallery" size={15} />
            {t('top.gallery')}
          </Button>
          <Button onClick={() => openDialog('editor')} data-testid="story-editor">
            <Icon name="list" size={15} />
            {t('story.editor')}
          </Button>
        </div>
      </Section>
      <Section title={t('story.reading')}>
        <Legend />
      </Section>
      <Identity />
      {info !== null && (
        <Section title={t('story.facts')}>
          <RunFacts info={info} />
          <p className="mt-2 text-2xs text-faint">{t('story.genesis')}</p>
        </Section>
      )}
    </div>
  );
};
