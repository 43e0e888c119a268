// How well a typed text fits a title: all its letters in order, better where they stand together or begin words. Null when it does not fit.

const WORD_START = /[\s:,.()（），：、·/-]/;

/** Points for a letter at a place: more at the beginning of a word, more right after the letter before. */
const pointsAt = (text: string, at: number): number => 1 + (at === 0 || WORD_START.test(text[at - 1] ?? '') ? 3 : 0);
const JOINED = 4;

/** The best way to find all letters in order; titles that are shorter win among equals. */
export const fuzzyScore = (title: string, typed: string): number | null => {
  const [text, wanted] = [title.toLowerCase(), typed.toLowerCase().replaceAll(/\s+/g, '')];
  /** Best score of the letters so far when the last of them stands at this place. */
  let ending: readonly (number | null)[] = [];
  for (let i = 0; i < wanted.length; i++) {
    /** Best score of the letters before this one, anywhere to the left. */
    let before: number | null = i === 0 ? 0 : null;
    ending = Array.from(text, (letter, at) => {
      const adjacent = ending[at - 1] ?? null;
      if (i > 0 && adjacent !== null) before = before === null ? adjacent : Math.max(before, adjacent);
      if (letter !== wanted[i] || before === null) return null;
      return pointsAt(text, at) + Math.max(before, i > 0 && adjacent !== null ? adjacent + JOINED : 0);
    });
  }
  const scores = wanted === '' ? [0] : ending.filter((score) => score !== null);
  return scores.length === 0 ? null : Math.max(...scores) - title.length / 100;
};

/** Those that fit, best first; all in their own order while nothing is typed. */
export const fuzzyFilter = <T extends { readonly title: string }>(list: readonly T[], typed: string): readonly T[] => {
  if (typed.trim() === '') return list;
  return list
    .flatMap((item) => {
      const score = fuzzyScore(item.title, typed);
      return score === null ? [] : [{ item, score }];
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ item }) => item);
};
