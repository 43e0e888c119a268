// Plain JavaScript on purpose: it must run on whatever Node starts it and say in one line what is wrong.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`bicameral needs Node >= 22.18 inside npm scripts, found ${process.versions.node}: run "npm rebuild node"`);
  process.exit(1);
}
