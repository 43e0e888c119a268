// Declaring a class and deploying contracts of it. Each transaction is followed below its button.
import { type ReactElement, useState } from 'react';
import { type Draft, emptyDraft, readDrafts } from '../../../core/abi/draft.ts';
import { feltOfText } from '../../../core/view/format.ts';
import { type ClassFacts, declareClass, deployClass, formsOf, type KnownClass } from '../../store/contracts.ts';
import { useT } from '../../store/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL, Field } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import { Tracked } from '../transactions/tracked.tsx';
import { AbiFields } from './fields.tsx';
import { CALL_GAS, SenderFields, useSender } from './sender.tsx';
import { draftProblem } from './words.ts';

/** L2 gas of a declaration beside what the archive takes. */
const DECLARE_GAS = 50_000_000n;

type Props = Pick<KnownClass, 'given'>;

export const DeclareSection = ({ given, facts }: Props & { readonly facts: ClassFacts }): ReactElement => {
  const t = useT();
  const [sent, setSent] = useState<number | null>(null);
  const { form, change, sender } = useSender(BigInt(given.codeGas) + DECLARE_GAS);
  return (
    <Section title={t('contracts.declare')}>
      <div className="flex flex-col gap-3">
        <SenderFields form={form} change={change} testId="declare" />
        <Button
          tone={facts.declaredAt === null ? 'primary' : 'plain'}
          disabled={sender === null}
          data-testid="contracts-declare"
          onClick={() => {
            if (sender !== null) setSent(declareClass(given, sender));
          }}
        >
          {t('contracts.declare')}
        </Button>
        {sent !== null && (
          <div data-testid="declare-sent">
            <Tracked index={sent} />
          </div>
        )}
      </div>
    </Section>
  );
};

export const DeploySection = ({ given }: Props): ReactElement => {
  const t = useT();
  const inputs = formsOf(given).constructor?.inputs ?? [];
  const [drafts, setDrafts] = useState<readonly Draft[]>(inputs.map(({ type }) => emptyDraft(type)));
  const [salt, setSalt] = useState('0');
  const [isUnique, setUnique] = useState(true);
  const [sent, setSent] = useState<number | null>(null);
  const { form, change, sender } = useSender(CALL_GAS);
  const values = readDrafts(inputs, drafts);
  const saltFelt = feltOfText(salt);
  const [tried, setTried] = useState(false);
  const submit = (): void => {
    setTried(true);
    if (values.ok && saltFelt !== null && sender !== null)
      setSent(deployClass(given, { salt: saltFelt, isUnique, values: values.value }, sender));
  };
  return (
    <Section title={t('contracts.deploy')}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <AbiFields inputs={inputs} drafts={drafts} onChange={setDrafts} />
        <Field label={t('contracts.salt')}>
          <input
            className={`${CONTROL} font-mono !text-xs`}
            value={salt}
            maxLength={80}
            aria-invalid={saltFelt === null}
            data-testid="contracts-salt"
            onChange={(event) => setSalt(event.target.value)}
          />
        </Field>
        <label className="flex items-center gap-2 text-xs pointer-coarse:min-h-11">
          <input type="checkbox" checked={isUnique} onChange={(event) => setUnique(event.target.checked)} data-testid="contracts-unique" />
          {t('contracts.unique')}
        </label>
        <SenderFields form={form} change={change} testId="deploy" />
        {tried && !values.ok && (
          <p role="alert" className="text-xs break-words text-bad" data-testid="deploy-problem">
            {draftProblem(t, values.error)}
          </p>
        )}
        <Button type="submit" tone="primary" disabled={saltFelt === null || sender === null} data-testid="contracts-deploy">
          {t('contracts.deploy')}
        </Button>
        <p className="text-2xs text-faint">{t('contracts.deploy_note')}</p>
      </form>
      {sent !== null && (
        <div data-testid="deploy-sent">
          <Tracked index={sent} />
        </div>
      )}
    </Section>
  );
};
