// How consensus stands with its batcher instances: transport, heartbeats, what was pushed and not taken, who is alive; with the labels of seed.md 5.5.
import type { ReactElement } from 'react';
import { type BridgeLinks, type InstanceLink } from '../../../core/view/bridge-links.ts';
import { useT } from '../../store/i18n.ts';
import { Fact, Facts, Mono } from '../../ui/section.tsx';
import { Sourced } from './sourced.tsx';

/** Chunks of credit at the start (world.md 11). */
const CREDIT = 4;

const PulseWord = ({ link }: { readonly link: InstanceLink }): ReactElement | null => {
  const t = useT();
  switch (link.pulse) {
    case 'none':
      return null;
    case 'alive':
      return <span className="text-good">♥ {t('bridge.pulse.alive')}</span>;
    case 'missing':
      return <span className="text-bad">♡ {t('bridge.pulse.missing', { count: link.missed })}</span>;
    case 'lost':
      return <span className="text-bad">✕ {t('bridge.pulse.lost')}</span>;
  }
};

type LinkProps = { readonly link: InstanceLink; readonly chosen: boolean; readonly validator: number };

const LinkFact = ({ link, chosen, validator }: LinkProps): ReactElement => {
  const t = useT();
  const { window: push } = link;
  return (
    <Fact name={t('bridge.instance', { slot: link.slot })} testId={`fact-instance-${link.slot}`}>
      <span className="flex flex-col items-end">
        <Sourced validator={validator} fact={{ kind: 'link', slot: link.slot }}>
          {link.alive ? (
            t(chosen ? 'bridge.instance.works' : 'bridge.instance.alive')
          ) : (
            <span className="text-bad">{t('bridge.instance.dead')}</span>
          )}
        </Sourced>
        <PulseWord link={link} />
        {push !== null && (
          <span className="text-2xs text-faint">
            {t('bridge.window', { id: push.proposalId, open: push.pushed - push.taken, credit: CREDIT })}
          </span>
        )}
      </span>
    </Fact>
  );
};

export const LinksPart = ({ links, validator }: { readonly links: BridgeLinks; readonly validator: number }): ReactElement => {
  const t = useT();
  const [first] = links.links;
  const several = links.links.length > 1;
  const transport = first?.transport ?? 'apollo';
  return (
    <div data-testid="bridge-links" className="border-b border-line px-4 py-3">
      <Facts>
        <Fact name={t('bridge.transport')} testId="fact-transport">
          <Mono>{transport}</Mono>
        </Fact>
        {links.preset !== null && (
          <Fact name={t('bridge.preset')} testId="fact-bridge-preset">
            {t(`story.bridge.${links.preset}`)}
          </Fact>
        )}
        {(several || transport === 'seed-stream') &&
          links.links.map((link) => (
            <LinkFact key={link.slot} link={link} chosen={link.slot === (links.chosen?.slot ?? 1)} validator={validator} />
          ))}
        {links.failover !== null && (
          <Fact name={t('bridge.failover')}>
            <Sourced validator={validator} fact={{ kind: 'failover' }}>
              {t(links.failover.replay ? 'bridge.failover.replay' : 'bridge.failover.asked', {
                from: links.failover.from,
                to: links.failover.to,
              })}
            </Sourced>
          </Fact>
        )}
      </Facts>
      <p className="mt-1 text-2xs text-faint">{t(`bridge.transport.${transport}`)}</p>
      {(several || transport === 'seed-stream') && <p className="text-2xs text-faint">{t('bridge.batchers_note')}</p>}
    </div>
  );
};
