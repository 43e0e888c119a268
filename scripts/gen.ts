// npm run gen: runs every generator and prints what it wrote. Generated files are committed.
import { writeProto } from './gen-proto.ts';

const GENERATORS: readonly { readonly name: string; readonly run: () => readonly string[] }[] = [{ name: 'proto', run: writeProto }];

for (const generator of GENERATORS) {
  for (const path of generator.run()) console.log(`${generator.name}: ${path}`);
}
