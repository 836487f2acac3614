import { dirname, join, posix, relative } from 'node:path';
import { SITE_PAGES, type SitePage } from './sections.ts';

/** Where the site shows files of the project that are no pages. */
const SOURCE_FOLDER = 'source';

const bySource = new Map(SITE_PAGES.map((page) => [page.source, page]));
const FENCES = /^(```[\s\S]*?^```)/gm;
const LINK = /(\[(?:[^\][]|\[[^\]]*\])*\]\()([^)\s]+)(\))/g;

/** The text of a page of the site, and the files that it links to. */
interface RewrittenPage {
  readonly text: string;
  readonly files: readonly string[];
}

/** Returns the file of the site that shows a file or folder of the project. */
export const shownAs = (file: string): string => `${SOURCE_FOLDER}/${file.replace(/\/$/, '')}.txt`;

/** Returns the page as it stands on the site: links to pages lead to pages, and links to other files to their text. */
export function rewriteLinks(text: string, { name, source }: SitePage): RewrittenPage {
  const files: string[] = [];
  const rewritten = (url: string): string => {
    if (/^[a-z]+:|^#/.test(url)) return url;
    const [path = '', anchor] = url.split('#');
    const target = join(dirname(source), path);
    const page = bySource.get(target) ?? bySource.get(join(target, 'README.md'));
    if (!page && !isPicture(target)) files.push(target);
    const shown = page ? `${page.name}.md` : isPicture(target) ? picture(target) : shownAs(target);
    return `${fromPage(name, shown)}${page && anchor !== undefined ? `#${anchor}` : ''}`;
  };
  const prose = (part: string): string =>
    part.replaceAll(LINK, (_, open: string, url: string, close: string) => open + rewritten(url) + close);
  const parts = text.split(FENCES).map((part) => (part.startsWith('```') ? part : prose(part)));
  return { text: parts.join(''), files };
}

const isPicture = (file: string): boolean => /\.(?:svg|png)$/.test(file);
const picture = (file: string): string => relative('docs', file);

function fromPage(name: string, target: string): string {
  const path = posix.relative(posix.dirname(name), target);
  return path.startsWith('.') ? path : `./${path}`;
}
