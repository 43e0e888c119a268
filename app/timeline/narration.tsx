// The narration strip: one sentence, cause → rule with its paper line → effect. Announced to screen readers step by step, silent while playing fast.
// Its height is fixed: a longer sentence must not shift the stage.
import type { ReactElement } from 'react';
import { useT } from '../store/i18n.ts';
import { run, useRun } from '../store/run.ts';
import { selectValidator, showTab } from '../store/ui.ts';

const Arrow = (): ReactElement => <span className="mx-1.5 text-faint">→</span>;

export const NarrationStrip = (): ReactElement => {
  const t = useT();
  const narration = useRun((s) => s.narration);
  const facts = useRun((s) =>
    s.facts === null || s.narration === null || s.narration.deed === null ? '' : s.facts(t, s, s.narration.deed),
  );
  const loud = useRun((s) => !s.playing || s.speed <= 1);
  const status = useRun((s) => s.status);
  return (
    <div
      role="status"
      aria-live={loud ? 'polite' : 'off'}
      data-testid="narration"
      className="scroll-thin flex h-17 shrink-0 items-center-safe overflow-y-auto max-sm:h-21 border-t border-line bg-panel px-4 py-1.5 text-sm leading-snug"
    >
      {narration === null ? (
        <span className="text-faint">{status === 'opening' ? t('narration.opening') : t('narration.empty')}</span>
      ) : (
        <p className="min-w-0">
          <span className="text-soft">
            {t(narration.cause.key, narration.cause.params)}
            {facts}
          </span>
          {narration.rule !== null && narration.line !== null && (
            <>
              <Arrow />
              <button
                type="button"
                data-testid="narration-rule"
                className="rounded text-left text-ink underline decoration-line decoration-1 underline-offset-3 hover:decoration-ink"
                onClick={() => {
                  run.pause();
                  selectValidator(narration.validator);
                  showTab('why');
                }}
              >
                {t('narration.rule', { line: narration.line.slice(1), rule: t(narration.rule.key, narration.rule.params) })}
              </button>
            </>
          )}
          <Arrow />
          <strong className="font-semibold">
            {narration.effects.map((effect) => t(effect.key, effect.params)).join(t('narration.join'))}
          </strong>
        </p>
      )}
    </div>
  );
};
