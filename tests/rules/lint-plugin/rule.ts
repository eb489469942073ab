// The few shapes of the syntax tree our rules look at; oxlint publishes no types for plugins.

export interface SyntaxNode {
  readonly type: string;
}

export interface StringNode extends SyntaxNode {
  readonly value: unknown;
}

export interface TemplateNode extends SyntaxNode {
  readonly quasis: readonly { readonly value: { readonly raw: string } }[];
}

export interface RuleContext {
  /** Absolute path of the file being linted. */
  readonly filename: string;
  /** Absolute path of the folder oxlint runs in: the top of the checkout. */
  readonly cwd: string;
  report(fault: { node: SyntaxNode; message: string }): void;
}

/** Called with each node of the types that are its keys. */
export type Visitor = Readonly<Record<string, (node: never) => void>>;

export interface Rule {
  create(context: RuleContext): Visitor;
}

/** Path of the linted file from the top folder, with forward slashes on every system. */
export function relativePath(context: RuleContext): string {
  const path = context.filename.startsWith(context.cwd) ? context.filename.slice(context.cwd.length + 1) : context.filename;
  return path.replaceAll('\\', '/');
}

/** The text of a plain string literal, or undefined for anything else. */
export function literalText(node: SyntaxNode | null | undefined): string | undefined {
  if (node?.type !== 'Literal') return undefined;
  const { value } = node as StringNode;
  return typeof value === 'string' ? value : undefined;
}
