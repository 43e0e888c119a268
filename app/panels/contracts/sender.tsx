// Who pays for a transaction, whose RPC port takes it, and how much L2 gas it may use.
import { type ReactElement, useState } from 'react';
import { shortHex, validatorName } from '../../../core/view/format.ts';
import type { Sender } from '../../store/contracts.ts';
import { accountAddresses } from '../../store/deeds.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { CONTROL, Field, Select } from '../../ui/field.tsx';

const ADDRESSES = accountAddresses();
const GAS_END = 1n << 64n;
/** L2 gas that pays for most calls. */
export const CALL_GAS = 200_000_000n;

export type SenderForm = { readonly account: string; readonly validator: string; readonly gas: string };

/** What a form says, or null when its gas is no number. */
const senderOf = ({ account, validator, gas }: SenderForm): Sender | null => {
  const l2Gas = /^\d{1,20}$/.test(gas.trim()) ? BigInt(gas.trim()) : GAS_END;
  return l2Gas < GAS_END ? { account: Number(account), validator: Number(validator), l2Gas } : null;
};

type Props = { readonly form: SenderForm; readonly change: (part: Partial<SenderForm>) => void; readonly testId: string };

export const SenderFields = ({ form, change, testId }: Props): ReactElement => {
  const t = useT();
  const validators = useRun((s) => s.view.network.validators);
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <Field label={t('contracts.sender')}>
          <Select<string>
            value={form.account}
            data-testid={`${testId}-account`}
            options={ADDRESSES.map((address, i) => ({ value: String(i), label: `#${i} ${shortHex(address)}` }))}
            onPick={(account) => change({ account })}
          />
        </Field>
        <Field label={t('send.validator')}>
          <Select<string>
            value={form.validator}
            data-testid={`${testId}-validator`}
            options={Array.from({ length: validators }, (_, i) => ({ value: String(i), label: validatorName(i) }))}
            onPick={(validator) => change({ validator })}
          />
        </Field>
      </div>
      <Field label={t('contracts.gas')}>
        <input
          className={`${CONTROL} num`}
          inputMode="numeric"
          maxLength={24}
          value={form.gas}
          aria-invalid={senderOf(form) === null}
          data-testid={`${testId}-gas`}
          onChange={(event) => change({ gas: event.target.value })}
        />
      </Field>
      {senderOf(form) === null && (
        <p role="alert" className="text-xs text-bad">
          {t('contracts.gas_bad')}
        </p>
      )}
    </>
  );
};

/** A form of a sender with its present value. */
export const useSender = (gas: bigint): { readonly form: SenderForm; readonly change: Props['change']; readonly sender: Sender | null } => {
  const [form, setForm] = useState<SenderForm>({ account: '0', validator: '0', gas: String(gas) });
  return { form, change: (part) => setForm((old) => ({ ...old, ...part })), sender: senderOf(form) };
};
