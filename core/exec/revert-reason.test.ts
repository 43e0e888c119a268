// Texts of failures: panic data by table, frames, the chain of failing calls, and the caps. Source of the rules: execution.md 7.9.
import { describe, expect, test } from 'vitest';
import { type Felt, feltFromAscii, feltFromHex, toFelt } from '../base/felt.ts';
import { constantsOf } from './constants.ts';
import type { CallTrace } from './engine.ts';
import { ENTRYPOINT_FAILED } from './felts.ts';
import { feltText, panicText } from './panic-text.ts';
import { executionFailureText, type HardError, panicSummary, validationFailureText } from './revert-reason.ts';

const K = constantsOf('0.14.4');

const MAGIC = feltFromHex('0x46a6158a16a947e5916b2a2ca68501a45e93d7110e81aa2d6438b1c57c879a3');
const f = (...values: readonly (number | bigint | string)[]): readonly Felt[] =>
  values.map((v) => (typeof v === 'string' ? feltFromAscii(v) : toFelt(v)));

describe('panic data', () => {
  test.each<[string, readonly Felt[], string]>([
    ['a short string', f('Invalid scenario'), "0x496e76616c6964207363656e6172696f ('Invalid scenario')"],
    ['a plain number', f(1), '0x1'],
    ['zero', f(0), "0x0 ('')"],
    ['no data', [], '()'],
    ['two items', f(1, 'A'), "(0x1, 0x41 ('A'))"],
    ['a string that ends in zero bytes', [toFelt(0x4100n)], "0x4100 ('A')"],
    ['a zero byte inside', [toFelt(0x410041n)], '0x410041'],
    ['white space', [toFelt(0x410a09n)], "0x410a09 ('A\n\t')"],
    ['a control character', [toFelt(0x4101n)], '0x4101'],
    ['a byte array', [MAGIC, ...f(1, 'a string of thirty-one letters ', 'end', 3)], '"a string of thirty-one letters end"'],
    ['an empty byte array', [MAGIC, ...f(0, 0, 0)], '""'],
    ['a byte array with odd bytes', [MAGIC, ...f(0, 0x410001ffn, 5)], String.raw`"\0A\0\x01\xff"`],
    ['a byte array, then a felt', [MAGIC, ...f(0, 'A', 1, 'B')], `("A", 0x42 ('B'))`],
    ['a broken byte array', [MAGIC, ...f(5)], `(0x${MAGIC.toString(16)}, 0x5)`],
    ['a byte array with a word that is too long', [MAGIC, ...f(0, 'AB', 1)], `(0x${MAGIC.toString(16)}, 0x0 (''), 0x4142 ('AB'), 0x1)`],
    [
      'a byte array whose pending length is too large',
      [MAGIC, ...f(0, 0, 32)],
      `(0x${MAGIC.toString(16)}, 0x0 (''), 0x0 (''), 0x20 (' '))`,
    ],
  ])('panic data: %s', (_, data, text) => {
    expect(panicText(data)).toBe(text);
  });
});

const trace = (n: number, result: readonly Felt[], inner: readonly CallTrace[] = []): CallTrace => ({
  kind: 'external',
  isLibraryCall: false,
  mode: 'sierra_gas',
  steps: 0,
  contract: toFelt(n),
  classHash: toFelt(n + 0x100),
  selector: toFelt(n + 0x200),
  calldata: [],
  caller: toFelt(0),
  result,
  failed: true,
  gasConsumed: 0,
  inner,
});
const where = (n: number): string =>
  `(contract address: ${feltText(toFelt(n))}, class hash: ${feltText(toFelt(n + 0x100))}, selector: ${feltText(toFelt(n + 0x200))}):`;
const frame = (n: number): string => `Error in contract ${where(n)}`;
const passedOn = (n: number, inner: CallTrace): CallTrace => trace(n, [...inner.result, ENTRYPOINT_FAILED], [inner]);

describe('revert reason', () => {
  test('revert reason: a panic two calls down names each call and the data of the last', () => {
    const root = passedOn(1, trace(2, f('ERC20: insufficient balance')));
    expect(executionFailureText(K, { kind: 'panicked', call: root })).toBe(
      [
        'Transaction execution has failed:',
        `0: Error in the called contract ${where(1)}`,
        'Execution failed. Failure reason:',
        frame(1),
        frame(2),
        "0x45524332303a20696e73756666696369656e742062616c616e6365 ('ERC20: insufficient balance').",
        '',
      ].join('\n'),
    );
  });

  test('revert reason: a panic while validating has its own header and no outer frame', () => {
    expect(validationFailureText(K, { kind: 'panicked', call: trace(1, f('Invalid scenario')) })).toBe(
      `The \`validate\` entry point panicked with:\n${frame(1)}\n0x496e76616c6964207363656e6172696f ('Invalid scenario').\n`,
    );
  });

  test('revert reason: a hard error lists the calls it went through', () => {
    const error: HardError = {
      frames: [{ ...trace(2, []), kind: 'call' }],
      text: 'Requested contract address is not deployed.\n',
      pc: null,
    };
    const failure = { kind: 'aborted', outermost: trace(1, []), error } as const;
    const body = `0: Error in the called contract ${where(1)}\n1: Error in the called contract ${where(2)}\n${error.text}`;
    expect(executionFailureText(K, failure)).toBe(`Transaction execution has failed:\n${body}`);
    expect(validationFailureText(K, failure)).toBe(`Transaction validation has failed:\n${body}`);
  });

  test('revert reason: two inner failures with equal data are ambiguous, so no frame is named', () => {
    const inner = trace(2, f('x'));
    const root = trace(1, [...f('x'), ENTRYPOINT_FAILED], [inner, trace(3, f('x'))]);
    expect(panicSummary(K, 'H:', root)).toBe(`H:\n(0x78 ('x'), 0x${ENTRYPOINT_FAILED.toString(16)} ('ENTRYPOINT_FAILED')).\n`);
    const other = trace(1, [...f('x'), ENTRYPOINT_FAILED], [inner, trace(3, f('y')), { ...trace(4, f('x')), failed: false }]);
    expect(panicSummary(K, 'H:', other)).toBe(`H:\n${frame(1)}\n${frame(2)}\n0x78 ('x').\n`);
  });

  test('revert reason: one frame with its newline is 264 characters', () => {
    expect(frame(1).length + 1).toBe(264);
  });

  test('revert reason: too many frames are dropped above the last', () => {
    let root = trace(100, f('deep'));
    for (let n = 99; n >= 1; n--) root = passedOn(n, root);
    const text = panicSummary(K, 'H:', root);
    expect(text.length).toBeLessThanOrEqual(15_000);
    expect(text.length).toBeGreaterThan(15_000 - 2 * 264);
    expect(text.startsWith(`H:\n${frame(1)}\n${frame(2)}\n`)).toBe(true);
    expect(text.endsWith(`\n\n...\n${frame(100)}\n0x64656570 ('deep').\n`)).toBe(true);
  });

  test('revert reason: long data leave no frames, longer data are cut', () => {
    const many = (n: number): readonly Felt[] => Array.from({ length: n }, () => toFelt(1));
    const short = panicSummary(K, 'H:', trace(1, many(2_900)));
    expect(short === `H:\n${panicText(many(2_900))}\n.\n`).toBe(true);
    expect(panicSummary(K, 'H:', trace(1, many(2_880))).startsWith(`H:\n${frame(1)}\n`)).toBe(true);
    const cut = panicSummary(K, 'H:', trace(1, many(5_000)));
    expect([cut.length, cut.slice(-4), cut.slice(0, 6)]).toEqual([15_000, '\n...', 'H:\n(0x']);
  });

  test('revert reason: a text above 15,100 keeps 7,500 from either end', () => {
    const text = executionFailureText(K, {
      kind: 'panicked',
      call: trace(
        1,
        Array.from({ length: 5_000 }, () => toFelt(1)),
      ),
    });
    const body = text.slice('Transaction execution has failed:\n'.length);
    expect(body.length).toBe(15_000 + '\n\n...\n\n'.length);
    expect(body.slice(7_500, 7_507)).toBe('\n\n...\n\n');
  });
});
