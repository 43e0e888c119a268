// Reads a condition (grammar in syntax.ts). Hostile text ends in an error with its place: length and depth are limited, nothing is thrown, nothing is run.
import { CONDITION_DEPTH_MAX } from '../../base/limits.ts';
import { type Result, err, ok } from '../../base/result.ts';
import type { Condition, ConditionError, Happening, Nodes, Quantity, Standing, Who } from './syntax.ts';
import { type Token, quoteAt, tokensOf } from './tokens.ts';
import { COMPARISONS, DIFFERING, FRAMES, LINES, QUANTITIES, SIMPLE, STANDINGS, STEPS, TX_STAGES, WHERE } from './words.ts';

type Answer<T> = Result<T, ConditionError>;
/** Where reading stands. Moved only by `take`. */
type Reader = { readonly text: string; readonly tokens: readonly Token[]; readonly nodes: Nodes; next: number };

/** Quantities that only a validator has, and that only the network has. */
const OF_ONE: ReadonlySet<Quantity> = new Set(['pool']);
const OF_ALL: ReadonlySet<Quantity> = new Set(['time', 'step']);

const peek = (reader: Reader): Token | null => reader.tokens[reader.next] ?? null;

const failHere = (reader: Reader, code?: ConditionError['code']): Answer<never> => {
  const token = peek(reader);
  if (token === null) return err({ code: 'UnexpectedEnd', at: reader.text.length, got: '' });
  return err({ code: code ?? 'UnexpectedWord', at: token.at, got: quoteAt(reader.text, token.at) });
};

/** Passes the next token when it is this word or sign. */
const take = (reader: Reader, text: string): boolean => {
  if (peek(reader)?.text !== text) return false;
  reader.next++;
  return true;
};

/** Passes the next token when it is one of the words, and says what it names. */
const takeOne = <T>(reader: Reader, words: ReadonlyMap<string, T>): T | null => {
  const token = peek(reader);
  const found = token === null ? undefined : words.get(token.text);
  if (found === undefined) return null;
  reader.next++;
  return found;
};

const takeNumber = (reader: Reader): Answer<number> => {
  const token = peek(reader);
  if (token === null) return failHere(reader);
  const value = Number(token.text);
  if (token.kind !== 'number' || !Number.isFinite(value) || value > Number.MAX_SAFE_INTEGER) return failHere(reader, 'NotANumber');
  reader.next++;
  return ok(value);
};

const readChain = (reader: Reader, depth: number, kind: 'and' | 'or'): Answer<Condition> => {
  const part = (): Answer<Condition> => (kind === 'or' ? readChain(reader, depth, 'and') : readUnary(reader, depth));
  let left = part();
  while (left.ok && take(reader, kind)) {
    const right = part();
    if (!right.ok) return right;
    left = ok({ kind, left: left.value, right: right.value });
  }
  return left;
};

const readUnary = (reader: Reader, depth: number): Answer<Condition> => {
  if (depth > CONDITION_DEPTH_MAX) return failHere(reader, 'TooDeep');
  if (take(reader, 'not')) {
    const inner = readUnary(reader, depth + 1);
    return inner.ok ? ok({ kind: 'not', inner: inner.value }) : inner;
  }
  if (take(reader, '(')) {
    const inner = readChain(reader, depth + 1, 'or');
    if (!inner.ok) return inner;
    return take(reader, ')') ? inner : failHere(reader);
  }
  return readAtom(reader);
};

const readAtom = (reader: Reader): Answer<Condition> => {
  const who = takeWho(reader);
  if (who !== null) return who.ok ? readOfWho(reader, who.value) : who;
  if (take(reader, 'check')) return readCheck(reader);
  if (take(reader, 'tx')) return readTx(reader);
  const what = takeOne(reader, DIFFERING);
  if (what !== null) return take(reader, 'differ') ? ok({ kind: 'differ', what }) : failHere(reader);
  return readComparison(reader, null);
};

/** `v3`, `n1`, `any`, `all`; null when the next word is none of them. */
const takeWho = (reader: Reader): Answer<Who> | null => {
  if (take(reader, 'any')) return ok({ kind: 'any' });
  if (take(reader, 'all')) return ok({ kind: 'all' });
  const [, letter, number] = /^([vn])(\d{1,4})$/.exec(peek(reader)?.text ?? '') ?? [];
  if (number === undefined) return null;
  const { validators, followers } = reader.nodes;
  const [first, count] = letter === 'n' ? [validators, followers] : [0, validators];
  const index = Number(number) - 1;
  if (index < 0 || index >= count) return failHere(reader, 'NoSuchNode');
  reader.next++;
  return ok({ kind: 'one', validator: first + index });
};

const readOfWho = (reader: Reader, who: Who): Answer<Condition> => {
  const standing = takeOne(reader, STANDINGS) ?? takeIn(reader);
  if (standing !== null) return ok({ kind: 'stands', who, what: standing });
  const start = reader.next;
  const what = readHappening(reader);
  if (what === null) return readComparison(reader, who);
  if (!what.ok) return what;
  if (who.kind !== 'all') return ok({ kind: 'happens', who, what: what.value });
  // Nothing happens to all validators in one step.
  reader.next = start;
  return failHere(reader, 'NotForAll');
};

/** `in prevote` */
const takeIn = (reader: Reader): Standing | null => {
  if (peek(reader)?.text !== 'in') return null;
  const step = STEPS.get(reader.tokens[reader.next + 1]?.text ?? '');
  if (step === undefined) return null;
  reader.next += 2;
  return `in_${step}`;
};

/** Null when the next word names nothing that happens. */
const readHappening = (reader: Reader): Answer<Happening> | null => {
  const simple = takeOne(reader, SIMPLE);
  if (simple !== null) return ok({ kind: simple });
  const where = takeOne(reader, WHERE);
  if (where !== null) return readPlace(reader, where);
  if (take(reader, 'votes')) return ok({ kind: 'vote', type: null, nil: takeNil(reader) });
  if (take(reader, 'prevotes')) return ok({ kind: 'vote', type: 'prevote', nil: takeNil(reader) });
  if (take(reader, 'precommits')) return ok({ kind: 'vote', type: 'precommit', nil: takeNil(reader) });
  if (take(reader, 'timeout')) return ok({ kind: 'timeout', step: takeOne(reader, STEPS) });
  if (take(reader, 'receives')) return ok({ kind: 'receive', what: takeOne(reader, FRAMES) ?? 'any' });
  if (!take(reader, 'fires')) return null;
  const line = takeOne(reader, LINES);
  return line === null ? failHere(reader) : ok({ kind: 'fire', line });
};

const takeNil = (reader: Reader): boolean | null => (take(reader, 'nil') ? true : take(reader, 'value') ? false : null);

/** `height 3`, `round 1`, both or none. */
const readPlace = (reader: Reader, kind: 'decide' | 'commit' | 'enter'): Answer<Happening> => {
  const place: { height: number | null; round: number | null } = { height: null, round: null };
  for (const word of ['height', 'round'] as const) {
    if (!take(reader, word)) continue;
    const number = takeNumber(reader);
    if (!number.ok) return number;
    place[word] = number.value;
  }
  return ok({ kind, ...place });
};

const readComparison = (reader: Reader, who: Who | null): Answer<Condition> => {
  const start = reader.next;
  const quantity = takeOne(reader, QUANTITIES);
  if (quantity === null) return failHere(reader);
  if (who === null ? OF_ONE.has(quantity) : OF_ALL.has(quantity)) {
    reader.next = start;
    return failHere(reader);
  }
  const by = takeOne(reader, COMPARISONS);
  if (by === null) return failHere(reader);
  const than = takeNumber(reader);
  return than.ok ? ok({ kind: 'compare', who, quantity, by, than: than.value }) : than;
};

const readCheck = (reader: Reader): Answer<Condition> => {
  if (take(reader, 'red')) return ok({ kind: 'red', name: null });
  const name = peek(reader);
  if (name === null || name.kind !== 'word') return failHere(reader);
  reader.next++;
  return take(reader, 'red') ? ok({ kind: 'red', name: name.text }) : failHere(reader);
};

const readTx = (reader: Reader): Answer<Condition> => {
  const token = peek(reader);
  const [, begins = '', ends = ''] = /^0x([0-9a-f]*)(?:…|\.+)?([0-9a-f]*)$/.exec(token?.text ?? '') ?? [];
  if (token === null) return failHere(reader);
  if (token.kind !== 'hash' || begins.length === 0 || begins.length + ends.length > 64) return failHere(reader, 'NotAHash');
  reader.next++;
  const stage = takeOne(reader, TX_STAGES);
  return stage === null ? failHere(reader) : ok({ kind: 'tx', begins: begins.replace(/^0+/, ''), ends, stage });
};

/** The condition that a text says, for a network of these nodes; an error with its place otherwise. */
export const parseCondition = (text: string, nodes: Nodes): Result<Condition, ConditionError> => {
  const tokens = tokensOf(text);
  if (!tokens.ok) return tokens;
  if (tokens.value.length === 0) return err({ code: 'Empty', at: 0, got: '' });
  const reader: Reader = { text, tokens: tokens.value, nodes, next: 0 };
  const condition = readChain(reader, 0, 'or');
  if (!condition.ok) return condition;
  return peek(reader) === null ? condition : failHere(reader);
};
