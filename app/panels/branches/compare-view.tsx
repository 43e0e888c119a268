// The difference of two branches side by side. Every cell leads to its event: in the branch that runs at once, in the other one by going there.
import { type ReactElement, type ReactNode, useState } from 'react';
import type { LogEvent } from '../../../core/log/event.ts';
import { logEventId } from '../../../core/log/event.ts';
import type { Decision, Place, RunComparison, Votes } from '../../../core/view/compare-runs.ts';
import { formatMilliseconds, shortFelt, validatorName } from '../../../core/view/format.ts';
import { narrateEvent } from '../../../core/view/narrate-event.ts';
import { type Timeline, indexOfEvent, stepOfEvent, viewAt } from '../../../core/view/timeline.ts';
import { validatorOf } from '../../../core/types/ids.ts';
import type { Translate } from '../../messages/translate.ts';
import { type Branch, currentBranch } from '../../store/branch-tree.ts';
import { branching } from '../../store/history.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { goToEvent } from '../../store/source.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { Linked } from '../../ui/linked.tsx';
import { Section } from '../../ui/section.tsx';
import { useComparison } from './use-comparison.ts';
import { branchName } from './words.ts';

type Side = 'a' | 'b';
type Sides = { readonly a: Branch; readonly b: Branch };

/** `a` is the branch that runs. */
const goTo = (side: Side, place: Place, other: Branch): void => {
  if (side === 'a') {
    goToEvent(place.eventId);
    return;
  }
  branching.switchTo(other.id, place.t);
};

const placeOfEvent = (event: LogEvent): Place => ({ t: event.t, eventId: logEventId(event) });

const sentence = (t: Translate, line: Timeline, event: LogEvent): string => {
  const index = indexOfEvent(line, logEventId(event)) ?? 0;
  const phrase = narrateEvent(event, viewAt(line, stepOfEvent(line, index) + 1));
  return `${formatMilliseconds(event.t)} s · ${validatorName(validatorOf(event.p))} · ${t(phrase.key, phrase.params)}`;
};

type CellProps = {
  readonly side: Side;
  readonly place: Place | null;
  readonly sides: Sides;
  readonly testId?: string;
  readonly children: ReactNode;
};

const Cell = ({ side, place, sides, testId, children }: CellProps): ReactElement => {
  const t = useT();
  return (
    <Linked
      onClick={place === null ? null : () => goTo(side, place, sides.b)}
      label={t('compare.go', { name: branchName(t, sides[side]) })}
      testId={testId}
    >
      {children}
    </Linked>
  );
};

const decisionText = (t: Translate, decision: Decision | null): string =>
  decision === null
    ? t('compare.not_decided')
    : t('compare.decision', { value: shortFelt(decision.value), round: decision.round, seconds: formatMilliseconds(decision.t) });

const votesText = (t: Translate, votes: Votes | null): string =>
  votes === null
    ? t('compare.no_votes')
    : t('compare.votes', {
        pv: votes.prevotes.value,
        pn: votes.prevotes.nil,
        cv: votes.precommits.value,
        cn: votes.precommits.nil,
      });

type Row = {
  readonly key: string;
  readonly name: string;
  readonly isSame: boolean;
  readonly a: { readonly place: Place | null; readonly text: string };
  readonly b: { readonly place: Place | null; readonly text: string };
};

type TableProps = {
  readonly title: string;
  readonly head: string;
  readonly rows: readonly Row[];
  readonly sides: Sides;
  readonly testId: string;
};

const Table = ({ title, head, rows, sides, testId }: TableProps): ReactElement => {
  const t = useT();
  return (
    <Section title={title}>
      <table className="w-full table-fixed text-left text-xs" data-testid={testId}>
        <thead>
          <tr className="text-faint">
            <th scope="col" className="w-12 pr-2 font-medium">
              {head}
            </th>
            {(['a', 'b'] as const).map((side) => (
              <th key={side} scope="col" className="truncate pr-2 font-medium">
                {branchName(t, sides[side])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-same={row.isSame} className="border-t border-line align-top">
              <th scope="row" className="num py-1 pr-2 font-medium">
                {row.name}
                <span className={`block text-2xs ${row.isSame ? 'text-faint' : 'text-bad'}`}>
                  {row.isSame ? `= ${t('compare.same')}` : `≠ ${t('compare.differs')}`}
                </span>
              </th>
              {(['a', 'b'] as const).map((side) => (
                <td key={side} className="num py-1 pr-2 break-words">
                  <Cell side={side} place={row[side].place} sides={sides}>
                    {row[side].text}
                  </Cell>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
};

const heightRows = (t: Translate, { heights }: RunComparison): readonly Row[] =>
  heights.map(({ height, a, b, isSame }) => ({
    key: String(height),
    name: String(height),
    isSame,
    a: { place: a, text: decisionText(t, a) },
    b: { place: b, text: decisionText(t, b) },
  }));

const roundRows = (t: Translate, { rounds }: RunComparison): readonly Row[] =>
  rounds.map(({ height, round, a, b, isSame }) => ({
    key: `${height}/${round}`,
    name: `${height}/${round}`,
    isSame,
    a: { place: a, text: votesText(t, a) },
    b: { place: b, text: votesText(t, b) },
  }));

type ResultProps = { readonly comparison: RunComparison; readonly own: Timeline; readonly other: Timeline; readonly sides: Sides };

const First = ({ comparison: { first }, own, other, sides }: ResultProps): ReactElement => {
  const t = useT();
  if (first === null) return <p className="text-sm text-good">{t('compare.none')}</p>;
  return (
    <dl className="flex flex-col gap-2 text-xs">
      {(['a', 'b'] as const).map((side) => {
        const event = first[side];
        return (
          <div key={side}>
            <dt className="font-medium text-soft">{branchName(t, sides[side])}</dt>
            <dd className="num break-words">
              <Cell side={side} place={event === null ? null : placeOfEvent(event)} sides={sides} testId={`compare-first-${side}`}>
                {event === null ? t('compare.ends') : sentence(t, side === 'a' ? own : other, event)}
              </Cell>
            </dd>
          </div>
        );
      })}
    </dl>
  );
};

const Result = ({ comparison, own, other, sides }: ResultProps): ReactElement => {
  const t = useT();
  const [only, setOnly] = useState(false);
  const shown = (rows: readonly Row[]): readonly Row[] => (only ? rows.filter(({ isSame }) => !isSame) : rows);
  return (
    <div data-testid="compare-result">
      <Section title={t('compare.first')}>
        <First comparison={comparison} own={own} other={other} sides={sides} />
        <p className="num mt-2 text-2xs text-faint">{t('compare.until', { seconds: formatMilliseconds(comparison.untilUs) })}</p>
        <label className="mt-2 flex min-h-6 items-center gap-2 text-xs">
          <input type="checkbox" checked={only} data-testid="compare-only" onChange={(event) => setOnly(event.target.checked)} />
          {t('compare.only_differences')}
        </label>
      </Section>
      <Table
        title={t('compare.heights')}
        head={t('compare.height')}
        rows={shown(heightRows(t, comparison))}
        sides={sides}
        testId="compare-heights"
      />
      <Table
        title={t('compare.rounds')}
        head={t('compare.round')}
        rows={shown(roundRows(t, comparison))}
        sides={sides}
        testId="compare-rounds"
      />
      <Section title={t('compare.fingerprints')}>
        <dl className="text-xs">
          {(['a', 'b'] as const).map((side) => (
            <div key={side} className="mb-1">
              <dt className="text-faint">{branchName(t, sides[side])}</dt>
              <dd className="font-mono break-all" data-testid={`compare-fingerprint-${side}`}>
                {comparison.fingerprints[side]}
              </dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  );
};

type ViewProps = { readonly other: Branch; readonly onClose: () => void; readonly onOther: (id: number) => void };

export const CompareView = ({ other, onClose, onOther }: ViewProps): ReactElement => {
  const t = useT();
  const tree = useRun((s) => s.tree);
  const state = useComparison(other);
  const sides = { a: currentBranch(tree), b: other };
  const options = tree.branches
    .filter(({ id }) => id !== tree.current)
    .map((branch) => ({ value: String(branch.id), label: branchName(t, branch) }));
  return (
    <div data-testid="compare-view" data-state={state.kind}>
      <Section title={t('compare.title')}>
        <Button onClick={onClose} data-testid="compare-close" className="mb-2">
          {t('compare.close')}
        </Button>
        <Field label={t('compare.with')}>
          <Select<string> value={String(other.id)} options={options} data-testid="compare-with" onPick={(id) => onOther(Number(id))} />
        </Field>
        <p role="status" className="mt-2 text-xs text-soft">
          {state.kind === 'running' && t('compare.running', { percent: state.percent })}
          {state.kind === 'failed' && t('compare.failed', { why: state.why })}
        </p>
      </Section>
      {state.kind === 'done' && <Result comparison={state.comparison} own={state.own} other={state.other} sides={sides} />}
    </div>
  );
};
