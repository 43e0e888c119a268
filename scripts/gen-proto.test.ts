// Goal: the committed wire code is what the generator makes of the committed proto files. Method: digests in the headers, so that the test costs
// nothing; a change of a proto file, of the generator or by hand in a generated file is seen.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GENERATED_FOLDER, headerOf, sourceDigest } from './gen-proto.ts';

const HEADER_LINES = 3;
const split = (text: string): { readonly header: string; readonly body: string } => {
  const at = text.split('\n', HEADER_LINES).join('\n').length + 1;
  return { header: text.slice(0, at), body: text.slice(at) };
};

test('generated wire code: every file carries the digest of the present sources and of its own body', () => {
  const files = globSync(`${GENERATED_FOLDER}/*`);
  expect(files).toHaveLength(2);
  const source = sourceDigest();
  for (const file of files) {
    const { header, body } = split(readFileSync(file, 'utf8'));
    expect(header, `${file}: run npm run gen`).toBe(headerOf(source, body));
  }
});

test('generated wire code: the digest notices a change by hand', () => {
  const { header, body } = split(readFileSync(`${GENERATED_FOLDER}/schema.ts`, 'utf8'));
  expect(headerOf(sourceDigest(), `${body} `)).not.toBe(header);
});
