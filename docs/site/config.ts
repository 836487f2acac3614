import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slugOf } from './headings.ts';
import { API_PAGE, SECTIONS, type SitePage } from './sections.ts';
import { BASE, STAGED } from './stage.ts';

/** What is used of VitePress's Markdown renderer, markdown-it. */
interface Renderer {
  readonly renderer: { rules: { fence?: Fence } };
  readonly utils: { escapeHtml(text: string): string };
}
type Fence = (tokens: readonly Token[], index: number, ...rest: unknown[]) => string;
interface Token {
  readonly info: string;
  readonly content: string;
}

/** Diagrams are drawn in the browser. */
function drawDiagrams(markdown: Renderer): void {
  const { fence } = markdown.renderer.rules;
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info = '', content = '' } = tokens[index] ?? {};
    if (info !== 'mermaid') return fence?.(tokens, index, ...rest) ?? '';
    return `<MermaidDiagram code="${encodeURIComponent(content)}" />`;
  };
}

const titleOf = ({ name }: SitePage): string =>
  /^# (.+)$/m.exec(readFileSync(join(STAGED, `${name}.md`), 'utf8'))?.[1] ?? name;

const sidebar = SECTIONS.map(({ title, pages }) => ({
  text: title,
  items: [
    ...pages.map((page) => ({
      text: page.name === 'introduction' ? 'Introduction' : titleOf(page).replaceAll('`', ''),
      link: `/${page.name}`,
    })),
    ...(title === 'Integrate' ? [{ text: 'API reference', link: `/${API_PAGE}` }] : []),
  ],
}));

/** The settings of the site for VitePress. */
const siteConfig = {
  title: 'Issuary',
  description: 'A card-issuing platform that you run in your own AWS account',
  lang: 'en',
  base: BASE,
  srcDir: STAGED,
  outDir: join(STAGED, '..', 'dist'),
  cacheDir: join(STAGED, '..', 'cache'),
  metaChunk: true,
  themeConfig: {
    nav: [
      { text: 'Introduction', link: '/introduction' },
      { text: 'API reference', link: `/${API_PAGE}` },
      { text: 'Errors', link: '/errors' },
      { text: 'Declines', link: '/declines' },
    ],
    sidebar,
    outline: [2, 3] as [number, number],
    search: { provider: 'local' as const },
  },
  markdown: {
    anchor: { slugify: slugOf },
    theme: { light: 'github-light-high-contrast' as const, dark: 'github-dark-high-contrast' as const },
    config: drawDiagrams,
  },
};

export default siteConfig;
