import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFolder, bundleFunctions, FunctionFileMissing } from '../../infra/lambdas/bundle.ts';

describe('bundling', () => {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'issuary-bundle-'));
    await mkdir(join(root, 'functions', 'vcc'), { recursive: true });
    await writeFile(join(root, 'functions', 'vcc', 'one.ts'), source('one'));
    await writeFile(join(root, 'functions', 'vcc', 'two.ts'), source('two'));
  });
  afterAll(() => rm(root, { recursive: true }));

  const source = (word: string) => `export const handler = async (): Promise<string> => '${word}';`;
  const one = { name: 'vcc/one', declaredBy: 'catalogue entry one' };
  const two = { name: 'vcc/two', declaredBy: 'catalogue entry two' };
  const files = () => readdir(join(root, 'dist', 'functions', 'vcc'));
  const bytes = () => readFile(join(bundleFolder('vcc/one', { root }), 'index.mjs'), 'utf8');

  test('gives each function a folder, and removes folders of functions that are gone', async () => {
    await bundleFunctions([one, two], { root });
    expect((await files()).sort()).toEqual(['one', 'two']);
    await bundleFunctions([one], { root });
    expect(await files()).toEqual(['one']);
    const folder = await readdir(bundleFolder('vcc/one', { root }));
    expect(folder.sort()).toEqual(['index.mjs', 'index.mjs.map']);
    expect(await bytes()).toContain('"one"');
  });

  test('makes the same bytes from the same sources', async () => {
    await bundleFunctions([one], { root });
    const first = await bytes();
    await rm(join(root, 'dist'), { recursive: true });
    await bundleFunctions([one, two], { root });
    expect(await bytes()).toBe(first);
  });

  test('is skipped when nothing has changed', async () => {
    await rm(join(root, 'dist'), { recursive: true });
    expect(await bundleFunctions([one], { root })).toBe(true);
    expect(await bundleFunctions([one], { root })).toBe(false);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a source file', () => writeFile(join(root, 'functions', 'vcc', 'one.ts'), source('another'))],
    ['an imported file', () => writeFile(join(root, 'functions', 'word.ts'), "export const word = 'x';")],
    ['a bundle', () => writeFile(join(bundleFolder('vcc/one', { root }), 'index.mjs'), '')],
    ['a missing bundle', () => rm(bundleFolder('vcc/one', { root }), { recursive: true })],
    ['the installed packages', () => writeFile(join(root, 'package-lock.json'), '{}')],
    ['the account', () => rm(join(root, 'dist', 'meta.json'))],
  ])('runs again after a change of %s', async (_, change) => {
    await writeFile(
      join(root, 'functions', 'vcc', 'one.ts'),
      `export { word as handler } from '../word.ts';`,
    );
    await writeFile(join(root, 'functions', 'word.ts'), "export const word = 'word';");
    await rm(join(root, 'package-lock.json'), { force: true });
    await bundleFunctions([one], { root });
    await change();
    expect(await bundleFunctions([one], { root })).toBe(true);
    const [made, digest] = [await bytes(), await readFile(join(root, 'dist', 'digest'), 'utf8')];
    await rm(join(root, 'dist'), { recursive: true });
    await bundleFunctions([one], { root });
    expect([await bytes(), await readFile(join(root, 'dist', 'digest'), 'utf8')]).toEqual([made, digest]);
  });

  test('runs again for other functions', async () => {
    await bundleFunctions([one], { root });
    expect(await bundleFunctions([one, two], { root })).toBe(true);
    expect((await files()).sort()).toEqual(['one', 'two']);
  });

  test('names the catalogue entry without a function', async () => {
    const missing = { name: 'vcc/three', declaredBy: 'catalogue entry three' };
    const attempt = bundleFunctions([one, missing], { root });
    await expect(attempt).rejects.toThrow(FunctionFileMissing);
    await expect(attempt).rejects.toThrow(
      'catalogue entry three names the function vcc/three, but functions/vcc/three.ts does not exist',
    );
  });
});
