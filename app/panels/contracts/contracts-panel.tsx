// Contracts of one's own: bring a class along, declare it, deploy it, call and invoke it, all by real transactions through consensus.
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { classFacts, formsOf, runsCairo, takeRunClasses, useContracts } from '../../store/contracts.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { openScenario } from '../../store/scenario.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { BringSection } from './bring.tsx';
import { ClassSection } from './class-section.tsx';
import { DeclareSection, DeploySection } from './deploy.tsx';
import { ContractSection } from './use-contract.tsx';

/** A scenario of the catalogue whose validators run compiled classes. */
const CAIRO_SCENARIO = 'real-cairo';

/** Null until it is known. */
const useRunsCairo = (): boolean | null => {
  const [answer, setAnswer] = useState<boolean | null>(null);
  const scenario = useRun((s) => s.run?.scenario);
  const spec = useRun((s) => s.run?.spec);
  useEffect(() => {
    let isCurrent = true;
    const find = async (): Promise<void> => {
      const runs = scenario === undefined ? null : await runsCairo({ scenario, ...(spec === undefined ? {} : { spec }) });
      if (isCurrent) setAnswer(runs);
    };
    void find();
    return () => {
      isCurrent = false;
    };
  }, [scenario, spec]);
  return answer;
};

const NativeNote = (): ReactElement => {
  const t = useT();
  return (
    <Section title={t('contracts.declare')}>
      <div className="flex flex-col gap-2" data-testid="contracts-native">
        <p className="text-xs text-soft">{t('contracts.native')}</p>
        <Button onClick={() => openScenario(CAIRO_SCENARIO)} data-testid="contracts-open-cairo">
          {t('contracts.open_cairo')}
        </Button>
      </div>
    </Section>
  );
};

export const ContractsPanel = (): ReactElement => {
  const { known, chosen } = useContracts();
  const cairo = useRunsCairo();
  const classes = useRun((s) => s.run?.classes);
  const line = useRun((s) => s.line);
  const cursor = useRun((s) => s.cursor);
  const version = useRun((s) => s.version);
  useEffect(() => {
    void takeRunClasses(classes ?? []);
  }, [classes]);
  const shown = known.find(({ given }) => given.file.classHash === chosen) ?? null;
  const hash = shown?.given.file.classHash ?? '';
  const { facts } = useMemo(() => ({ facts: classFacts(line, cursor, hash), version }), [line, cursor, hash, version]);
  const isReady = cairo === true && facts.declaredAt !== null;
  return (
    <div data-testid="contracts-panel">
      <BringSection />
      {shown !== null && <ClassSection chosen={shown} facts={facts} />}
      {cairo === false && <NativeNote />}
      {shown !== null && cairo === true && <DeclareSection key={`declare ${hash}`} given={shown.given} facts={facts} />}
      {shown !== null && isReady && <DeploySection key={`deploy ${hash}`} given={shown.given} />}
      {shown !== null && isReady && <ContractSection key={`use ${hash}`} abi={formsOf(shown.given)} facts={facts} />}
    </div>
  );
};
