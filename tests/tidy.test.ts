// Holds the shape of the repository where no other tool does: purity, sizes, words, and documents that name files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { crashPoints } from '../src/pipeline/crash-points.ts';
import { legalDriftTransitions } from '../src/posting/drift.ts';
import { legalTransitions } from '../src/posting/posting.ts';
import { legalRepostTransitions } from '../src/posting/repost.ts';
import importRules from './import-rules.json' with { type: 'json' };
import { findings, lineOf, readSourceFiles, readStyleSheets, root, type SourceFile } from './source-files.ts';

const functionLinesMax = 70;
const fileLinesMax = 500;
const files = readSourceFiles();
const product = files.filter((file) => !file.isTest);
const sources = product.filter((file) => file.path.startsWith('src/'));

const rules: Readonly<Record<string, { readonly pure?: boolean; readonly mayImport: readonly string[] }>> = importRules;
const pureRows = Object.keys(rules).filter((row) => rules[row]?.pure);
const pureFiles = sources.filter((file) => pureRows.includes(rowOf(file)));

function rowOf(file: SourceFile): string {
  return file.path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

test('the files that these tests hold were found', () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(pureFiles.length).toBeGreaterThan(5);
  expect(files.filter((file) => file.path.startsWith('packages/')).length).toBeGreaterThan(5);
});

describe('folders', () => {
  test('what lies in src has a row in the table of imports, and each row has something in src', () => {
    const inTree = readdirSync(join(root, 'src')).map((name) => name.replace(/(\.test)?\.ts$/, ''));
    const inTable = Object.keys(rules).filter((row) => !row.startsWith('@'));
    expect([...new Set(inTree)].sort()).toEqual(inTable.sort());
  });

  test('ARCHITECTURE.md prints the table of imports as it is enforced', () => {
    const rows = Object.entries(rules).map(([row, { mayImport, pure }]) => {
      const allowed = mayImport.map((entry) => `\`${entry}\``).join(', ') || 'nothing';
      return `| \`${row}\`${pure ? ' (pure)' : ''} | ${allowed} |`;
    });
    const document = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const lines = document.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
    const printed = lines.filter((line) => rows.includes(line));
    expect(printed).toEqual(rows);
  });

  test('ARCHITECTURE.md names only files and folders that are there', () => {
    const document = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const named = [...document.matchAll(/`((?:src|packages|tests|bench|bin|docs)\/[\w./-]*)`/g)].map(
      ([, path]) => path,
    );
    expect(named.filter((path) => path !== undefined && !existsSync(join(root, path)))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});

describe('documents', () => {
  const decisions = readdirSync(join(root, 'docs/decisions')).sort();
  const documents = [
    ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'],
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => `docs/${path}`),
  ].filter((path) => path.endsWith('.md'));

  test('decisions are numbered one after the other, and begin with their number', () => {
    const numbers = decisions.map((name) => Number(name.slice(0, 4)));
    expect(numbers).toEqual(decisions.map((_, index) => index + 1));
    const headings = decisions.map((name) =>
      /^# (\d+)\. /.exec(readFileSync(join(root, 'docs/decisions', name), 'utf8')),
    );
    expect(headings.map((heading) => Number(heading?.[1]))).toEqual(numbers);
  });

  test('every link and every picture leads to a file that is there', () => {
    const links = documents.flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/\]\(([^)#\s:]+)\)/g)].map(
        ([, to = '']) => [path, to] as const,
      ),
    );
    expect(links.filter(([path, to]) => !existsSync(join(root, dirname(path), to)))).toEqual([]);
    expect(links.length).toBeGreaterThan(10);
  });

  test('every decision that a document or a source names is there', () => {
    const texts = [
      ...documents.map((path) => readFileSync(join(root, path), 'utf8')),
      ...files.map(({ text }) => text),
    ];
    const named = texts.flatMap((text) => text.match(/docs\/decisions\/\d[\w-]*\.md/g) ?? []);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });
});

describe('what ARCHITECTURE.md says of posting', () => {
  const document = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ') || 'nothing';

  /** The rows of the table under this heading, all of them: a state that is no more must not stay in it. */
  function tableUnder(heading: string): readonly string[] {
    const lines = document.split('\n');
    const first = lines.indexOf(heading) + 2;
    expect(first).toBeGreaterThan(1);
    const end = lines.findIndex((line, index) => index >= first && !line.startsWith('|'));
    return lines.slice(first, end);
  }

  test.each([
    ['of a posting', '| from | to |', legalTransitions],
    ['of a drift', '| drift | to |', legalDriftTransitions],
    ['of an entry that is posted again', '| entry of a repost | to |', legalRepostTransitions],
  ])('it prints the legal transitions %s, and no other', (_, heading, transitions) => {
    const rows = Object.entries<readonly string[]>(transitions).map(([from, to]) => `| \`${from}\` | ${quoted(to)} |`);
    expect(tableUnder(heading)).toEqual(rows);
  });

  test('it names every crash point, in their order', () => {
    const threeColumns = /^\| `([a-z-]+)` \|[^|]+\|[^|]+\|$/;
    const named = document.split('\n').flatMap((line) => threeColumns.exec(line)?.[1] ?? []);
    expect(named).toEqual([...crashPoints]);
  });
});

describe('pure folders', () => {
  const impure = new Set(['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto']);

  test.each(['now', 'random'])('take time and chance as arguments: no Date.now, no Math.random (%s)', (name) => {
    const owners: Readonly<Record<string, string>> = { now: 'Date', random: 'Math' };
    expect(
      pureFiles.flatMap((file) =>
        findings(file, (node) =>
          ts.isPropertyAccessExpression(node) && node.name.text === name && node.expression.getText() === owners[name]
            ? node.getText()
            : null,
        ),
      ),
    ).toEqual([]);
  });

  test('do not ask for the present moment', () => {
    const asksForNow = (node: ts.Node) =>
      ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0
        ? 'new Date()'
        : null;
    expect(pureFiles.flatMap((file) => findings(file, asksForNow))).toEqual([]);
  });

  test('use nothing of the process, the network or timers', () => {
    const usesOutside = (node: ts.Node) =>
      ts.isIdentifier(node) && impure.has(node.text) && !isOnlyAName(node) ? node.text : null;
    expect(pureFiles.flatMap((file) => findings(file, usesOutside))).toEqual([]);
  });
});

/** A property or a declaration called so is not the global. */
function isOnlyAName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isBindingElement(parent)) &&
    parent.name === node
  );
}

describe('sizes', () => {
  test(`a function fits a screen: ${functionLinesMax} lines`, () => {
    // A `describe` is a list of tests, not a function that anyone reads as one.
    const isLong = (file: SourceFile) => (node: ts.Node) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return null;
      if (ts.isCallExpression(node.parent) && /^describe/.test(node.parent.expression.getText())) return null;
      const lines = lineOf(file, node.end) - lineOf(file, node.getStart()) + 1;
      return lines > functionLinesMax ? `a function of ${lines} lines` : null;
    };
    expect(files.flatMap((file) => findings(file, isLong(file)))).toEqual([]);
  });

  test(`a file has at most ${fileLinesMax} lines`, () => {
    const long = [...files, ...readStyleSheets()].filter((file) => file.text.split('\n').length > fileLinesMax + 1);
    expect(long.map((file) => file.path)).toEqual([]);
  });

  test('a file says in its first line what it is for', () => {
    const silent = product.filter((file) => !/^(#!.*\n)?(\/\/ |\/\*\*)/.test(file.text));
    expect(silent.map((file) => file.path)).toEqual([]);
  });
});

test('migrations are numbered one after the other', () => {
  const numbers = readdirSync(join(root, 'src/postgres/migrations'))
    .sort()
    .map((name) => Number(/^\d{4}(?=_)/.exec(name)?.[0]));
  // Two of 32 came at once: books have applied them under these names, so they keep them.
  expect(numbers.splice(numbers.indexOf(32), 1)).toEqual([32]);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});

describe('what is kept in one place', () => {
  test('the environment is read in config.ts', () => {
    const readsEnvironment = (node: ts.Node) =>
      ts.isPropertyAccessExpression(node) && node.getText() === 'process.env' ? 'process.env' : null;
    const readers = sources.filter((file) => file.path !== 'src/config.ts');
    expect(readers.flatMap((file) => findings(file, readsEnvironment))).toEqual([]);
  });

  test('SQL is written in postgres', () => {
    // QuickBooks has a query language of its own, which looks alike; src/quickbooks speaks that one.
    const sql =
      /\b(select\s[\s\S]+\sfrom|insert\s+into|update\s+\S+\s+set|delete\s+from|create\s+(table|index|role))\s/i;
    const isSql = (node: ts.Node) =>
      (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && sql.test(node.getText()) ? 'SQL' : null;
    const elsewhere = sources.filter((file) => !/^src\/(postgres|quickbooks)\//.test(file.path));
    expect(elsewhere.flatMap((file) => findings(file, isSql))).toEqual([]);
  });
});

test('money is never a floating-point number', () => {
  const isFloatMoney = (node: ts.Node) => {
    if (ts.isCallExpression(node) && /^(Number\.)?parseFloat$/.test(node.expression.getText())) return 'parseFloat';
    if (ts.isCallExpression(node) && node.expression.getText() === 'Number' && /Minor\b/.test(node.getText())) {
      return `${node.getText()} loses cents`;
    }
    const declares = ts.isPropertySignature(node) || ts.isParameter(node) || ts.isVariableDeclaration(node);
    if (!declares || !/(Minor|^amount|Amount)$/.test(node.name.getText())) return null;
    return node.type?.kind === ts.SyntaxKind.NumberKeyword ? `${node.name.getText()}: number` : null;
  };
  expect(sources.flatMap((file) => findings(file, isFloatMoney))).toEqual([]);
});

describe('nothing is left for later', () => {
  // Put together here, so that this file does not find itself.
  const later = new RegExp(`\\b(${['TO', 'FIX'].map((head, i) => head + ['DO', 'ME'][i]).join('|')})\\b`);
  const suppression = new RegExp(
    ['@ts-' + 'ignore', '@ts-' + 'expect-error', '@ts-' + 'nocheck', 'biome-' + 'ignore'].join('|'),
  );

  test('no notes to self', () => {
    expect(files.filter((file) => later.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  test('no rule is switched off', () => {
    expect(files.filter((file) => suppression.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  test('no test is left out, but for those that need a browser where there is none', () => {
    const leftOut = (node: ts.Node) =>
      ts.isPropertyAccessExpression(node) &&
      ['only', 'skip', 'skipIf', 'runIf', 'todo', 'fails'].includes(node.name.text) &&
      /^(test|it|describe|suite)\b/.test(node.expression.getText())
        ? node.getText()
        : null;
    const others = files.filter((file) => !/^tests\/(browser|outside-program)\.ts$/.test(file.path));
    expect(others.flatMap((file) => findings(file, leftOut))).toEqual([]);
  });

  test('no folder for what has no name', () => {
    const nameless = files.filter((file) => /(^|\/)(utils?|helpers?|common|shared)(\/|\.|$)/.test(file.path));
    expect(nameless.map((file) => file.path)).toEqual([]);
  });

  test('files are named in kebab-case', () => {
    const others = files.filter((file) => !/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*$/.test(basename(file.path)));
    expect(others.map((file) => file.path)).toEqual([]);
  });
});
