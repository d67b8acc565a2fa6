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
  return pathsOf(/\.(ts|tsx|js|cjs|mjs)$/).map(read);
}

export function readStyleSheets(): readonly Pick<SourceFile, 'path' | 'text'>[] {
  return pathsOf(/\.css$/).map((path) => ({ path: fromRoot(path), text: readFileSync(path, 'utf8') }));
}

function pathsOf(name: RegExp): string[] {
  const paths = sourceFolders.flatMap((folder) => filesUnder(join(root, folder)));
  return paths.filter((path) => name.test(path));
}

function fromRoot(path: string): string {
  return relative(root, path).replaceAll('\\', '/');
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(dir, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

function read(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const name = fromRoot(path);
  return {
    path: name,
    text,
    isTest: name.startsWith('tests/') || /\.(test|fixture)\.tsx?$/.test(name),
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
