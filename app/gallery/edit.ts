// From the gallery into the editor: the spec of a scenario with its words.
import { textOfSpec } from '../editor/read-spec.ts';
import { beginWith, specOf } from '../store/editor.ts';
import { openDialog } from '../store/ui.ts';

/** Opens the editor with a shipped scenario, options of its name included. */
export const editScenario = async (name: string, words: { readonly title: string; readonly story: string }): Promise<void> => {
  const spec = await specOf(name);
  if (spec === null) return;
  beginWith(textOfSpec({ ...spec, ...words }));
  openDialog('editor');
};
