import type { CallRequest, CallResult, MerchantClient } from '../../../../client/client.ts';

/** Maximum size of a page. */
const PAGE_SIZE = 50;

type PagedQuery = 'cardOperateQuery' | 'transactionQuery' | 'cardPage' | 'groupPage';

/** Calls `take` for every row of a query, newest first. If rows are added meanwhile, a row may come twice. */
export async function forEachRow<Name extends PagedQuery>(
  client: MerchantClient,
  name: Name,
  request: CallRequest<Name>,
  take: (row: CallResult<Name>['list'][number]) => void,
): Promise<void> {
  for (let currentPage = 1; ; currentPage += 1) {
    const pageRequest = { ...(request as object), currentPage, pageSize: PAGE_SIZE } as CallRequest<Name>;
    const page = await client.call(name, pageRequest);
    for (const row of page.list) take(row);
    if (currentPage >= page.totalPages) return;
  }
}
