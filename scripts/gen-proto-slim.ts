// Shortens what pbjs writes. That code serves every environment and use of protobufjs; ours encodes plain objects into a given writer and decodes plain
// byte arrays. Each rule takes out one thing that cannot matter then. A rule that finds nothing, or something that a rule missed, stops the generator.
// Kept: oneof semantics (the last member wins), merging of repeated single fields, all bounds of lengths, and the reader's own depth limit for groups.

type Rule = { readonly what: string; readonly find: RegExp; readonly put: string };

/** In order: later rules read what earlier ones have left. */
const RULES: readonly Rule[] = [
  {
    what: 'the runtime: three modules of it instead of the whole, without Node buffers, services and a table of roots',
    find: /^import \$protobuf from "protobufjs\/minimal\.js";\n\n(?:const \$.*\n)+\nconst \$root = .*\n/m,
    put: [
      'import $Reader from "protobufjs/src/reader.js";',
      'import $Writer from "protobufjs/src/writer.js";',
      'import $util from "protobufjs/src/util/minimal.js";',
      '',
      'const $Object = Object, $Error = Error, $RangeError = RangeError, $undefined = undefined;',
      '',
      '// Gives the reader its methods for 64-bit numbers; no reader of Node buffers is ever made.',
      '$Reader._configure({ _configure: () => {} });',
      '',
    ].join('\n'),
  },
  { what: 'references through the table of roots', find: /\$root\.(?=\w)/g, put: '' },
  { what: 'second names of messages', find: /^export const (\w+) = \1 = /gm, put: 'export const $1 = ' },
  {
    what: 'constructors from properties',
    find: /function \(properties\) \{\n *if \(properties\)\n(?:.*\n){3} *\}/g,
    put: 'function () {}',
  },
  { what: 'instances of Long as defaults', find: /\$util\.Long \? \$util\.Long\.fromBits\(0,0,(?:true|false)\) : 0/g, put: '0' },
  { what: 'buffers as defaults', find: /\$util\.newBuffer\(\[\]\)/g, put: 'new Uint8Array(0)' },
  {
    what: 'names of oneofs with one member',
    find: /^ *\/\/ Virtual OneOf .*\n *\$Object\.defineProperty\(.*\n.*\n.*\n *\}\);\n\n/gm,
    put: '',
  },
  { what: 'setting them', find: /^ *message\._\w+ = "\w+";\n/gm, put: '' },
  { what: 'their variable', find: /^ *let \$oneOfFields;\n\n(?! *\$Object)/gm, put: '' },
  { what: 'a writer when there is none', find: /^ *if \(!writer\)\n *writer = .*\n/gm, put: '' },
  { what: 'unknown fields, which the reader discards', find: /^ *if \(message\.\$unknowns != null .*\n.*\n.*\n/gm, put: '' },
  { what: 'keeping them', find: /^ *if \(!reader\.discardUnknown\) \{\n.*\n.*\n *\}\n/gm, put: '' },
  { what: 'where they start', find: /^ *let start = reader\.pos;\n/gm, put: '' },
  {
    what: 'own fields told from defaults: every default is one that is not written',
    find: / && \$Object\.hasOwnProperty\.call\(message, "\w+"\)/g,
    put: '',
  },
  { what: 'ends of groups: no field is one', find: /^ *if \(tag === _end\) \{\n.*\n.*\n *\}\n/gm, put: '' },
  { what: 'missing ends', find: /^ *if \(_end !== \$undefined\)\n.*\n/gm, put: '' },
  {
    what: 'depth of messages: no message contains itself',
    find: /^ *if \(_depth === \$undefined\)\n.*\n *if \(_depth > .*\n.*\n/gm,
    put: '',
  },
  { what: 'depth as a parameter of encode', find: /function \(message, writer, _depth\)/g, put: 'function (message, writer)' },
  {
    what: 'depth as a parameter of decode',
    find: /function \(reader, length, _end, _depth, _target\)/g,
    put: 'function (reader, length, _target)',
  },
  { what: 'depth in calls of encode', find: /\.fork\(\), _depth \+ 1\)/g, put: '.fork())' },
  { what: 'depth in calls of decode', find: /reader\.size\(\), \$undefined, _depth \+ 1/g, put: 'reader.size()' },
  { what: 'depth where a field is skipped', find: /skipType\((.*), _depth, tag\)/g, put: 'skipType($1, 0, tag)' },
  { what: 'readers of Node buffers', find: /\$Reader\.create\(reader\)/g, put: 'new $Reader(reader)' },
  { what: 'the table of roots', find: /^export \{\n {2}\$root as default\n\};\n/m, put: '' },
];

/** Nothing of what the rules take out may be left. */
const LEFTOVER = /\$root|\$protobuf|_depth|_end\b|unknown|hasOwnProperty|\bLong\b|Buffer\(/i;

/** `code` as pbjs writes it, without what this product cannot need; no message contains itself and no nested name hides an outermost one. */
export const slimCode = (code: string): string => {
  let slim = code;
  for (const { what, find, put } of RULES) {
    const next = slim.replace(find, put);
    if (next === slim) throw new Error(`gen-proto: pbjs changed, nothing to take out for "${what}"`);
    slim = next;
  }
  const left = LEFTOVER.exec(slim);
  if (left !== null) throw new Error(`gen-proto: pbjs changed, left over: ${slim.slice(left.index - 40, left.index + 60)}`);
  return slim;
};
