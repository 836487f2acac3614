import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const project = join(import.meta.dirname, '..', '..');

/**
 * The layers and their groups, lowest first. A file may import from its own group and from any group earlier in this
 * list, so there is no import cycle; imports of types count. docs/architecture.md draws the same.
 */
const LAYERS: readonly string[] = [
  'shared/wire/version.ts',
  'shared/wire/nearest-name.ts',
  'shared/wire/errors.ts',
  'shared/wire/money',
  'shared/wire/codec',
  'shared/wire/signatures',
  'shared/wire/contract',
  'shared/client',
  'shared/runtime/aws-client-settings.ts',
  'shared/runtime/bounded-map.ts',
  'shared/runtime/duration.ts',
  'shared/runtime/random.ts',
  'shared/runtime/ids.ts',
  'shared/runtime/period.ts',
  'shared/runtime/store',
  'shared/runtime/http',
  'shared/runtime/queue',
  'shared/runtime/vault',
  'shared/runtime/idempotency',
  'shared/runtime/card-number',
  'shared/domain/issuer-name.ts',
  'shared/domain/money/ledger',
  'shared/domain/money/rates',
  'shared/domain/parties',
  'shared/domain/issuing/model',
  'shared/domain/dependencies.ts',
  'shared/domain/upstream-call.ts',
  'shared/domain/notifications',
  'shared/domain/money/accounts',
  'shared/domain/money/exchange',
  'shared/domain/money/statements',
  'shared/domain/money/suspense',
  'shared/domain/issuing/cardholders',
  'shared/domain/issuing/issuers',
  'shared/domain/issuing/changes',
  'shared/domain/issuing/cards',
  'shared/domain/issuing/groups',
  'shared/domain/issuing/orders',
  'shared/domain/issuing/transactions',
  'shared/domain/dpt',
  'shared/domain/delivery',
  'shared/domain/inbox',
  'shared/domain/money/corrections',
  'shared/domain/audit',
  'shared/lambda',
  'functions',
  'clients/cli/common',
  'infra/lambdas',
  'infra/constructs',
  'infra/stacks',
  'infra/app.ts',
  'infra/folder-packages.ts',
  'infra/openapi',
  'infra/local-cloud',
  'infra/sandbox',
  'infra/demo/network-simulator',
  'clients/cli',
  'infra/cli',
  'infra/demo',
  'clients/vectors',
  'clients/generate',
  'clients/node/src',
  'clients/node/build.ts',
  'clients/node/tests',
  'clients/node/pack.ts',
  'clients/sdks.ts',
  'clients/toolchains.ts',
  'clients/pack.ts',
  'clients/test-sdks.ts',
  'docs/site',
];

/** The emulator runs any synthesized app and imports nothing else of the project. */
const ALONE: readonly string[] = ['infra/local-cloud'];

/** Client libraries may have packages of their own, and builds. */
const isForeign = (path: string) => path.includes('node_modules') || path.endsWith('/dist');
const files = globSync('{shared,functions,infra,clients,docs/site}/**/*.ts', {
  cwd: project,
  exclude: isForeign,
}).toSorted();
const tests = globSync('test/**/*.ts', { cwd: project });
const textOf = (file: string): string => readFileSync(join(project, file), 'utf8');

const isWithin = (group: string) => (file: string) => file === group || file.startsWith(`${group}/`);
const layerOf = (file: string): number => LAYERS.findIndex((group) => isWithin(group)(file));

const IMPORTS = /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/g;
/** Returns the files of the project that a file imports, types included. */
const importsOf = (file: string): string[] =>
  [...textOf(file).matchAll(IMPORTS)].map(([, one, other]) =>
    relative(project, join(project, dirname(file), one ?? other ?? '')),
  );

/**
 * Names that tests expect to be absent and that the code does not define: one of a test itself and one of the
 * environment.
 */
const FOREIGN_PROPERTIES = ['unknown', 'HOME'];
const DENIED = /not\.toHaveProperty\(\s*'([\w.]+)'/g;
const DENIED_EACH = /for \(const (\w+) of \[([^\]]*)\](?: as const)?\)[^;]*?not\.toHaveProperty\(\1\)/g;
/** Returns the names of the properties that a test file expects to be absent. */
const deniedIn = (text: string): string[] => [
  ...[...text.matchAll(DENIED)].flatMap(([, path = '']) => path.split('.')),
  ...[...text.matchAll(DENIED_EACH)].flatMap(([, , names = '']) => names.match(/\w+/g) ?? []),
];

describe('the layers', () => {
  it('have a place for every file, and list no group that is gone', () => {
    expect(files.filter((file) => layerOf(file) < 0)).toEqual([]);
    expect(LAYERS.filter((group) => !files.some(isWithin(group)))).toEqual([]);
  });

  it('import downwards', () => {
    const upwards = files.flatMap((file) =>
      importsOf(file)
        .filter((imported) => layerOf(imported) > layerOf(file))
        .map((imported) => `${file} → ${imported}`),
    );
    expect(upwards).toEqual([]);
  });

  it.each(ALONE)('%s imports nothing else of the project', (group) => {
    const outward = files
      .filter(isWithin(group))
      .flatMap((file) => importsOf(file).filter((imported) => !isWithin(group)(imported)));
    expect(outward).toEqual([]);
  });

  it('keep the client’s imports to the client and the wire', () => {
    const [client, wire] = [isWithin('shared/client'), isWithin('shared/wire')];
    const others = files.filter(client).flatMap(importsOf);
    expect(others.filter((file) => !client(file) && !wire(file))).toEqual([]);
  });
});

describe('files', () => {
  it('have unique names in shared/', () => {
    const names = files.filter(isWithin('shared')).map((file) => basename(file));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('of tests are on the path of their subject', () => {
    const homeless = tests.filter((file) => {
      const [, subject] = /^test\/(?:unit|integration)\/(.+)\/[^/]+\.test\.ts$/.exec(file) ?? [];
      const positions = ['shared', '', 'test'].map((root) => join(project, root, subject ?? ''));
      return subject !== undefined && !positions.some((position) => existsSync(position));
    });
    expect(homeless).toEqual([]);
  });

  it('of tests expect no property to be absent that the code never has', () => {
    const code = files.map(textOf).join('\n');
    const isProperty = (name: string) => new RegExp(`\\b${name}\\??:`).test(code);
    const denied = tests.flatMap((file) => deniedIn(textOf(file)).map((name) => ({ file, name })));
    expect(denied.length).toBeGreaterThan(100);
    const unmade = denied.filter(({ name }) => !FOREIGN_PROPERTIES.includes(name) && !isProperty(name));
    expect(unmade).toEqual([]);
  });

  it('name limits MAX_ and MIN_, and take days from the durations', () => {
    const isOdd = (file: string) =>
      /^(?:export )?const \w+_(?:MAX|MIN)(?:_\w+)? =|86_400_000/m.test(textOf(file));
    expect(files.filter((file) => !ALONE.some((group) => isWithin(group)(file)) && isOdd(file))).toEqual([]);
  });

  it('export only what another file imports', () => {
    const texts = new Map([...files, ...tests].map((file) => [file, textOf(file)]));
    const exported = files
      .filter((file) => !file.startsWith('functions/'))
      .flatMap((file) => {
        const names = textOf(file).matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm);
        return [...names].map(([, name = '']) => ({ file, name }));
      });
    const isImported = ({ file, name }: { file: string; name: string }) =>
      [...texts].some(([other, text]) => other !== file && new RegExp(`\\b${name}\\b`).test(text));
    const unused = exported.filter((one) => !isImported(one)).map(({ file, name }) => `${file}: ${name}`);
    expect(unused).toEqual([]);
  });
});
