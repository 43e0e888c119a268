// Deposits from L1: when, for which predeployed account, how much.
import type { ReactElement } from 'react';
import { DEPOSITS_MAX } from '../../core/sim/spec-json.ts';
import { ACCOUNT_ADDRESSES } from '../../core/types/genesis.ts';
import { useT } from '../store/i18n.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { depositText, depositsOf, withDeposit, withDepositField, withoutDeposit } from './lists.ts';
import { Group, NumberInput, type PartProps } from './part.tsx';

const ACCOUNTS = ACCOUNT_ADDRESSES.map((_, account) => ({ value: String(account), label: `#${account}` }));

const Row = ({ tree, wrongAt, onTree, at }: PartProps & { readonly at: number }): ReactElement => {
  const t = useT();
  const account = depositText(tree, at, 'account');
  const isKnown = ACCOUNTS.some(({ value }) => value === account);
  const number = (name: 'atUs' | 'milliStrk'): ReactElement => (
    <NumberInput
      label={t(`editor.deposit.${name}`)}
      name={`deposits[${at}].${name}`}
      value={depositText(tree, at, name)}
      wrongAt={wrongAt}
      onText={(text) => onTree(withDepositField(tree, at, { name, text }))}
    />
  );
  return (
    <li className="flex items-end gap-2 pt-2" data-testid={`spec-deposit-${at}`}>
      {number('atUs')}
      <Field label={t('editor.deposit.account')}>
        <Select<string>
          value={account}
          data-testid={`spec-deposits[${at}].account`}
          options={[...(isKnown ? [] : [{ value: account, label: '?' }]), ...ACCOUNTS]}
          onPick={(text) => onTree(withDepositField(tree, at, { name: 'account', text }))}
        />
      </Field>
      {number('milliStrk')}
      <IconButton
        label={t('editor.deposit.remove', { n: at + 1 })}
        data-testid={`spec-deposit-remove-${at}`}
        onClick={() => onTree(withoutDeposit(tree, at))}
      >
        <Icon name="close" size={14} />
      </IconButton>
    </li>
  );
};

export const DepositsPart = (props: PartProps): ReactElement => {
  const t = useT();
  const { tree, onTree } = props;
  const deposits = depositsOf(tree);
  return (
    <Group name="deposits" title={t('editor.group.deposits', { n: deposits.length })}>
      <ol>
        {deposits.map((_, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a deposit is its place
          <Row key={at} {...props} at={at} />
        ))}
      </ol>
      <p className="mt-2 text-2xs text-faint">{t('editor.deposit.hint')}</p>
      <Button
        className="mt-2"
        disabled={deposits.length >= DEPOSITS_MAX}
        data-testid="spec-deposit-add"
        onClick={() => onTree(withDeposit(tree))}
      >
        {t('editor.deposit.add')}
      </Button>
    </Group>
  );
};
