// Sending a transfer: account, receiver, amount, whose RPC port takes it, and what may be wrong about it on purpose. Below: what becomes of it.
import { type ReactElement, useState } from 'react';
import { feltOfText, formatStrk, parseStrk, shortHex, validatorName } from '../../../core/view/format.ts';
import { DEMOS, type Demo, accountAddresses, sendTransfer } from '../../store/deeds.ts';
import type { Translate } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL, Field, Select } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Section } from '../../ui/section.tsx';
import { Tracked } from './tracked.tsx';

const ADDRESSES = accountAddresses();

type Form = {
  readonly account: string;
  readonly receiver: string;
  readonly amount: string;
  readonly validator: string;
  readonly demo: Demo;
};
const START: Form = { account: '0', receiver: ADDRESSES[1] ?? '', amount: '1.5', validator: '0', demo: 'none' };

type FieldsProps = { readonly form: Form; readonly change: (part: Partial<Form>) => void };

const problemOf = (t: Translate, form: Form): string | null => {
  if (feltOfText(form.receiver) === null) return t('send.bad_receiver');
  if (parseStrk(form.amount) === null) return t('send.bad_amount');
  return null;
};

const AccountField = ({ form, change }: FieldsProps): ReactElement => {
  const t = useT();
  const ledger = useRun((s) => s.view.ledger);
  return (
    <Field label={t('send.account')} hint={t('send.nonce', { nonce: String(ledger.nonces[Number(form.account)] ?? 0n) })}>
      <Select<string>
        value={form.account}
        data-testid="send-account"
        options={ADDRESSES.map((address, i) => ({
          value: String(i),
          label: `#${i} ${shortHex(address)} · ${formatStrk(ledger.balances[i] ?? 0n, 3)} STRK`,
        }))}
        onPick={(account) => change({ account })}
      />
    </Field>
  );
};

const ReceiverField = ({ form, change }: FieldsProps): ReactElement => {
  const t = useT();
  return (
    <Field label={t('send.receiver')}>
      <input
        className={`${CONTROL} font-mono !text-xs`}
        list="receivers"
        spellCheck={false}
        autoComplete="off"
        maxLength={80}
        value={form.receiver}
        data-testid="send-receiver"
        aria-invalid={feltOfText(form.receiver) === null}
        onChange={(event) => change({ receiver: event.target.value })}
      />
      <datalist id="receivers">
        {ADDRESSES.map((address, i) => (
          <option key={address} value={address}>
            {`#${i}`}
          </option>
        ))}
      </datalist>
    </Field>
  );
};

const OrderFields = ({ form, change }: FieldsProps): ReactElement => {
  const t = useT();
  const validators = useRun((s) => s.view.network.validators);
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <Field label={t('send.amount')}>
          <input
            className={`${CONTROL} num`}
            inputMode="decimal"
            maxLength={40}
            value={form.amount}
            data-testid="send-amount"
            aria-invalid={parseStrk(form.amount) === null}
            onChange={(event) => change({ amount: event.target.value })}
          />
        </Field>
        <Field label={t('send.validator')}>
          <Select<string>
            value={form.validator}
            data-testid="send-validator"
            options={Array.from({ length: validators }, (_, i) => ({ value: String(i), label: validatorName(i) }))}
            onPick={(validator) => change({ validator })}
          />
        </Field>
      </div>
      <Field label={t('send.demo')} hint={t(`send.demo.${form.demo}.hint`)}>
        <Select<Demo>
          value={form.demo}
          data-testid="send-demo"
          options={DEMOS.map((value) => ({ value, label: t(`send.demo.${value}`) }))}
          onPick={(demo) => change({ demo })}
        />
      </Field>
    </>
  );
};

export const SendPanel = (): ReactElement => {
  const t = useT();
  const [form, setForm] = useState<Form>(START);
  const [sent, setSent] = useState<number | null>(null);
  const ready = useRun((s) => s.status === 'ready');
  const change = (part: Partial<Form>): void => setForm((old) => ({ ...old, ...part }));
  const problem = problemOf(t, form);
  const submit = (): void => {
    const amountFri = parseStrk(form.amount);
    if (problem !== null || amountFri === null) return;
    const order = { account: Number(form.account), receiver: form.receiver, amountFri, validator: Number(form.validator), demo: form.demo };
    setSent(sendTransfer(order));
  };
  return (
    <div data-testid="send-panel">
      <Section title={t('send.title')}>
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <AccountField form={form} change={change} />
          <ReceiverField form={form} change={change} />
          <OrderFields form={form} change={change} />
          {problem !== null && (
            <p role="alert" className="text-xs text-bad" data-testid="send-problem">
              {problem}
            </p>
          )}
          <Button type="submit" tone="primary" disabled={problem !== null || !ready} data-testid="send-submit">
            <Icon name="send" size={15} />
            {t('send.submit')}
          </Button>
          <p className="text-2xs text-faint">{t('send.note')}</p>
        </form>
      </Section>
      {sent !== null && <Tracked index={sent} />}
    </div>
  );
};
