import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { answerFromSite } from '../../../../../infra/local-cloud/http/site-files.ts';

const parent = mkdtempSync(join(tmpdir(), 'issuary-site-'));
const folder = join(parent, 'dist');
mkdirSync(join(folder, 'clients'), { recursive: true });
writeFileSync(join(parent, 'secret.txt'), 'secret');
writeFileSync(join(folder, 'index.html'), '<h1>Home</h1>');
writeFileSync(join(folder, 'errors.html'), '<h1>Errors</h1>');
writeFileSync(join(folder, 'errors.md'), '# Errors');
afterAll(() => rmSync(parent, { recursive: true }));

const site = { path: '/docs', folder, ifMissing: 'Build it first.' };
const get = (url: string, from = site) => {
  const response = answerFromSite(from, url);
  if (response === undefined) return undefined;
  const { statusCode, body, isBase64Encoded } = response;
  return [statusCode, Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString()];
};

it('serves pages with and without their ending, and the home page of the folder', () => {
  expect(get('/docs/')).toEqual([200, '<h1>Home</h1>']);
  expect(get('/docs/errors')).toEqual([200, '<h1>Errors</h1>']);
  expect(get('/docs/errors.html')).toEqual([200, '<h1>Errors</h1>']);
  expect(answerFromSite(site, '/docs/errors.md')?.headers).toEqual({
    'content-type': 'text/markdown; charset=utf-8',
  });
  expect(answerFromSite(site, '/docs')).toMatchObject({ statusCode: 302, headers: { location: '/docs/' } });
});

it.each([
  '/docs/../secret.txt',
  '/docs/%2e%2e/secret.txt',
  '/docs/..%2fsecret.txt',
  '/docs/%ff',
  '/docs/clients',
])('serves nothing outside the folder, and no folder: %s', (url) => {
  expect(get(url)).toEqual([404, 'There is no such page.\n']);
});

it('says what to do while the site is not built, and leaves other paths to the API', () => {
  expect(get('/docs/', { ...site, folder: join(parent, 'nowhere') })).toEqual([404, 'Build it first.\n']);
  expect(get('/documents')).toBeUndefined();
  expect(get('/openapi/account/balance')).toBeUndefined();
});
