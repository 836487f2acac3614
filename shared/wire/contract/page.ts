/** Which page is asked for. */
export interface PageRequest {
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
export function buildPage<Row>(
  totalCount: number,
  { currentPage, pageSize }: PageRequest,
  list: Row[],
): Page<Row> {
  return { totalCount, currentPage, pageSize, totalPages: Math.ceil(totalCount / pageSize), list };
}

/** The asked-for page of rows that are in order already. */
export function paginate<Row>(rows: readonly Row[], request: PageRequest): Page<Row> {
  const start = (request.currentPage - 1) * request.pageSize;
  return buildPage(rows.length, request, rows.slice(start, start + request.pageSize));
}
