// One step: the instruction in words, registers, what it reads and writes, the instructions around it, memory around fp and ap, builtins.
import type { ReactElement } from 'react';
import type { InspectedMoment, MomentOperand } from '../../../core/inspect/types.ts';
import { shortHex } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { goToStep } from '../../store/inspection.ts';
import { Fact, Facts, Mono } from '../../ui/section.tsx';

const SMALL = 10n ** 12n;

/** Small felts in decimal, others as short hex; pointers as they are. */
const valueText = (text: string | null): string => {
  if (text === null) return '·';
  if (!/^\d+$/.test(text)) return text;
  const value = BigInt(text);
  return value < SMALL ? text : shortHex(`0x${value.toString(16)}`);
};

const Operand = ({ operand }: { readonly operand: MomentOperand }): ReactElement => {
  const t = useT();
  const { before, after } = operand;
  return (
    <tr className="border-t border-line">
      <td className="py-0.5 pr-3 text-faint">{operand.name}</td>
      <td className="num py-0.5 pr-3 font-mono">{operand.at}</td>
      <td className="py-0.5 font-mono break-all" title={after ?? ''}>
        {before === null && after !== null ? t('execution.becomes', { value: valueText(after) }) : valueText(before)}
      </td>
    </tr>
  );
};

const Lines = ({ moment }: { readonly moment: InspectedMoment }): ReactElement => {
  const t = useT();
  return (
    <ol aria-label={t('execution.lines')} data-testid="execution-lines" className="scroll-thin overflow-x-auto font-mono text-xs">
      {moment.lines.map((line) => (
        <li key={line.step}>
          <button
            type="button"
            aria-current={line.step === moment.step}
            onClick={() => goToStep(line.step)}
            className="grid w-full grid-cols-[3.5rem_3.5rem_1fr] gap-2 rounded px-1 text-left whitespace-nowrap hover:bg-raised aria-[current=true]:bg-raised aria-[current=true]:font-semibold pointer-coarse:min-h-11"
          >
            <span className="num text-faint">{line.step}</span>
            <span className="num text-faint">{line.pc}</span>
            <span className={line.call === moment.call ? '' : 'text-faint'}>{line.text}</span>
          </button>
        </li>
      ))}
    </ol>
  );
};

const Cells = ({ moment }: { readonly moment: InspectedMoment }): ReactElement => (
  <table className="w-full font-mono text-xs" data-testid="execution-cells">
    <tbody>
      {moment.cells.map(({ offset, value }) => (
        <tr key={offset} className={offset === moment.ap || offset === moment.fp ? 'bg-raised' : ''}>
          <td className="num py-px pr-2 text-faint">1:{offset}</td>
          <td className="py-px pr-2 text-faint">
            {[offset === moment.fp && 'fp', offset === moment.ap && 'ap'].filter(Boolean).join(' ')}
          </td>
          <td className="py-px text-right" title={value ?? ''}>
            {valueText(value)}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Builtins = ({ moment }: { readonly moment: InspectedMoment }): ReactElement | null => {
  const t = useT();
  if (moment.builtins.length === 0) return null;
  return (
    <Facts>
      {moment.builtins.map(({ name, used, last }) => (
        <Fact key={name} name={name}>
          <span className="text-xs">
            {t('execution.cells_used', { count: used })}
            {last.length > 0 && <span className="font-mono break-all text-faint"> … {last.map(valueText).join(' ')}</span>}
          </span>
        </Fact>
      ))}
    </Facts>
  );
};

const HEAD = 'mb-1 text-2xs font-semibold tracking-wider text-faint uppercase';

export const MomentView = ({ moment }: { readonly moment: InspectedMoment }): ReactElement => {
  const t = useT();
  return (
    <div className="flex flex-col gap-3" data-testid="execution-moment" data-step={moment.step} data-pc={moment.pc}>
      <div className="rounded-md border border-line bg-raised px-3 py-2">
        <p className="font-mono text-sm break-all" data-testid="execution-text">
          {moment.text}
        </p>
        <p className="mt-1 text-xs text-soft" data-testid="execution-words">
          {t(`execution.sense.${moment.sense}`)}
          {moment.hasHints && ` ${t('execution.hinted')}`}
        </p>
      </div>
      <Facts>
        <Fact name={t('execution.registers')}>
          <Mono>{`pc ${moment.pc} · ap 1:${moment.ap} · fp 1:${moment.fp}`}</Mono>
        </Fact>
        <Fact name={t('execution.gas')}>{t('execution.gas_at', { gas: moment.gasLeft })}</Fact>
        <Fact name={t('execution.word')}>
          <span className="font-mono text-xs break-all">{moment.words.join(' ')}</span>
        </Fact>
      </Facts>
      {moment.operands.length > 0 && (
        <table className="w-full text-left text-xs" data-testid="execution-operands">
          <tbody>
            {moment.operands.map((operand) => (
              <Operand key={operand.name} operand={operand} />
            ))}
          </tbody>
        </table>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <div>
          <h3 className={HEAD}>{t('execution.lines')}</h3>
          <Lines moment={moment} />
        </div>
        <div>
          <h3 className={HEAD}>{t('execution.memory')}</h3>
          <Cells moment={moment} />
        </div>
      </div>
      {moment.builtins.length > 0 && <h3 className={HEAD}>{t('execution.builtins')}</h3>}
      <Builtins moment={moment} />
    </div>
  );
};
