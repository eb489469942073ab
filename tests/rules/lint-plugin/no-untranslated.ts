import { literalText, relativePath } from './rule.ts';
import type { Rule, StringNode, SyntaxNode, TemplateNode } from './rule.ts';

const MESSAGE = 'A word people read: put it into locales (all three languages) and show it with t().';

/** Attributes whose value is read, aloud or on the screen. */
const readAttributes = new Set([
  'title',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'placeholder',
  'alt',
  'label',
]);

/** Two letters in a row make a word; one alone is a key on a keyboard strip or a unit. */
const WORD = /\p{L}{2}/u;
const CYRILLIC_WORD = /\p{Script=Cyrillic}{2}/u;

/** Where the words may stand in the source: languages call themselves by their own names. */
const ownNames = 'src/client/i18n/languages.ts';

interface Attribute extends SyntaxNode {
  readonly name: { readonly name: unknown };
  readonly value: SyntaxNode | null;
}
interface Container extends SyntaxNode {
  readonly expression: SyntaxNode;
}

const templateText = (node: SyntaxNode): string => (node as TemplateNode).quasis.map((quasi) => quasi.value.raw).join(' ');

/** The words written into `{…}`: a string, a template, either side of a condition. */
function writtenText(node: SyntaxNode): string {
  if (node.type === 'TemplateLiteral') return templateText(node);
  if (node.type === 'ConditionalExpression') {
    const { consequent, alternate } = node as SyntaxNode & { consequent: SyntaxNode; alternate: SyntaxNode };
    return `${writtenText(consequent)} ${writtenText(alternate)}`;
  }
  if (node.type === 'LogicalExpression') return writtenText((node as SyntaxNode & { right: SyntaxNode }).right);
  return literalText(node) ?? '';
}

/** Finds words that stand in the source instead of locales: in JSX, in attributes people read, and any Cyrillic in the client. */
export const noUntranslated: Rule = {
  create(context) {
    const path = relativePath(context);
    if (!path.startsWith('src/client/') || path === ownNames) return {};
    const report = (node: SyntaxNode): void => context.report({ node, message: MESSAGE });
    const inContainer = (value: SyntaxNode): string =>
      value.type === 'JSXExpressionContainer' ? writtenText((value as Container).expression) : (literalText(value) ?? '');
    const isChild = (node: SyntaxNode & { parent?: SyntaxNode }): boolean =>
      node.parent?.type.startsWith('JSXElement') === true || node.parent?.type === 'JSXFragment';
    return {
      JSXText(node: StringNode) {
        if (WORD.test(String(node.value))) report(node);
      },
      JSXExpressionContainer(node: Container) {
        if (isChild(node) && WORD.test(writtenText(node.expression))) report(node);
      },
      JSXAttribute(node: Attribute) {
        if (typeof node.name.name !== 'string' || !readAttributes.has(node.name.name) || node.value === null) return;
        if (WORD.test(inContainer(node.value))) report(node);
      },
      Literal(node: StringNode) {
        if (CYRILLIC_WORD.test(literalText(node) ?? '')) report(node);
      },
      TemplateLiteral(node: TemplateNode) {
        if (CYRILLIC_WORD.test(templateText(node))) report(node);
      },
    };
  },
};
