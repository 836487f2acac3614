import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPacked } from '../../../../clients/node/tests/installed-package.ts';

const project = join(import.meta.dirname, '..', '..', '..', '..');
/** The main entry with what it imports at once, minified. */
const MAX_BYTES = 40 * 1024;

let folder: string;
beforeAll(() => {
  folder = installPacked();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PRINT = 'console.log(typeof Issuary, typeof UpstreamClient)';

describe('the packed package, installed alone', () => {
  it('brings no other package, and nothing but its files', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'issuary',
    ]);
    expect(readdirSync(join(folder, 'node_modules', 'issuary')).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
    ]);
  });

  it.each([
    [
      'ES modules',
      'mjs',
      `import { Issuary } from 'issuary'; import { UpstreamClient } from 'issuary/upstream'; ${PRINT}`,
    ],
    [
      'CommonJS',
      'cjs',
      `const { Issuary } = require('issuary'); const { UpstreamClient } = require('issuary/upstream'); ${PRINT}`,
    ],
  ])('loads from %s', (_, extension, text) => {
    const file = join(folder, `use.${extension}`);
    writeFileSync(file, text);
    expect(execFileSync(process.execPath, [file], { encoding: 'utf8' })).toBe('function function\n');
  });

  it.each(['mts', 'cts'])('has types for .%s that need @types/node alone', (extension) => {
    writeFileSync(
      join(folder, `typed.${extension}`),
      [
        "import { Issuary, type WebhookEvent } from 'issuary';",
        "import { UpstreamClient } from 'issuary/upstream';",
        "const issuary = new Issuary({ userNo: '1', privateKey: '', platformKey: '', baseUrl: '' });",
        'export async function use(event: WebhookEvent): Promise<string | undefined> {',
        '  for await (const card of issuary.cards.list({ pageSize: 10 })) console.log(card.balanceAmt.toFixed(2));',
        '  const { totalCount } = await issuary.cards.list();',
        '  // @ts-expect-error a misspelt field',
        "  await issuary.cards.recharge({ cardId: '7', authLimitAmout: totalCount });",
        "  const order = await issuary.orders.wait(await issuary.cards.close({ cardId: '7' }));",
        "  return event.type === 'card_operate' ? event.content.cardInfo?.cardNo : order.orderId;",
        '}',
        'export { UpstreamClient };',
      ].join('\n'),
    );
    const options = {
      strict: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.asynciterable'],
      types: ['node'],
      typeRoots: [join(project, 'node_modules', '@types')],
      noEmit: true,
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: [`typed.${extension}`] }),
    );
    const tsc = join(project, 'node_modules', '.bin', 'tsc');
    expect(() => execFileSync(tsc, ['-p', folder], { encoding: 'utf8' })).not.toThrow();
  });
});

it('the main entry is small, and its JWE code is loaded when it is needed', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(project, 'clients', 'node', 'src', 'index.ts')],
    bundle: true,
    minify: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    outdir: folder,
    write: false,
    metafile: true,
  });
  const isLater = (path: string) =>
    Object.keys(metafile.outputs[path]?.inputs ?? {}).some((input) => input.endsWith('jwe.ts'));
  const atOnce = Object.keys(metafile.outputs).filter((path) => !isLater(path));
  const bytes = atOnce.reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0);
  expect(outputFiles.length).toBe(atOnce.length + 1);
  expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
  expect(readFileSync(join(folder, 'node_modules', 'issuary', 'dist', 'index.js'), 'utf8')).not.toMatch(
    /zod|jose/,
  );
});
