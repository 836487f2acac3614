/** The requested page. */
export interface PageRequest {
  /** From 1. */
  readonly currentPage: number;
  readonly pageSize: number;
}

/** A page as it is on the wire (contract section 2). */
export interface Page<Row> {
  totalCount: number;
  currentPage: number;
  pageSize: number;
  totalPages: number;
  list: Row[];
}

/** Builds a page from the rows on it and the number of rows on all pages. */
export function buildPage<Row>(
  totalCount: number,
  { currentPage, pageSize }: PageRequest,
  list: Row[],
): Page<Row> {
  return { totalCount, currentPage, pageSize, totalPages: Math.ceil(totalCount / pageSize), list };
}

/** Returns the requested page of all rows, which are already in order. */
export function paginate<Row>(rows: readonly Row[], request: PageRequest): Page<Row> {
  const start = (request.currentPage - 1) * request.pageSize;
  return buildPage(rows.length, request, rows.slice(start, start + request.pageSize));
}
