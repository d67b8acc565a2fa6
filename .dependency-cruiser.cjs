// Which folder may import which: the table is tests/import-rules.json, printed in ARCHITECTURE.md.
const table = require('./tests/import-rules.json');

/** Modules that a row of the table, or an entry of one, stands for. */
function pathOf(entry) {
  if (entry === 'pipeline (ports)')
    return '^src/pipeline/([a-z-]+-port|company-books|company-settings|sales-reports|crash-points|errors)\\.ts$';
  if (entry === 'http/contract (types)') return '^src/http/contract\\.ts$';
  if (entry.startsWith('@tillbook/')) return `^packages/${entry.slice('@tillbook/'.length)}/`;
  return `^src/${entry}(/|\\.ts$)`;
}

const testFiles = '\\.(test|fixture)\\.tsx?$';

const rows = Object.entries(table).map(([row, { mayImport }]) => ({
  name: `${row} imports only ${mayImport.join(', ') || 'itself'}`,
  severity: 'error',
  from: { path: pathOf(row), pathNot: testFiles },
  to: { path: '^(src|packages|tests|bench)/', pathNot: [pathOf(row), ...mayImport.map(pathOf)] },
}));

module.exports = {
  forbidden: [
    ...rows,
    {
      name: 'the console takes types of the contract, nothing that runs',
      severity: 'error',
      from: { path: '^packages/console/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure folders import no part of Node and no package but zod',
      severity: 'error',
      from: {
        path: Object.entries(table)
          .filter(([, { pure }]) => pure)
          .map(([row]) => pathOf(row)),
        pathNot: testFiles,
      },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'SQL and its drivers stay in postgres',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/postgres/', testFiles] },
      to: { path: 'node_modules/(pg|kysely)/' },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything that is imported is there', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'what runs needs no development package',
      severity: 'error',
      from: { path: '^(src|bin|packages/quickbooks-(client|emulator)/src)/', pathNot: testFiles },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'only tests import tests',
      severity: 'error',
      from: { pathNot: [testFiles, '^tests/'] },
      to: { path: testFiles },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
};
