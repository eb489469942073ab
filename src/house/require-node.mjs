// Plain JavaScript on purpose: this file must run on the oldest Node anybody has, to say what is missing.

const lowest = 24;

/**
 * @param {string} version as in process.version, for instance `v20.20.2`
 * @returns {string | undefined} one line for the terminal, or undefined when this Node will do
 */
export function nodeProblem(version) {
  const major = Number(version.replace(/^v/, '').split('.')[0]);
  if (major >= lowest) return undefined;
  return `Tizme needs Node.js ${lowest} or newer, but this is ${version}. Install it from https://nodejs.org and run the command again (npm scripts bring their own on Linux and on 64-bit Windows: run \`npm ci\` first).`;
}

/** Ends the process with one clear line when Node is too old to run the project. */
export function requireNode() {
  const problem = nodeProblem(process.version);
  if (problem === undefined) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
