// All branches of the open run: go there, name, delete and bring back, and compare the one that runs with another.
import { type ReactElement, useState } from 'react';
import { BRANCHES_MAX, BRANCH_NAME_MAX, type Branch, canRedo, canUndo, currentBranch, findBranch } from '../../store/branch-tree.ts';
import { branching } from '../../store/history.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { redo, undo } from '../../store/undo.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Section } from '../../ui/section.tsx';
import { CompareView } from './compare-view.tsx';
import { BranchTreeList } from './tree.tsx';
import { branchName } from './words.ts';

const NameForm = ({ branch, onDone }: { readonly branch: Branch; readonly onDone: () => void }): ReactElement => {
  const t = useT();
  const [draft, setDraft] = useState(branch.name);
  return (
    <form
      className="mt-2 flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        branching.name(branch.id, draft);
        onDone();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the visitor has just asked for this field
        autoFocus
        className={CONTROL}
        aria-label={t('branches.rename')}
        data-testid="branch-name"
        maxLength={BRANCH_NAME_MAX}
        value={draft}
        placeholder={branchName(t, { ...branch, name: '' })}
        onChange={(event) => setDraft(event.target.value)}
      />
      <Button type="submit" tone="primary" data-testid="branch-name-save">
        {t('branches.rename_save')}
      </Button>
    </form>
  );
};

type ActionsProps = {
  readonly branch: Branch;
  readonly naming: boolean;
  readonly onName: (open: boolean) => void;
  readonly onCompare: () => void;
  readonly onDelete: () => void;
};

const Actions = ({ branch, naming, onName, onCompare, onDelete }: ActionsProps): ReactElement => {
  const t = useT();
  const isCurrent = useRun((s) => s.tree.current === branch.id);
  return (
    <div className="mt-3 border-t border-line pt-3">
      <p className="mb-2 truncate text-xs font-medium text-soft">{branchName(t, branch)}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          disabled={isCurrent}
          title={t('branches.switch_hint')}
          onClick={() => branching.switchTo(branch.id)}
          data-testid="branch-switch"
        >
          {t('branches.switch')}
        </Button>
        <Button disabled={isCurrent} onClick={onCompare} data-testid="branch-compare">
          {t('branches.compare')}
        </Button>
        <Button onClick={() => onName(!naming)} aria-expanded={naming} data-testid="branch-rename">
          {t('branches.rename')}
        </Button>
        <Button tone="danger" disabled={branch.parent === null} onClick={onDelete} data-testid="branch-delete">
          {t('branches.delete')}
        </Button>
      </div>
      {naming && <NameForm key={branch.id} branch={branch} onDone={() => onName(false)} />}
    </div>
  );
};

const History = (): ReactElement => {
  const t = useT();
  const [undoable, redoable] = [useRun((s) => canUndo(s.tree)), useRun((s) => canRedo(s.tree))];
  const undone = useRun((s) => currentBranch(s.tree).interventions.length - s.tree.applied);
  const removed = useRun((s) => s.tree.removed?.branch ?? null);
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      <Button disabled={!undoable} onClick={undo} data-testid="branches-undo">
        <Icon name="undo" size={15} />
        {t('branch.undo')}
      </Button>
      <Button disabled={!redoable} onClick={redo} data-testid="branches-redo">
        <Icon name="redo" size={15} />
        {t('branch.redo')}
      </Button>
      {undone > 0 && <span className="text-xs text-soft">{t('branches.undone', { count: undone })}</span>}
      {removed !== null && (
        <Button onClick={() => branching.restore()} data-testid="branch-restore">
          {t('branches.restore', { name: branchName(t, removed) })}
        </Button>
      )}
    </div>
  );
};

export const BranchesPanel = (): ReactElement => {
  const t = useT();
  const tree = useRun((s) => s.tree);
  const [picked, setPicked] = useState<number | null>(null);
  const [naming, setNaming] = useState(false);
  const [compared, setCompared] = useState<number | null>(null);
  const chosen = findBranch(tree, picked ?? tree.current) ?? currentBranch(tree);
  const choose = (id: number): void => {
    setPicked(id);
    setNaming(false);
  };
  const remove = (): void => {
    if (chosen.parent === null) return;
    branching.remove(chosen.id);
    choose(chosen.parent);
  };
  const other = compared === null ? null : findBranch(tree, compared);
  return (
    <div data-testid="branches-panel">
      {other !== null && other.id !== tree.current ? (
        <CompareView
          key={`${tree.current} ${tree.applied} ${other.id}`}
          other={other}
          onClose={() => setCompared(null)}
          onOther={setCompared}
        />
      ) : (
        <Section
          title={t('branches.title')}
          aside={
            <span className="num text-xs text-faint" data-testid="branch-count">
              {t('branches.count', { n: tree.branches.length, max: BRANCHES_MAX })}
            </span>
          }
        >
          <p className="mb-2 text-xs text-soft">{t('branches.text')}</p>
          <BranchTreeList chosen={chosen.id} onChoose={choose} onRename={() => setNaming(true)} onDelete={remove} />
          <Actions branch={chosen} naming={naming} onName={setNaming} onCompare={() => setCompared(chosen.id)} onDelete={remove} />
          <History />
          <p className="mt-3 text-2xs text-faint">{t('branches.keys')}</p>
        </Section>
      )}
    </div>
  );
};
