/** A page of the site: its address without an ending, and the file that it is made from, from the project's folder. */
export interface SitePage {
  readonly name: string;
  readonly source: string;
}

/** A part of the sidebar, for one kind of reader. */
export interface Section {
  readonly title: string;
  readonly pages: readonly SitePage[];
}

const page = (name: string): SitePage => ({ name, source: `docs/${name}.md` });
const from = (source: string, name: string): SitePage => ({ name, source });

/** The page with the viewer of the clear view. It exists on the site only. */
export const API_PAGE = 'api';

/** The sidebar. Every page of `docs/` is in it once. */
export const SECTIONS: readonly Section[] = [
  { title: 'Start', pages: [from('README.md', 'introduction'), page('glossary'), page('faq')] },
  {
    title: 'Integrate',
    pages: [
      page('calling-the-api'),
      page('delivery'),
      page('errors'),
      page('reference'),
      page('fields'),
      page('cli'),
      from('clients/node/README.md', 'clients/node'),
      from('clients/python/README.md', 'clients/python'),
      from('clients/java/README.md', 'clients/java'),
      from('clients/go/README.md', 'clients/go'),
      from('clients/php/README.md', 'clients/php'),
    ],
  },
  {
    title: 'Cards and money',
    pages: ['orders', 'transactions', 'declines', 'money', 'external-issuers', 'hot-accounts'].map(page),
  },
  {
    title: 'Test',
    pages: [page('testing-your-integration'), from('clients/vectors/README.md', 'clients/vectors')],
  },
  { title: 'Operate', pages: ['operations', 'alarms', 'upgrading'].map(page) },
  {
    title: 'Trust',
    pages: [from('SECURITY.md', 'security'), page('testing'), page('benchmarks')],
  },
  {
    title: 'Contribute',
    pages: [
      from('CONTRIBUTING.md', 'contributing'),
      page('architecture'),
      page('adding-an-operation'),
      page('roadmap'),
      from('CHANGELOG.md', 'changelog'),
    ],
  },
];

/** Every page that is made from a file. */
export const SITE_PAGES: readonly SitePage[] = SECTIONS.flatMap(({ pages }) => pages);
