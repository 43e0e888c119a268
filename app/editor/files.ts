// A scenario as a file: saved from the page, read back with the same checks as the text.
import { SPEC_CHARACTERS_MAX } from '../../core/base/limits.ts';

/** Hands the text to the browser as a download. */
export const saveText = (text: string, title: string): void => {
  const name = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `bicameral-${name === '' ? 'scenario' : name}.json`;
  link.click();
  URL.revokeObjectURL(url);
};

/** The text of a file; why it is none otherwise. */
export const readFileText = async (file: File): Promise<{ readonly text: string } | { readonly refused: 'too_long' | 'not_text' }> => {
  // A character takes at least a byte, four at most.
  if (file.size > SPEC_CHARACTERS_MAX) return { refused: 'too_long' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) };
  } catch {
    return { refused: 'not_text' };
  }
};
