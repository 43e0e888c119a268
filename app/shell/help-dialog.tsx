// Help with the keyboard map as it is now; every single key can be changed here, unless another action has it.
import { type ReactElement, useEffect, useState } from 'react';
import type { Translate } from '../messages/translate.ts';
import { useT } from '../store/i18n.ts';
import { changeSettings, useSettings } from '../store/settings.ts';
import { openDialog } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ACTIONS, type ActionId } from './actions.ts';
import { FIXED, type Rebound, keyOfEvent, keysOf, rebind } from './keymap.ts';
import { keyLabel } from './palette/key-label.ts';

const close = (): void => openDialog(null);

const KBD = 'rounded bg-raised px-1.5 py-0.5 font-mono text-xs';
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta']);

/** Takes the next key for an action; Escape gives up. Nothing else hears it. */
const useCapture = (id: ActionId | null, onDone: (result: Rebound | null) => void): void => {
  useEffect(() => {
    if (id === null) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (MODIFIERS.has(event.key) || event.key === 'Tab') return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') onDone(null);
      else if (event.ctrlKey || event.metaKey || event.altKey) onDone({ ok: false, why: 'unusable' });
      else onDone(rebind(useSettings.getState().keys, id, keyOfEvent(event)));
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [id, onDone]);
};

const refusal = (t: Translate, result: Rebound | null): string | null => {
  if (result === null || result.ok) return null;
  return result.why === 'taken' ? t('keys.taken', { action: t(`action.${result.by}`) }) : t('keys.unusable');
};

type RowProps = { readonly id: ActionId; readonly keyName: string; readonly waiting: boolean; readonly onChange: () => void };

const KeyRow = ({ id, keyName, waiting, onChange }: RowProps): ReactElement => {
  const t = useT();
  const name = t(`action.${id}`);
  return (
    <tr className="border-t border-line" data-testid={`key-row-${id}`}>
      <th scope="row" className="py-1 text-left font-normal text-soft">
        {name}
      </th>
      <td className="w-32 py-1 text-right">
        {FIXED.has(id) ? (
          <kbd className={KBD}>{keyLabel(keyName)}</kbd>
        ) : (
          <button
            type="button"
            aria-pressed={waiting}
            aria-label={t('keys.change', { action: name, key: keyLabel(keyName) })}
            data-testid={`key-${id}`}
            onClick={onChange}
            className="min-h-6 min-w-8 rounded border border-line px-1.5 hover:bg-raised pointer-coarse:min-h-12 pointer-coarse:min-w-12"
          >
            <kbd className={waiting ? 'text-xs' : KBD}>{waiting ? t('keys.press') : keyLabel(keyName)}</kbd>
          </button>
        )}
      </td>
    </tr>
  );
};

const KeyTable = (): ReactElement => {
  const t = useT();
  const changed = useSettings((s) => s.keys);
  const [waiting, setWaiting] = useState<ActionId | null>(null);
  const [result, setResult] = useState<Rebound | null>(null);
  const [done] = useState(() => (next: Rebound | null): void => {
    setWaiting(null);
    setResult(next);
    if (next?.ok === true) changeSettings({ keys: next.keys });
  });
  useCapture(waiting, done);
  const keys = keysOf(changed);
  const why = refusal(t, result);
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 text-xs text-soft">{t('keys.text')}</p>
        <Button disabled={Object.keys(changed).length === 0} onClick={() => changeSettings({ keys: {} })} data-testid="keys-reset">
          {t('keys.reset')}
        </Button>
      </div>
      <p role="status" className="min-h-5 text-xs text-bad" data-testid="keys-refused">
        {why}
      </p>
      <table className="w-full text-sm" data-testid="key-table">
        <tbody>
          {ACTIONS.map(({ id }) => (
            <KeyRow
              key={id}
              id={id}
              keyName={keys.get(id) ?? ''}
              waiting={waiting === id}
              onChange={() => {
                setResult(null);
                setWaiting(waiting === id ? null : id);
              }}
            />
          ))}
          {(['validator', 'alone', 'palette'] as const).map((name) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="py-1 text-left font-normal text-soft">
                {t(`keys.${name}`)}
              </th>
              <td className="py-1 text-right">
                <kbd className={KBD}>{{ validator: '1 – 9', alone: 'Alt + …', palette: '⌘K / Ctrl K' }[name]}</kbd>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
};

export const HelpDialog = (): ReactElement => {
  const t = useT();
  const shortcuts = useSettings((s) => s.shortcuts);
  return (
    <Dialog title={t('help.title')} closeLabel={t('dialog.close')} testId="help-dialog" onClose={close}>
      <p className="mb-3 text-sm text-soft">{t('help.text')}</p>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <label className="flex flex-1 items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={shortcuts}
            data-testid="shortcuts"
            onChange={(event) => changeSettings({ shortcuts: event.target.checked })}
          />
          {t('help.shortcuts')}
        </label>
        <Button onClick={() => openDialog('palette')} data-testid="help-palette">
          {t('palette.title')}
        </Button>
      </div>
      <KeyTable />
      <p className="mt-4 text-xs text-faint">{t('help.honesty')}</p>
    </Dialog>
  );
};
