// The narration of a run as lines of text: the same folds and the same words as the page.
import { EN } from '../app/messages/catalogue.ts';
import { enMore } from '../app/messages/more/en.ts';
import { sentenceOf } from '../app/messages/sentence.ts';
import { translator } from '../app/messages/translate.ts';
import { deedFacts } from '../app/messages/fault-text.ts';
import type { LogEvent } from '../core/log/event.ts';
import { DELIVERY_KINDS } from '../core/log/event.ts';
import type { World } from '../core/sim/world.ts';
import { clusterView } from '../core/view/cluster.ts';
import { formatSeconds, validatorName } from '../core/view/format.ts';
import { type Deed, narrate } from '../core/view/narrate.ts';

/** Steps that deserve less attention are left out: the page shows every one of them. */
const TELL_FROM_RANK = 40;

/** One line per step that matters, in order. */
export const narrateLog = function* (
  events: readonly LogEvent[],
  { validators, inputs }: Pick<World, 'validators' | 'inputs'>,
): Generator<string> {
  const t = translator({ ...EN, ...enMore });
  const facts = ({ index: at }: Deed): string => deedFacts(t, inputs, at, (index) => validatorName(index, validators));
  const view = clusterView(validators);
  let picture = view.empty();
  let step: LogEvent[] = [];
  const tell = function* (): Generator<string> {
    const narration = narrate(step, picture);
    if (narration !== null && narration.rank >= TELL_FROM_RANK)
      yield `${formatSeconds(step[0]?.t ?? 0)}  ${sentenceOf(t, narration, facts)}`;
  };
  for (const event of events) {
    if (DELIVERY_KINDS.has(event.kind)) {
      yield* tell();
      step = [];
    }
    step.push(event);
    picture = view.apply(picture, event);
  }
  yield* tell();
};
