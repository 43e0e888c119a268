// A contract that stands: its entry points as forms, view calls at the cursor's state, invocations through consensus, results and events by the ABI.
import { type ReactElement, useState } from 'react';
import type { Abi, AbiFunction } from '../../../core/abi/abi-type.ts';
import { decodeAll, decodeEvent } from '../../../core/abi/codec.ts';
import { type Draft, emptyDraft, readDrafts } from '../../../core/abi/draft.ts';
import { showValue } from '../../../core/abi/show.ts';
import { feltOfText, shortHex } from '../../../core/view/format.ts';
import { lifeAt, lifeOfIntervention } from '../../../core/view/transactions.ts';
import { type ClassFacts, type EntryCall, invokeEntry, NO_BLOCK, viewEntry } from '../../store/contracts.ts';
import { useT } from '../../store/i18n.ts';
import { run, useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import { Tracked } from '../transactions/tracked.tsx';
import { AbiFields } from './fields.tsx';
import { CALL_GAS, SenderFields, useSender } from './sender.tsx';
import { draftProblem } from './words.ts';

type Answer = Awaited<ReturnType<typeof viewEntry>>;

const hexes = (felts: readonly bigint[]): string => `[${felts.map((felt) => `0x${felt.toString(16)}`).join(', ')}]`;

const ResultText = ({ entry, answer }: { readonly entry: AbiFunction; readonly answer: Answer }): ReactElement => {
  const t = useT();
  const decoded = answer.ok ? decodeAll(entry.outputs, answer.value) : null;
  const text = (): string => {
    if (!answer.ok) return answer.error === NO_BLOCK ? t('contracts.no_block') : t('contracts.result_failed', { why: answer.error });
    if (decoded === null || !decoded.ok) return t('contracts.result_raw', { felts: hexes(answer.value) });
    const values = decoded.value.flatMap((value, i) => {
      const type = entry.outputs[i];
      return type === undefined ? [] : [showValue(type, value)];
    });
    return values.length === 0 ? t('contracts.result_none') : values.join(', ');
  };
  return (
    <p role="status" className="text-sm" data-testid="contracts-result">
      <span className="text-xs text-faint">{t('contracts.result')} </span>
      <span className={`font-mono break-words ${answer.ok ? '' : 'text-bad'}`}>{text()}</span>
    </p>
  );
};

/** Events that a transaction made this contract emit; each leads to the block that has them. */
const Events = ({ index, abi, address }: { readonly index: number; readonly abi: Abi; readonly address: string }): ReactElement | null => {
  const t = useT();
  const life = useRun((s) => (s.version, lifeOfIntervention(s.line.transactions, index)));
  const cursor = useRun((s) => s.cursor);
  const receipt = life === null ? null : (lifeAt(life, cursor)?.receipt ?? null);
  const own = receipt?.receipt.events.filter(({ from }) => `0x${from.toString(16)}` === address) ?? [];
  if (receipt === null || own.length === 0) return null;
  const textOf = ({ keys, data }: (typeof own)[number]): string => {
    const decoded = decodeEvent(abi.events, keys, data);
    if (decoded === null) return t('contracts.event_raw', { keys: hexes(keys), data: hexes(data) });
    const { event, values } = decoded;
    return `${event.name} {${event.members.map(({ name, type }, i) => `${name}: ${showValue(type, values[i] ?? 0n)}`).join(', ')}}`;
  };
  return (
    <div>
      <h3 className="text-xs font-medium text-soft">{t('contracts.events')}</h3>
      <ul data-testid="contracts-events">
        {own.map((event, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- the events of a receipt are told apart by their place
          <li key={i}>
            <button
              type="button"
              className="min-h-6 w-full text-left font-mono text-xs break-words underline decoration-line underline-offset-3 pointer-coarse:min-h-11"
              onClick={() => run.seekStep(receipt.step)}
            >
              {textOf(event)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};

type FormProps = { readonly abi: Abi; readonly entry: AbiFunction; readonly address: string };

const EntryForm = ({ abi, entry, address }: FormProps): ReactElement => {
  const t = useT();
  const [drafts, setDrafts] = useState<readonly Draft[]>(entry.inputs.map(({ type }) => emptyDraft(type)));
  const [tried, setTried] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const { form, change, sender } = useSender(CALL_GAS);
  const values = readDrafts(entry.inputs, drafts);
  const felt = feltOfText(address);
  const call = (): EntryCall | null => {
    setTried(true);
    return values.ok && felt !== null ? { address: felt, entry, values: values.value } : null;
  };
  const view = async (): Promise<void> => {
    const order = call();
    if (order !== null) setAnswer(await viewEntry(order));
  };
  const invoke = (): void => {
    const order = call();
    if (order !== null && sender !== null) setSent(invokeEntry(order, sender));
  };
  return (
    <div className="flex flex-col gap-3">
      <AbiFields inputs={entry.inputs} drafts={drafts} onChange={setDrafts} />
      {tried && !values.ok && (
        <p role="alert" className="text-xs break-words text-bad" data-testid="entry-problem">
          {draftProblem(t, values.error)}
        </p>
      )}
      <Button tone={entry.kind === 'view' ? 'primary' : 'plain'} onClick={() => void view()} data-testid="contracts-call">
        {t('contracts.call')}
      </Button>
      {answer !== null && <ResultText entry={entry} answer={answer} />}
      <p className="text-2xs text-faint">{t('contracts.call_note')}</p>
      {entry.kind !== 'view' && (
        <>
          <SenderFields form={form} change={change} testId="invoke" />
          <Button tone="primary" disabled={sender === null} onClick={invoke} data-testid="contracts-invoke">
            {t('contracts.invoke')}
          </Button>
          {sent !== null && (
            <div data-testid="invoke-sent">
              <Tracked index={sent} />
              <Events index={sent} abi={abi} address={address} />
            </div>
          )}
        </>
      )}
    </div>
  );
};

export const ContractSection = ({ abi, facts }: { readonly abi: Abi; readonly facts: ClassFacts }): ReactElement => {
  const t = useT();
  const [picked, setPicked] = useState<string | null>(null);
  const [name, setName] = useState(abi.functions[0]?.name ?? '');
  const address = facts.addresses.find((one) => one === picked) ?? facts.addresses.at(-1);
  const entry = abi.functions.find((one) => one.name === name);
  return (
    <Section title={t('contracts.deployed')}>
      {address === undefined ? (
        <p className="text-xs text-faint">{t('contracts.none_deployed')}</p>
      ) : (
        <div className="flex flex-col gap-3">
          <Field label={t('contracts.address')}>
            <Select<string>
              value={address}
              data-testid="contracts-address"
              options={facts.addresses.map((one) => ({ value: one, label: shortHex(one) }))}
              onPick={setPicked}
            />
          </Field>
          <Field label={t('contracts.entry')}>
            <Select<string>
              value={name}
              data-testid="contracts-entry"
              options={abi.functions.map((one) => ({
                value: one.name,
                label: `${one.name} · ${t(one.kind === 'view' ? 'contracts.view' : 'contracts.external')}`,
              }))}
              onPick={setName}
            />
          </Field>
          {entry !== undefined && <EntryForm key={`${address} ${name}`} abi={abi} entry={entry} address={address} />}
        </div>
      )}
    </Section>
  );
};
