/** Which page is asked for. */
export interface AskedPage {
  readonly currentPage: number;
  readonly pageSize: number;
}

/** A page as the wire tells it (contract section 2). */
export interface Page<Row> {
  totalCount: number;
  currentPage: number;
  pageSize: number;
  totalPages: number;
  list: Row[];
}

/** The page that was asked for, of that many rows in all; `list` is what is on it. */
export function pageWith<Row>(
  totalCount: number,
  { currentPage, pageSize }: AskedPage,
  list: Row[],
): Page<Row> {
  return { totalCount, currentPage, pageSize, totalPages: Math.ceil(totalCount / pageSize), list };
}

/** The asked-for page of rows that are in order already. */
export function pageOf<Row>(rows: readonly Row[], asked: AskedPage): Page<Row> {
  const start = (asked.currentPage - 1) * asked.pageSize;
  return pageWith(rows.length, asked, rows.slice(start, start + asked.pageSize));
}
