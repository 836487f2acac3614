import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clearDocument } from '../../infra/openapi/clear/clear-document.ts';
import { rewriteLinks, shownAs } from './rewrite-links.ts';
import { API_PAGE, SITE_PAGES } from './sections.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const DOCS = join(PROJECT, 'docs');

/** The folder of the site's pages as VitePress reads them, made anew for each build. */
export const STAGED = join(DOCS, '.vitepress', 'pages');

/** Where the site is served: by the local cloud's gateway, and below a distribution. */
export const BASE = '/docs/';

/** The scripts of the viewer and of diagrams, served with the site. */
const VENDORED: Readonly<Record<string, string>> = {
  'scalar.js': '@scalar/api-reference/dist/browser/standalone.js',
  'mermaid.js': 'mermaid/dist/mermaid.min.js',
};

/** Writes the pages, and everything that they show and link to, for VitePress. */
export function stageSite(): void {
  rmSync(STAGED, { recursive: true, force: true });
  mkdirSync(STAGED, { recursive: true });
  const linked = SITE_PAGES.flatMap((page) => {
    const { text, files } = rewriteLinks(readFileSync(join(PROJECT, page.source), 'utf8'), page);
    write(`${page.name}.md`, withDescription(text));
    return files;
  });
  for (const file of new Set(linked)) write(join('public', shownAs(file)), contentOf(file));
  cpSync(join(DOCS, 'images'), join(STAGED, 'images'), { recursive: true });
  for (const page of [API_PAGE, 'index'])
    cpSync(join(import.meta.dirname, 'pages', `${page}.md`), join(STAGED, `${page}.md`));
  for (const [name, path] of Object.entries(VENDORED))
    write(join('public', 'vendor', name), readFileSync(join(DOCS, 'node_modules', path), 'utf8'));
  const clear = clearDocument(
    (page, anchor) => `${BASE}${page}.html${anchor === undefined ? '' : `#${anchor}`}`,
  );
  write('public/openapi.clear.json', JSON.stringify(clear));
}

function write(path: string, text: string): void {
  const file = join(STAGED, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The text of a file, or the names in a folder. */
function contentOf(path: string): string {
  const file = join(PROJECT, path);
  return statSync(file).isDirectory()
    ? `${path}\n\n${readdirSync(file).join('\n')}\n`
    : readFileSync(file, 'utf8');
}

/** Adds the first sentence below the title as the page's description, for search engines and llms.txt. */
function withDescription(text: string): string {
  const shown = text.replaceAll(/^<!--.*-->\n/gm, '');
  const [, paragraph = ''] = /^# .+\n+((?:[^#\n`!|<].*\n)+)/.exec(shown) ?? [];
  const [first = ''] = /^.+?\.(?= |$)/.exec(paragraph.trim().replaceAll('\n', ' ')) ?? [];
  const description = first.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '');
  return `---\ndescription: ${JSON.stringify(description)}\n---\n\n${shown}`;
}
