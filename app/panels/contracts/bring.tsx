// Bringing a class along: dropped files, chosen ones, or one of our own; and what is wrong with what came.
import { type DragEvent, type ReactElement, useRef, useState } from 'react';
import { CONTRACT_FILES, OWN_CONTRACTS, takeFiles, takeOwn, useContracts } from '../../store/contracts.ts';
import { useT } from '../../store/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL, Field } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import { problemText } from './words.ts';

type Version = readonly [number, number, number];

/** A version like 1.7.0, or null. */
const versionOf = (text: string): Version | null => {
  const [, major, minor, patch] = /^\s*(\d{1,4})\.(\d{1,4})\.(\d{1,4})\s*$/.exec(text) ?? [];
  return major === undefined ? null : [Number(major), Number(minor), Number(patch)];
};

const FilePicker = ({ version }: { readonly version: Version | null }): ReactElement => {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null): void => {
    if (version !== null && files !== null) void takeFiles([...files], version);
  };
  const drop = (event: DragEvent): void => {
    if (event.dataTransfer.files.length === 0) return;
    // What is dropped here is no run: the page's own handler must not open it.
    event.preventDefault();
    event.stopPropagation();
    event.nativeEvent.stopImmediatePropagation();
    take(event.dataTransfer.files);
  };
  return (
    <div
      className="flex flex-col gap-2 rounded-md border border-dashed border-line p-3"
      data-testid="contracts-drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <p className="text-xs text-soft">{t('contracts.bring_text')}</p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={CONTRACT_FILES}
        data-testid="contracts-files"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      <Button disabled={version === null} onClick={() => input.current?.click()} data-testid="contracts-choose">
        {t('contracts.choose')}
      </Button>
    </div>
  );
};

export const BringSection = (): ReactElement => {
  const t = useT();
  const [text, setText] = useState('1.7.0');
  const { problem, reading } = useContracts();
  const version = versionOf(text);
  return (
    <Section title={t('contracts.bring')}>
      <div className="flex flex-col gap-3">
        <FilePicker version={version} />
        <div role="group" aria-label={t('contracts.own')} className="flex flex-wrap items-center gap-1.5">
          <span className="text-xs text-soft">{t('contracts.own')}</span>
          {OWN_CONTRACTS.map((name) => (
            <Button
              key={name}
              className="font-mono !text-xs"
              disabled={version === null}
              data-testid={`contracts-own-${name}`}
              onClick={() => {
                if (version !== null) void takeOwn(name, version);
              }}
            >
              {name}
            </Button>
          ))}
        </div>
        <Field label={t('contracts.version')} hint={t('contracts.version_hint')}>
          <input
            className={`${CONTROL} num`}
            value={text}
            maxLength={20}
            aria-invalid={version === null}
            data-testid="contracts-version"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {version === null && (
          <p role="alert" className="text-xs text-bad">
            {t('contracts.version_bad')}
          </p>
        )}
        {reading && <p className="text-xs text-faint">{t('contracts.reading')}</p>}
        {problem !== null && (
          <p role="alert" className="text-xs break-words text-bad" data-testid="contracts-problem" data-code={problem.code}>
            {problemText(t, problem)}
          </p>
        )}
      </div>
    </Section>
  );
};
