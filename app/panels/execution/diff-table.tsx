// What a transaction changed: every cell, nonce and class, before and after.
import type { ReactElement } from 'react';
import type { StateDiff } from '../../../core/types/block.ts';
import { shortFelt } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { cellName, cellValue, contractName } from './names.ts';

type Change = { readonly key: string; readonly contract: string; readonly what: string; readonly before: string; readonly after: string };

const useChanges = (after: StateDiff, before: StateDiff): readonly Change[] => {
  const t = useT();
  const cells = [...after.storage].flatMap(([address, values]) =>
    [...values].map(([key, value]): Change => {
      const contract = BigInt(address);
      const old = before.storage.get(address)?.get(key) ?? 0n;
      return {
        key: `${address}/${key}`,
        contract: contractName(t, contract),
        what: cellName(t, contract, BigInt(key)),
        before: cellValue(contract, BigInt(key), old),
        after: cellValue(contract, BigInt(key), value),
      };
    }),
  );
  const flat = (name: string, what: string, pick: (diff: StateDiff) => ReadonlyMap<string, bigint>): readonly Change[] =>
    [...pick(after)].map(([address, value]) => ({
      key: `${name}/${address}`,
      contract: name === 'declared' ? shortFelt(BigInt(address)) : contractName(t, BigInt(address)),
      what,
      before: shortFelt(pick(before).get(address) ?? 0n),
      after: shortFelt(value),
    }));
  return [
    ...flat('nonces', t('execution.nonce'), (diff) => diff.nonces),
    ...flat('deployed', t('execution.class'), (diff) => diff.deployed),
    ...flat('declared', t('execution.compiled_class'), (diff) => diff.declared),
    ...cells,
  ];
};

export const DiffTable = ({ after, before }: { readonly after: StateDiff; readonly before: StateDiff }): ReactElement => {
  const t = useT();
  const changes = useChanges(after, before);
  return (
    <table className="w-full text-left text-xs" data-testid="execution-diff">
      <thead className="text-2xs text-faint">
        <tr>
          <th className="pr-3 font-normal">{t('execution.contract')}</th>
          <th className="pr-3 font-normal">{t('execution.cell')}</th>
          <th className="pr-3 text-right font-normal">{t('execution.before')}</th>
          <th className="text-right font-normal">{t('execution.after')}</th>
        </tr>
      </thead>
      <tbody className="font-mono">
        {changes.map((change) => (
          <tr key={change.key} className="border-t border-line">
            <td className="py-0.5 pr-3">{change.contract}</td>
            <td className="py-0.5 pr-3 break-all">{change.what}</td>
            <td className="py-0.5 pr-3 text-right text-faint">{change.before}</td>
            <td className="py-0.5 text-right">{change.after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
