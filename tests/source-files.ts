// The repository's own TypeScript, read and parsed for the tests that hold its shape.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly isTest: boolean;
  readonly tree: ts.SourceFile;
}

const sourceFolders = ['src', 'packages', 'tests', 'bench', 'bin'];

export function readSourceFiles(): readonly SourceFile[] {
  return sourceFolders.flatMap((folder) => filesUnder(join(root, folder))).map(read);
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return /\.(ts|tsx|js|cjs|mjs)$/.test(entry.name) ? [path] : [];
  });
}

function read(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const fromRoot = relative(root, path).replaceAll('\\', '/');
  return {
    path: fromRoot,
    text,
    isTest: fromRoot.startsWith('tests/') || /\.(test|fixture)\.tsx?$/.test(fromRoot),
    tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
  };
}

/** Calls `visit` for every node; what it answers are findings, told with file and line. */
export function findings(file: SourceFile, visit: (node: ts.Node) => string | null): string[] {
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    const finding = visit(node);
    if (finding !== null) found.push(`${file.path}:${lineOf(file, node.getStart())} ${finding}`);
    node.forEachChild(walk);
  };
  walk(file.tree);
  return found;
}

export function lineOf(file: SourceFile, position: number): number {
  return file.tree.getLineAndCharacterOfPosition(position).line + 1;
}
