// A condition cut into words, numbers and signs, each with its place. Letters are read without regard to case.
import { CONDITION_CHARACTERS_MAX } from '../../base/limits.ts';
import { type Result, err, ok } from '../../base/result.ts';
import type { ConditionError } from './syntax.ts';

export type Token = {
  readonly kind: 'word' | 'number' | 'hash' | 'sign';
  /** In lower case. */
  readonly text: string;
  readonly at: number;
};

/** Order matters: a hash begins like a number, `>=` like `>`. The dots of a shortened hash belong to it. */
const SHAPES: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['hash', /0x[0-9a-f]*(?:(?:…|\.\.\.?)[0-9a-f]*)?/iy],
  ['number', /\d+(?:\.\d+)?/y],
  ['word', /[a-z_][a-z0-9_]*/iy],
  ['sign', /<=|>=|!=|==|≤|≥|≠|[<>=()]/y],
];

/** Characters of a wrong place that are quoted. */
const QUOTED = 12;

/** What is quoted of a place in a text. */
export const quoteAt = (text: string, at: number): string => text.slice(at, at + QUOTED);

const tokenAt = (text: string, at: number): { readonly kind: Token['kind'] | 'space'; readonly text: string } | null => {
  for (const [kind, shape] of SHAPES) {
    const found = new RegExp(shape.source, shape.flags);
    found.lastIndex = at;
    const match = found.exec(text);
    if (match !== null) return { kind, text: match[0] };
  }
  return null;
};

/** The tokens of a text in order. Refuses a text that is too long, and any other character. */
export const tokensOf = (text: string): Result<readonly Token[], ConditionError> => {
  if (text.length > CONDITION_CHARACTERS_MAX) return err({ code: 'TooLong', at: CONDITION_CHARACTERS_MAX, got: '' });
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const found = tokenAt(text, at);
    if (found === null) return err({ code: 'UnknownCharacter', at, got: quoteAt(text, at) });
    if (found.kind !== 'space') tokens.push({ kind: found.kind, text: found.text.toLowerCase(), at });
    at += found.text.length;
  }
  return ok(tokens);
};
