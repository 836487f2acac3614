import type { OperationName } from './client.ts';

/** A page of rows as the platform returns it. */
interface PageOf<Row> {
  readonly currentPage: number;
  readonly totalPages: number;
  readonly list: readonly Row[];
}

/** The largest page; iterations take it unless the request has a size. */
const MAX_PAGE_SIZE = 50;

/**
 * The fields that identify a row. Newest rows come first, so a row moves to a later page when one is added meanwhile.
 * Statement lines come oldest first, and do not move.
 */
const ROW_IDS: Partial<Record<OperationName, readonly string[]>> = {
  cardPage: ['cardId'],
  groupPage: ['groupId'],
  cardOperateQuery: ['orderId'],
  transactionQuery: ['recordNo', 'transCategory', 'cardId'],
};

/**
 * The result of a page query. `await` it for one page as requested; `for await` it for every row from that page on.
 * Requests are sent only then. An iteration returns each row once, even if rows are added meanwhile.
 */
export class Pages<Page extends PageOf<Row>, Row> implements PromiseLike<Page>, AsyncIterable<Row> {
  readonly #fetch: (request: object) => Promise<Page>;
  readonly #request: Readonly<Record<string, unknown>>;
  readonly #rowId: readonly string[] | undefined;

  constructor(operation: OperationName, request: object, fetch: (request: object) => Promise<Page>) {
    this.#fetch = fetch;
    this.#request = { ...request };
    this.#rowId = ROW_IDS[operation];
  }

  // biome-ignore lint/suspicious/noThenProperty: awaiting it is what it is for.
  then<Result1 = Page, Result2 = never>(
    onFulfilled?: ((page: Page) => Result1 | PromiseLike<Result1>) | null,
    onRejected?: ((reason: unknown) => Result2 | PromiseLike<Result2>) | null,
  ): Promise<Result1 | Result2> {
    return this.#fetch(this.#request).then(onFulfilled, onRejected);
  }

  /** Returns the pages from the requested one on. */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    const { pageSize = MAX_PAGE_SIZE } = this.#request;
    for (let currentPage = Number(this.#request['currentPage'] ?? 1); ; currentPage += 1) {
      const page = await this.#fetch({ ...this.#request, pageSize, currentPage });
      yield page;
      if (currentPage >= page.totalPages || page.list.length === 0) return;
    }
  }

  /** Returns every row from the requested page on. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    const seen = new Set<string>();
    for await (const { list } of this.pages())
      for (const row of list) {
        const id = this.#idOf(row);
        if (id !== undefined && seen.has(id)) continue;
        if (id !== undefined) seen.add(id);
        yield row;
      }
  }

  #idOf(row: Row): string | undefined {
    const values = row as Readonly<Record<string, unknown>>;
    return this.#rowId?.map((field) => String(values[field])).join('/');
  }
}
