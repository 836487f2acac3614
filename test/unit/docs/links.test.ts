import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf } from '../../../docs/site/headings.ts';
import { linksOf, pages, ROOT } from './markdown.ts';

const read = (target: string): string => readFileSync(join(ROOT, target), 'utf8');

describe.each(pages.map((page) => [page.path, linksOf(page)] as const))('%s', (_, links) => {
  it('links to existing files', () => {
    expect(links.map(({ target }) => target).filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  it('links to existing headings', () => {
    const missing = links.filter(
      ({ target, anchor }) =>
        anchor !== undefined && existsSync(join(ROOT, target)) && !anchorsOf(read(target)).has(anchor),
    );
    expect(missing).toEqual([]);
  });

  it('names only what its files declare', () => {
    const missing = links.filter(({ label, target }) => {
      const [, name] = /^`(\w+)`$/.exec(label) ?? [];
      if (name === undefined || !target.endsWith('.ts') || !existsSync(join(ROOT, target))) return false;
      return !new RegExp(`\\b(?:const|function|class|interface|type) ${name}\\b`).test(read(target));
    });
    expect(missing).toEqual([]);
  });
});

describe('the checks of links', () => {
  it('know links, anchors and headings', () => {
    const text = '## `a` b-c: [d](e)\n\n## a b-c d\n\n[x](y.md#z) [`f`](#g) [h](https://i) ![j](k.svg)\n';
    expect([...anchorsOf(text)]).toEqual(['a-b-c-d', 'a-b-c-d-1']);
    expect(linksOf({ path: 'docs/p.md', text })).toEqual([
      { label: 'd', target: 'docs/e' },
      { label: 'x', target: 'docs/y.md', anchor: 'z' },
      { label: '`f`', target: 'docs/p.md', anchor: 'g' },
      { label: 'j', target: 'docs/k.svg' },
    ]);
  });
});
