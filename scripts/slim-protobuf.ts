// A build plugin: leaves out what protobufjs/src/{reader,writer,util/minimal}.js require and our generated code never reaches. Numbers of 64 bits
// are pairs {low, high} here; protobufjs makes them when it finds a `long` package, of which it asks for `isLong` alone (its `Long` class would be
// given to LongBits by the whole library's entry, which is not imported). The other modules serve floats, base64 text in place of bytes, services.
import type { Plugin } from 'vite';

const NOTHING = 'export {};';
/** As protobufjs writes it -> what stands in for it. */
const STAND_INS: ReadonlyMap<string, string> = new Map([
  ['long', 'export const isLong = true;'],
  ['./aspromise', NOTHING],
  ['./base64', NOTHING],
  ['./eventemitter', NOTHING],
  ['./float', NOTHING],
]);
const PREFIX = '\0slim-protobuf:';

/** For the page's build and, once more, for the workers'. */
export const slimProtobuf = (): Plugin => ({
  name: 'slim-protobuf',
  apply: 'build',
  enforce: 'pre',
  resolveId: (source, importer) =>
    STAND_INS.has(source) && importer?.includes('/node_modules/protobufjs/src/') === true ? `${PREFIX}${source}` : null,
  load: (id) => (id.startsWith(PREFIX) ? (STAND_INS.get(id.slice(PREFIX.length)) ?? null) : null),
});
