/**
 * Returns the identifiers of the failed items in a function's response to a batch. Returns undefined when the response
 * does not have the form for `ReportBatchItemFailures`: then the whole batch has failed.
 */
export function failedItems(response: unknown, known: ReadonlySet<string>): Set<string> | undefined {
  if (response === null || response === undefined) return new Set();
  const { batchItemFailures } = response as { batchItemFailures?: unknown };
  if (batchItemFailures === undefined || batchItemFailures === null) return new Set();
  if (!Array.isArray(batchItemFailures)) return undefined;
  const failed = new Set<string>();
  for (const failure of batchItemFailures) {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== 'string' || !known.has(id)) return undefined;
    failed.add(id);
  }
  return failed;
}
