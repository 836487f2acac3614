import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFolder, bundleFunctions, FunctionFileMissing } from '../../infra/bundle.ts';

describe('bundling', () => {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'issuary-bundle-'));
    await mkdir(join(root, 'functions', 'vcc'), { recursive: true });
    const source = (word: string) => `export const handler = async (): Promise<string> => '${word}';`;
    await writeFile(join(root, 'functions', 'vcc', 'one.ts'), source('one'));
    await writeFile(join(root, 'functions', 'vcc', 'two.ts'), source('two'));
  });
  afterAll(() => rm(root, { recursive: true }));

  const one = { name: 'vcc/one', declaredBy: 'catalogue entry one' };
  const two = { name: 'vcc/two', declaredBy: 'catalogue entry two' };
  const files = () => readdir(join(root, 'dist', 'functions', 'vcc'));
  const bytes = () => readFile(join(bundleFolder('vcc/one', root), 'index.mjs'), 'utf8');

  test('gives each function a folder, and takes away what is no function any more', async () => {
    await bundleFunctions([one, two], root);
    expect((await files()).sort()).toEqual(['one', 'two']);
    await bundleFunctions([one], root);
    expect(await files()).toEqual(['one']);
    const folder = await readdir(bundleFolder('vcc/one', root));
    expect(folder.sort()).toEqual(['index.mjs', 'index.mjs.map']);
    expect(await bytes()).toContain('"one"');
  });

  test('makes the same bytes from the same sources', async () => {
    await bundleFunctions([one], root);
    const first = await bytes();
    await rm(join(root, 'dist'), { recursive: true });
    await bundleFunctions([one, two], root);
    expect(await bytes()).toBe(first);
  });

  test('names the catalogue entry whose function nobody has written', async () => {
    const missing = { name: 'vcc/three', declaredBy: 'catalogue entry three' };
    const attempt = bundleFunctions([one, missing], root);
    await expect(attempt).rejects.toThrow(FunctionFileMissing);
    await expect(attempt).rejects.toThrow(
      'catalogue entry three names the function vcc/three, but functions/vcc/three.ts does not exist',
    );
  });
});
