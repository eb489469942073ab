import { posix } from 'node:path';
import { literalText, relativePath } from './rule.ts';
import type { Rule, SyntaxNode } from './rule.ts';
import { mayImportFile, mayImportPackage, roomOf } from './rooms-table.ts';
import type { Room } from './rooms-table.ts';

interface Importing extends SyntaxNode {
  readonly source: SyntaxNode | null;
}

/** What is wrong with an import, or undefined. */
function fault(room: Room, path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) {
    if (mayImportPackage(room, specifier)) return undefined;
    const may = room.packages.length === 0 ? 'no package' : `only ${room.packages.join(', ')}`;
    return `${room.place} may import ${may}, not ${specifier}. Take it as an argument, or do it in the room that may.`;
  }
  const target = posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''));
  if (mayImportFile(room, target)) return undefined;
  const may = room.rooms.length === 0 ? 'nothing else' : room.rooms.join(', ');
  return `${room.place} may import itself and ${may}, not ${target}. Move what both need to a room both may import.`;
}

/** Who may import whom, by the table in rooms-table.ts; types count as well. */
export const rooms: Rule = {
  create(context) {
    const path = relativePath(context);
    const room = roomOf(path);
    if (room === undefined) {
      if (!path.startsWith('src/')) return {};
      return {
        Program: (node: SyntaxNode) =>
          context.report({ node, message: `No room for ${path}: add its folder to tests/rules/lint-plugin/rooms-table.ts.` }),
      };
    }
    const check = (node: Importing): void => {
      const specifier = literalText(node.source);
      const message = specifier === undefined ? undefined : fault(room, path, specifier);
      if (message !== undefined) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
      TSImportType: check,
    };
  },
};
