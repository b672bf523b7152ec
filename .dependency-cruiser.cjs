'use strict';

const { builtinModules } = require('node:module');

// Who may import whom. One row a folder: itself always, and otherwise only what its row names.
// A front door's row is also the list of the libraries it uses: a new library is added here on purpose, not by accident.

const nest = ['@nestjs/', 'reflect-metadata', 'rxjs'];
const validation = ['class-validator', 'class-transformer'];
const ports = ['event-store', 'entry-bytes', 'ledger-feed', 'checkpoint-store', 'ledger-tree', 'signing-keys'].map(
  (file) => `src/event-store/${file}`,
);
const insides = ['src/domain', 'projections', 'src/tamper-evidence', 'src/commands', 'src/queries'];
const behindTheDoors = [...insides, 'src/charts', 'src/access', 'src/exchange', 'src/samples'];
const http = [...nest, ...validation, 'fastify', '@fastify/'];

const table = [
  { folder: 'src/domain', folders: [], libraries: ['decimal.js'] },
  { folder: 'projections', folders: ['src/domain'], libraries: ['decimal.js'] },
  { folder: 'src/tamper-evidence', folders: ['src/domain'], libraries: ['node:crypto'] },
  {
    folder: 'src/event-store',
    folders: ['src/domain', 'src/tamper-evidence'],
    libraries: [...nest, 'node:', 'libsql', '@eventstore/db-client'],
  },
  {
    folder: 'src/commands',
    folders: ['src/domain', 'src/tamper-evidence'],
    files: ports,
    libraries: [...nest, ...validation],
  },
  {
    folder: 'src/queries',
    folders: ['src/domain', 'projections', 'src/tamper-evidence'],
    files: ports,
    libraries: nest,
  },
  {
    folder: 'src/access',
    folders: ['src/domain', 'src/commands', 'src/queries', 'src/tamper-evidence'],
    types: ['projections'],
    libraries: [...http, 'node:', 'libsql', 'openid-client'],
  },
  { folder: 'src/charts', folders: ['src/domain'], libraries: [] },
  {
    folder: 'src/exchange',
    folders: ['src/domain', 'src/commands', 'src/queries', 'src/charts'],
    types: ['projections'],
    libraries: [
      ...[...nest, ...validation, 'node:', 'decimal.js', 'csv-parse', 'csv-stringify', 'read-excel-file'],
      ...['write-excel-file', 'pdfkit', 'fontkit', 'docx', '@expo-google-fonts/atkinson-hyperlegible'],
    ],
  },
  {
    folder: 'src/samples',
    folders: ['src/domain', 'src/commands', 'src/queries', 'src/access'],
    libraries: [...nest, 'node:', 'csv-parse'],
  },
  { folder: 'src/api', folders: behindTheDoors, libraries: [...http, 'node:', 'prom-client', 'csv-stringify'] },
  {
    folder: 'src/web',
    folders: behindTheDoors,
    libraries: [...http, 'node:', 'nunjucks', 'govuk-frontend', 'csv-stringify'],
  },
  {
    folder: 'src/cli',
    folders: [...behindTheDoors, 'src/witness'],
    libraries: [...nest, ...validation, 'node:', 'commander', 'openapi-fetch'],
  },
  { folder: 'src/witness', folders: ['src/tamper-evidence'], libraries: ['node:'] },
  // It starts the server as a process and knows nothing else of it.
  { folder: 'src/host', folders: [], libraries: ['node:'] },
  // Shares no code with what it checks.
  { folder: 'src/verifier', folders: [], libraries: ['node:'] },
];

/** The files that put the parts together: they alone may import anything. */
const assembly = '^src/(main|app\\.module|cli/main)\\.ts$';

const escaped = (text) => text.replaceAll('.', '\\.');
const inFolder = (folder) => `^${escaped(folder)}/`;
const isFile = (file) => `^${escaped(file)}\\.ts$`;
/** The cruiser calls `node:fs` plain `fs`. */
const isBuiltin = (name) => `^(node:)?${name.replace('node:', '')}$`;
const isLibrary = (name) => {
  if (name === 'node:') return builtinModules.map(isBuiltin);
  if (name.startsWith('node:')) return isBuiltin(name);
  return `(^|/)node_modules/(@types/)?${escaped(name)}${name.endsWith('/') ? '' : '/'}`;
};

const rowRule = ({ folder, folders, files = [], types = [], libraries }) => ({
  name: `${folder}-imports-only-its-row`,
  comment: `${folder} may import itself and: ${[...folders, ...files, ...types, ...libraries].join(', ')}`,
  severity: 'error',
  from: { path: inFolder(folder), pathNot: assembly },
  to: {
    pathNot: [...[folder, ...folders, ...types].map(inFolder), ...files.map(isFile), ...libraries.flatMap(isLibrary)],
  },
});

const typesOnlyRule = ({ folder, types }) => ({
  name: `${folder}-imports-types-only`,
  comment: `${folder} may know the shape of ${types.join(', ')}, not run it`,
  severity: 'error',
  from: { path: inFolder(folder), pathNot: assembly },
  to: { path: types.map(inFolder), dependencyTypesNot: ['type-only'] },
});

const knownPlaces = [...table.map(({ folder }) => inFolder(folder)), assembly, '^src/prepare\\.mjs$'];
const vagueFolder = ['common', 'core', 'shared', 'utils', 'lib'].map((name) => `/${name}/`);
const barrel = '/index\\.ts$';
const foreign = 'node_modules/';

/** Both ends are named, so that such a file is found when it imports and when it is imported. */
const neverThere = (name, comment, path) => [
  { name: `${name}-importing`, comment, severity: 'error', from: { path, pathNot: foreign }, to: {} },
  { name: `${name}-imported`, comment, severity: 'error', from: {}, to: { path, pathNot: foreign } },
];

module.exports = {
  forbidden: [
    ...table.map(rowRule),
    ...table.filter(({ types }) => types).map(typesOnlyRule),
    ...neverThere('no-vague-folder', 'Name a folder for what it holds', vagueFolder),
    ...neverThere('no-barrel', 'Import from the file that has it, so that each edge is a real one', barrel),
    {
      name: 'no-folder-without-a-row',
      comment: 'A new folder gets a row in the table first',
      severity: 'error',
      from: { path: '^(src|projections)/', pathNot: knownPlaces },
      to: {},
    },
    {
      name: 'nobody-imports-the-assembly',
      comment: 'main.ts, app.module.ts and cli/main.ts use the parts; no part uses them',
      severity: 'error',
      from: { path: '^(src|projections)/', pathNot: assembly },
      to: { path: assembly },
    },
    { name: 'no-cycle', comment: 'Also not by types alone', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'only-declared-packages',
      comment: 'A package that runs in production stands under dependencies in package.json',
      severity: 'error',
      from: { path: '^(src|projections)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '/node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'types', 'default'] },
  },
};
