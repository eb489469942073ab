// The types of require-node.mjs, which is plain JavaScript because it runs on any Node.

/**
 * @param version as in process.version, for instance `v20.20.2`
 * @returns one line for the terminal, or undefined when this Node will do
 */
export function nodeProblem(version: string): string | undefined;

/** Ends the process with one clear line when Node is too old to run the project. */
export function requireNode(): void;
