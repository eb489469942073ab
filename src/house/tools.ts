import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

/**
 * The script a package's command runs. Run by this very Node, it needs neither PATH nor a shell, so it works the
 * same on Windows.
 * @throws when the package has no such command
 */
function commandScript(packageName: string, command: string): string {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin?: string | Record<string, string> };
  const script = typeof bin === 'string' ? bin : bin?.[command];
  if (script === undefined) throw new Error(`${packageName} has no command ${command}`);
  return join(folder, script);
}

/**
 * Runs a command of an installed package with its output on the terminal.
 * @param limitMs after which it is stopped and counts as failed
 * @returns its exit code; 1 when it was stopped
 */
export async function runTool(packageName: string, command: string, args: readonly string[], limitMs: number): Promise<number> {
  const child = spawn(process.execPath, [commandScript(packageName, command), ...args], {
    cwd: root,
    stdio: 'inherit',
    timeout: limitMs,
  });
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
