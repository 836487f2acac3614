/** A page as the wire tells it (contract section 2). */
export interface Page<Row> {
  totalCount: number;
  currentPage: number;
  pageSize: number;
  totalPages: number;
  list: Row[];
}

/** The asked-for page of rows that are in order already. */
export function pageOf<Row>(
  rows: readonly Row[],
  asked: { currentPage: number; pageSize: number },
): Page<Row> {
  const start = (asked.currentPage - 1) * asked.pageSize;
  return {
    totalCount: rows.length,
    currentPage: asked.currentPage,
    pageSize: asked.pageSize,
    totalPages: Math.ceil(rows.length / asked.pageSize),
    list: rows.slice(start, start + asked.pageSize),
  };
}
