// One class: what was read of it, and its declaration.
import type { ReactElement } from 'react';
import { typeName } from '../../../core/abi/show.ts';
import type { AbiFunction } from '../../../core/abi/abi-type.ts';
import { shortFelt } from '../../../core/view/format.ts';
import { chooseClass, type ClassFacts, type KnownClass, useContracts } from '../../store/contracts.ts';
import { useT } from '../../store/i18n.ts';
import { Select } from '../../ui/field.tsx';
import { Badge, Fact, Facts, Mono, Section } from '../../ui/section.tsx';

const Signature = ({ entry }: { readonly entry: AbiFunction }): ReactElement => (
  <li className="font-mono text-2xs break-words" title={`0x${entry.selector.toString(16)}`}>
    {entry.name}({entry.inputs.map(({ name, type }) => `${name}: ${typeName(type)}`).join(', ')})
    {entry.outputs.length > 0 && ` → ${entry.outputs.map(typeName).join(', ')}`}
  </li>
);

const Entries = ({ given }: Pick<KnownClass, 'given'>): ReactElement => {
  const t = useT();
  const { abi, selectors } = given;
  if (abi === null) {
    return (
      <>
        <p className="text-xs text-faint">{t('contracts.no_abi')}</p>
        <ul>
          {selectors.external.map((selector) => (
            <li key={String(selector)} className="font-mono text-2xs">
              {shortFelt(selector)}
            </li>
          ))}
        </ul>
      </>
    );
  }
  const all = [...(abi.constructor === null ? [] : [abi.constructor]), ...abi.functions, ...abi.l1Handlers];
  return (
    <ul className="scroll-thin max-h-40 overflow-y-auto" tabIndex={0} aria-label={t('contracts.entries')} data-testid="contracts-entries">
      {all.map((entry) => (
        <Signature key={`${entry.kind} ${entry.name}`} entry={entry} />
      ))}
    </ul>
  );
};

export const ClassSection = ({ chosen, facts }: { readonly chosen: KnownClass; readonly facts: ClassFacts }): ReactElement => {
  const t = useT();
  const { known } = useContracts();
  const { given } = chosen;
  const isPlaceholder = given.file.source.kind === 'placeholder';
  return (
    <Section title={t('contracts.class')} aside={isPlaceholder ? <Badge>{t('contracts.placeholder')}</Badge> : undefined}>
      <div className="flex flex-col gap-2">
        <Select<string>
          aria-label={t('contracts.class')}
          value={given.file.classHash}
          data-testid="contracts-class"
          options={known.map((one) => ({
            value: one.given.file.classHash,
            label: `${one.name} · ${one.given.sierraVersion.join('.')} · ${shortFelt(one.given.classHash)}`,
          }))}
          onPick={chooseClass}
        />
        <Facts>
          <Fact name={t('contracts.class_hash')} testId="contracts-class-hash">
            <Mono title={given.file.classHash}>{shortFelt(given.classHash)}</Mono>
          </Fact>
          <Fact name={t('contracts.compiled_hash')}>
            <Mono title={`0x${given.compiledClassHash.toString(16)}`}>{shortFelt(given.compiledClassHash)}</Mono>
          </Fact>
          <Fact name="Sierra">{`${given.sierraVersion.join('.')}, ${t(given.isVersionAsked ? 'contracts.asked' : 'contracts.told')}`}</Fact>
          <Fact name={t('contracts.size')}>{t('contracts.felts', { n: given.bytecodeFelts })}</Fact>
        </Facts>
        <p className="text-2xs text-faint">{t(isPlaceholder ? 'contracts.placeholder_text' : 'contracts.sierra_text')}</p>
        <Entries given={given} />
        <p className="text-xs text-soft" data-testid="contracts-declared" data-height={facts.declaredAt ?? ''}>
          {facts.declaredAt === null ? t('contracts.not_declared') : t('contracts.declared', { height: facts.declaredAt })}
        </p>
      </div>
    </Section>
  );
};
