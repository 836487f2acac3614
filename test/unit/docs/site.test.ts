import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, normalize, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf } from '../../../docs/site/headings.ts';
import { rewriteLinks } from '../../../docs/site/rewrite-links.ts';
import { SITE_PAGES } from '../../../docs/site/sections.ts';
import { linksOf, ROOT } from './markdown.ts';

const staged = new Map(
  SITE_PAGES.map((page) => [
    `${page.name}.md`,
    rewriteLinks(readFileSync(join(ROOT, page.source), 'utf8'), page),
  ]),
);

describe('the sidebar of the site', () => {
  it('has every page of docs/ once', () => {
    const sources = SITE_PAGES.map(({ source }) => source).filter((source) => source.startsWith('docs/'));
    expect(sources.toSorted()).toEqual(globSync('docs/*.md', { cwd: ROOT }).toSorted());
  });

  it('has the README of every client', () => {
    const clients = globSync('clients/*/README.md', { cwd: ROOT });
    const sources = new Set(SITE_PAGES.map(({ source }) => source));
    expect(clients.filter((client) => !sources.has(client))).toEqual([]);
  });
});

describe.each([...staged])('%s', (name, { text, files }) => {
  // Paths on the site begin at its root.
  const links = linksOf({ path: name, text }).map((link) => ({ ...link, target: normalize(link.target) }));

  it('links to pages of the site, to their headings, and to files of the project', () => {
    const missing = links.filter(({ target, anchor }) => {
      if (target.startsWith('source/') || target.startsWith('images/')) return false;
      const page = staged.get(target);
      return page === undefined || (anchor !== undefined && !anchorsOf(page.text).has(anchor));
    });
    expect(missing).toEqual([]);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

describe('links of a page', () => {
  const rewritten = (text: string, name: string, source: string) => rewriteLinks(text, { name, source });

  it('lead to pages of the site, whatever folder their files are in', () => {
    const text =
      '[a](errors.md#error-110001) [b](../README.md#try-it) [c](../clients/node) [d](https://e.com/f.md)';
    expect(rewritten(text, 'faq', 'docs/faq.md')).toEqual({
      text: '[a](./errors.md#error-110001) [b](./introduction.md#try-it) [c](./clients/node.md) [d](https://e.com/f.md)',
      files: [],
    });
    const back = rewritten('[a](../../docs/errors.md)', 'clients/node', 'clients/node/README.md');
    expect(back.text).toBe(`[a](${posix.join('..', 'errors.md')})`);
  });

  it('lead to the text of files that are no pages, and stay as they are in code', () => {
    const text = '[a](../shared/wire/errors.ts)\n\n```md\n[b](../README.md)\n```\n';
    expect(rewritten(text, 'faq', 'docs/faq.md')).toEqual({
      text: '[a](./source/shared/wire/errors.ts.txt)\n\n```md\n[b](../README.md)\n```\n',
      files: ['shared/wire/errors.ts'],
    });
  });
});
