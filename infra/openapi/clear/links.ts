/** Returns the address of a page of docs/, or of a heading on it, as the reader's page links to it. */
export type LinkTo = (page: string, anchor?: string) => string;

/** Links for readers of the repository, from its folder. */
export const inRepository: LinkTo = (page, anchor) =>
  `docs/${page}.md${anchor === undefined ? '' : `#${anchor}`}`;
