// The call that the shown step belongs to: what it was given and returned, and its syscalls, each of which leads to its step.
import type { ReactElement } from 'react';
import type { InspectedCall, InspectedSyscall } from '../../../core/inspect/types.ts';
import { shortHex, shortFelt } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { goToStep } from '../../store/inspection.ts';
import { Fact, Facts, Mono, Turn } from '../../ui/section.tsx';
import { cellName, contractName } from './names.ts';

/** Felts of a list that are written out. */
const FELTS_MAX = 24;

const Felts = ({ felts }: { readonly felts: readonly bigint[] }): ReactElement => (
  <span className="font-mono text-xs break-all">
    {felts.length === 0 ? '–' : felts.slice(0, FELTS_MAX).map(shortFelt).join(', ')}
    {felts.length > FELTS_MAX && ` … (${felts.length})`}
  </span>
);

const cellText = (text: string): string => (/^\d+$/.test(text) ? shortHex(`0x${BigInt(text).toString(16)}`) : text);
const listOf = (cells: readonly string[]): string => (cells.length === 0 ? '–' : cells.map(cellText).join(', '));

/** A read or a write by the name of its cell, anything else by its cells. */
const SyscallText = ({ call, of }: { readonly call: InspectedSyscall; readonly of: InspectedCall }): ReactElement => {
  const t = useT();
  const key = call.request[1];
  const isCell = (call.name === 'StorageRead' || call.name === 'StorageWrite') && key !== undefined && /^\d+$/.test(key);
  if (!isCell) return <span className="break-all">{`${listOf(call.request)} → ${listOf(call.response)}`}</span>;
  const value = call.name === 'StorageRead' ? call.response[0] : call.request[2];
  const sign = call.name === 'StorageRead' ? '=' : '←';
  return (
    <span className="break-all">{`${cellName(t, of.contract, BigInt(key))} ${sign} ${value === undefined ? '?' : cellText(value)}`}</span>
  );
};

const SyscallRow = ({ call, of }: { readonly call: InspectedSyscall; readonly of: InspectedCall }): ReactElement => {
  const t = useT();
  return (
    <li>
      <button
        type="button"
        data-testid="execution-syscall"
        onClick={() => goToStep(call.step)}
        className="grid w-full grid-cols-[3.5rem_8.5rem_1fr] gap-2 rounded px-1 py-0.5 text-left text-xs hover:bg-raised max-sm:grid-cols-[3.5rem_1fr] pointer-coarse:min-h-11"
      >
        <span className="num text-faint">{call.step}</span>
        <span className={`font-mono break-all ${call.failed === true || call.failed === null ? 'text-bad' : ''}`}>{call.name}</span>
        <span className="font-mono text-soft max-sm:col-span-2">
          <SyscallText call={call} of={of} />
          <span className="num ml-2 text-faint">{t('execution.gas_left', { gas: call.gasLeft })}</span>
        </span>
      </button>
    </li>
  );
};

export const CallFacts = ({ call }: { readonly call: InspectedCall }): ReactElement => {
  const t = useT();
  return (
    <details className="group" open>
      <summary className="cursor-pointer list-none text-xs font-semibold text-soft pointer-coarse:min-h-11">
        <Turn />
        {t('execution.call', { contract: contractName(t, call.contract), name: call.name ?? shortFelt(call.selector) })}
      </summary>
      <div className="mt-2 flex flex-col gap-2">
        <Facts>
          <Fact name={t('execution.caller')}>
            <Mono>{call.caller === 0n ? '0' : contractName(t, call.caller)}</Mono>
          </Fact>
          <Fact name={t('execution.class')}>
            <Mono title={`0x${call.classHash.toString(16)}`}>{shortFelt(call.classHash)}</Mono>
          </Fact>
          <Fact name={t('execution.calldata')}>
            <Felts felts={call.calldata} />
          </Fact>
          {call.ended !== null && (
            <Fact name={t(call.ended.failed ? 'execution.panic' : 'execution.result')}>
              <Felts felts={call.ended.result} />
            </Fact>
          )}
        </Facts>
        <p className="text-xs text-faint">{t('execution.syscalls', { count: call.syscalls.length })}</p>
        <ol data-testid="execution-syscalls">
          {call.syscalls.map((syscall) => (
            <SyscallRow key={`${syscall.step}${syscall.name}`} call={syscall} of={call} />
          ))}
        </ol>
      </div>
    </details>
  );
};
