import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { withoutCode } from '../../../docs/site/headings.ts';

/** The project's folder. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A page for readers, by its path in the project. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** The pages whose links are checked. */
export const pages: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** A link to somewhere in the project. */
export interface Link {
  /** Its text in Markdown. */
  readonly label: string;
  /** The file or folder, from the project's folder; the page itself for a bare anchor. */
  readonly target: string;
  /** The anchor without `#`. */
  readonly anchor?: string;
}

/** Returns the links of a page to files of the project. */
export function linksOf({ path, text }: Page): Link[] {
  return [...withoutCode(text).matchAll(/\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g)].flatMap(
    ([, label = '', url = '']) => {
      if (/^[a-z]+:/.test(url)) return [];
      const [file = '', anchor] = url.split('#');
      const target = file === '' ? path : normalize(join(dirname(path), file));
      return { label, target, ...(anchor !== undefined && { anchor }) };
    },
  );
}
