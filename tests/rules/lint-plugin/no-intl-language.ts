import { literalText, relativePath } from './rule.ts';
import type { Rule, SyntaxNode } from './rule.ts';

const MESSAGE =
  'Desktop Chromium knows no Kyrgyz and falls back to its own language: write dates, numbers and order with core/format and core/names, so that every device prints the same.';

/** Real for Kyrgyz in every browser tried (TOOLCHAIN 5). */
const harmless = new Set(['PluralRules', 'Segmenter']);

/** Methods that format by a language given as their first or second argument, and by the browser's own without one. */
const byLanguage = new Set([
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'localeCompare',
  'toLocaleUpperCase',
  'toLocaleLowerCase',
]);

interface Called extends SyntaxNode {
  readonly callee: SyntaxNode;
  readonly arguments: readonly SyntaxNode[];
}
interface Member extends SyntaxNode {
  readonly object: SyntaxNode & { readonly name?: unknown };
  readonly property: SyntaxNode & { readonly name?: unknown };
}

const isMember = (node: SyntaxNode): node is Member => node.type === 'MemberExpression';

/** A language we know is fine everywhere: written out, and not Kyrgyz. */
const isSafeLanguage = (node: SyntaxNode | undefined): boolean => {
  const text = literalText(node);
  return text !== undefined && !/^ky\b/i.test(text);
};

/** No `Intl` with Kyrgyz, with a language that is a variable (it may be Kyrgyz), or with the browser's own. */
export const noIntlLanguage: Rule = {
  create(context) {
    if (!relativePath(context).startsWith('src/')) return {};
    const check = (node: Called): void => {
      if (!isMember(node.callee)) return;
      const { object, property } = node.callee;
      const name = String(property.name);
      const isIntl = object.name === 'Intl' && !harmless.has(name) && !isSafeLanguage(node.arguments[0]);
      const language = name === 'localeCompare' ? node.arguments[1] : node.arguments[0];
      const isMethod = byLanguage.has(name) && !isSafeLanguage(language);
      if (isIntl || isMethod) context.report({ node, message: MESSAGE });
    };
    return { NewExpression: check, CallExpression: check };
  },
};
