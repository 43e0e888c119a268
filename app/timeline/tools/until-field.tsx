// The field of a condition: what to step until, backwards and forwards; what is wrong with it and where; conditions used last; the language by examples.
import { type FormEvent, type KeyboardEvent, type ReactElement, type RefObject, useEffect, useRef, useState } from 'react';
import { FORMS } from '../../../core/view/condition/examples.ts';
import type { ConditionError } from '../../../core/view/condition/syntax.ts';
import { useT } from '../../store/i18n.ts';
import { readCondition, stepUntil, useConditions } from '../../store/stepping.ts';
import { useWay } from '../../store/way.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CONTROL } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';

const TEXT_MAX = 1_000;

/** The text with its wrong place marked. */
const Wrong = ({ text, error }: { readonly text: string; readonly error: ConditionError }): ReactElement => {
  const t = useT();
  const end = error.at + Math.max(1, error.got.length);
  return (
    <div id="until-error" role="alert" data-testid="until-error" data-code={error.code} data-at={error.at} className="text-xs text-bad">
      <p>{t(`until.error.${error.code}`, { at: error.at + 1, got: error.got })}</p>
      <p className="font-mono break-all text-soft">
        {text.slice(Math.max(0, error.at - 30), error.at)}
        <mark className="bg-transparent font-semibold text-bad underline decoration-wavy">{text.slice(error.at, end) || '␣'}</mark>
        {text.slice(end, end + 30)}
      </p>
    </div>
  );
};

const Example = ({ text, onPick }: { readonly text: string; readonly onPick: (text: string) => void }): ReactElement => (
  <button
    type="button"
    lang="en"
    data-testid="until-example"
    onClick={() => onPick(text)}
    className="min-h-6 rounded border border-line px-1.5 text-left font-mono text-2xs hover:bg-raised pointer-coarse:min-h-12"
  >
    {text}
  </button>
);

const Grammar = ({ onPick }: { readonly onPick: (text: string) => void }): ReactElement => {
  const t = useT();
  return (
    <details className="text-xs" data-testid="until-grammar">
      <summary className="min-h-6 cursor-pointer text-soft pointer-coarse:min-h-12">{t('until.grammar')}</summary>
      <p className="my-1 text-soft">{t('until.grammar_text')}</p>
      <dl>
        {FORMS.map(({ name, form, more }) => (
          <div key={name} className="border-t border-line py-1">
            <dt className="text-2xs text-soft">{t(`until.form.${name}`)}</dt>
            <dd className="flex flex-wrap gap-1">
              {[form, ...more].map((text) => (
                <Example key={text} text={text} onPick={onPick} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
};

const Recent = ({ onPick }: { readonly onPick: (text: string) => void }): ReactElement | null => {
  const t = useT();
  const list = useConditions((s) => s.list);
  if (list.length === 0) return null;
  return (
    <div data-testid="until-recent">
      <h3 className="mb-1 text-2xs text-faint">{t('until.recent')}</h3>
      <div className="flex flex-wrap gap-1">
        {list.map((text) => (
          <Example key={text} text={text} onPick={onPick} />
        ))}
      </div>
    </div>
  );
};

type FormProps = {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly isWrong: boolean;
  readonly onChange: (text: string) => void;
  readonly onGo: (direction: 1 | -1) => void;
};

const ConditionForm = ({ input, text, isWrong, onChange, onGo }: FormProps): ReactElement => {
  const t = useT();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onGo(1);
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap gap-2">
      <input
        ref={input}
        aria-label={t('until.label')}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? 'until-error' : undefined}
        placeholder="V3 locks"
        spellCheck={false}
        autoComplete="off"
        maxLength={TEXT_MAX}
        data-testid="until-input"
        data-sound={readCondition(text).ok}
        className={`${CONTROL} !w-auto min-w-40 flex-1 font-mono`}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <Button onClick={() => onGo(-1)} data-testid="until-back">
        {t('until.back')}
      </Button>
      <Button tone="primary" type="submit" data-testid="until-forward">
        {t('until.forward')}
      </Button>
    </form>
  );
};

export const UntilField = ({ onClose }: { readonly onClose: () => void }): ReactElement => {
  const t = useT();
  const text = useWay((s) => s.condition);
  const [error, setError] = useState<ConditionError | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
  }, []);
  const change = (next: string): void => {
    useWay.setState({ condition: next });
    setError(null);
  };
  const pick = (next: string): void => {
    change(next);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <div
      role="dialog"
      aria-label={t('until.title')}
      data-testid="until-field"
      onKeyDown={onKeyDown}
      className="scroll-thin absolute inset-x-2 bottom-full z-30 mb-1 flex max-h-[60dvh] max-w-[34rem] flex-col gap-2 overflow-y-auto rounded-lg border border-strong bg-panel p-3 shadow-2xl sm:left-4"
    >
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-sm font-semibold">{t('until.title')}</h2>
        <IconButton label={t('dialog.close')} data-testid="until-close" onClick={onClose}>
          <Icon name="close" size={14} />
        </IconButton>
      </div>
      <ConditionForm
        input={input}
        text={text}
        isWrong={error !== null}
        onChange={change}
        onGo={(direction) => setError(stepUntil(text, direction))}
      />
      {error !== null && <Wrong text={text} error={error} />}
      <p className="text-2xs text-faint">{t('until.text')}</p>
      <Recent onPick={pick} />
      <Grammar onPick={pick} />
    </div>
  );
};
