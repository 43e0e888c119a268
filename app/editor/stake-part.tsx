// Stake by epochs: how long an epoch is, how large a committee, and from which epoch on who has staked how much.
import type { ReactElement } from 'react';
import { VALIDATORS_MAX } from '../../core/base/limits.ts';
import { EPOCHS_MAX } from '../../core/sim/spec-json.ts';
import { validatorName } from '../../core/view/format.ts';
import { useT } from '../store/i18n.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { jsonText, jsonValue } from './fields.ts';
import { epochsOf, stakeOf, withEpoch, withFromEpoch, withStake, withStaking, withoutEpoch, withoutStaking } from './lists.ts';
import { Group, NumberInput, type PartProps } from './part.tsx';
import { getAt, setAt } from './tree.ts';

/** How many validators the scenario has, as far as the text says so. */
const validatorsOf = (tree: unknown): number => {
  const count = getAt(tree, ['validators']);
  return typeof count === 'number' && count >= 1 ? Math.min(VALIDATORS_MAX, Math.floor(count)) : 0;
};

type StakeProps = PartProps & { readonly epoch: number; readonly validator: number };

const StakeRow = ({ tree, wrongAt, onTree, epoch, validator }: StakeProps): ReactElement => {
  const t = useT();
  const v = validatorName(validator);
  const stake = stakeOf(tree, epoch, validator);
  return (
    <div className="flex flex-col gap-1">
      <NumberInput
        label={t('editor.stake.weight', { v })}
        name={stake === null ? `stake-${epoch}-${validator}` : `staking.epochs[${epoch}].stakes[${stake.at}]`}
        value={stake?.weight ?? ''}
        wrongAt={wrongAt}
        onText={(weight) => onTree(withStake(tree, epoch, { validator, weight, canPropose: stake?.canPropose ?? true }))}
      />
      <label className="flex min-h-6 items-center gap-1.5 text-2xs text-soft pointer-coarse:min-h-11">
        <input
          type="checkbox"
          checked={stake?.canPropose ?? false}
          disabled={stake === null}
          data-testid={`spec-can-${epoch}-${validator}`}
          onChange={(event) =>
            stake !== null && onTree(withStake(tree, epoch, { validator, weight: stake.weight, canPropose: event.target.checked }))
          }
        />
        {t('editor.stake.can')}
      </label>
    </div>
  );
};

const Entry = ({ epoch, ...props }: PartProps & { readonly epoch: number }): ReactElement => {
  const t = useT();
  const { tree, wrongAt, onTree } = props;
  return (
    <fieldset className="mt-2 rounded-lg border border-line p-2.5" data-testid={`spec-epoch-${epoch}`}>
      <legend className="px-1 text-xs font-medium text-soft">{t('editor.stake.entry', { n: epoch + 1 })}</legend>
      <div className="flex items-end gap-2">
        <NumberInput
          label={t('editor.stake.from')}
          name={`staking.epochs[${epoch}].fromEpoch`}
          value={jsonText('whole', getAt(epochsOf(tree)[epoch], ['fromEpoch']))}
          wrongAt={wrongAt}
          onText={(text) => onTree(withFromEpoch(tree, epoch, text))}
        />
        {epoch > 0 && (
          <IconButton
            label={t('editor.stake.remove', { n: epoch + 1 })}
            data-testid={`spec-epoch-remove-${epoch}`}
            onClick={() => onTree(withoutEpoch(tree, epoch))}
          >
            <Icon name="close" size={14} />
          </IconButton>
        )}
      </div>
      <div className="mt-2 grid grid-cols-2 gap-2 sm:grid-cols-3">
        {Array.from({ length: validatorsOf(tree) }, (_, validator) => (
          <StakeRow key={validator} {...props} epoch={epoch} validator={validator} />
        ))}
      </div>
    </fieldset>
  );
};

const WHOLES = ['epochLength', 'committeeSize'] as const;

export const StakePart = (props: PartProps): ReactElement => {
  const t = useT();
  const { tree, wrongAt, onTree } = props;
  const isSet = (getAt(tree, ['staking']) ?? null) !== null;
  const epochs = epochsOf(tree);
  return (
    <Group name="stake" title={t('editor.group.stake', { n: epochs.length })}>
      {isSet ? (
        <>
          <div className="grid grid-cols-2 gap-2 pt-1 sm:grid-cols-3">
            {WHOLES.map((name) => (
              <NumberInput
                key={name}
                label={t(`editor.stake.${name}`)}
                name={`staking.${name}`}
                value={jsonText('whole', getAt(tree, ['staking', name]))}
                wrongAt={wrongAt}
                onText={(text) => onTree(setAt(tree, ['staking', name], jsonValue('whole', text)))}
              />
            ))}
          </div>
          {epochs.map((_, epoch) => (
            // oxlint-disable-next-line react/no-array-index-key -- an entry is its place
            <Entry key={epoch} {...props} epoch={epoch} />
          ))}
          <p className={`mt-2 text-2xs ${wrongAt === 'staking.epochs' ? 'text-bad' : 'text-faint'}`} data-testid="spec-stake-hint">
            {t('editor.stake.hint')}
          </p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button disabled={epochs.length >= EPOCHS_MAX} data-testid="spec-epoch-add" onClick={() => onTree(withEpoch(tree))}>
              {t('editor.stake.more')}
            </Button>
            <Button data-testid="spec-staking-drop" onClick={() => onTree(withoutStaking(tree))}>
              {t('editor.stake.drop')}
            </Button>
          </div>
        </>
      ) : (
        <div className="flex flex-wrap items-center gap-2 pt-1">
          <Button data-testid="spec-staking-add" onClick={() => onTree(withStaking(tree, validatorsOf(tree)))}>
            {t('editor.stake.add')}
          </Button>
          <span className="text-2xs text-faint">{t('editor.stake.none')}</span>
        </div>
      )}
    </Group>
  );
};
