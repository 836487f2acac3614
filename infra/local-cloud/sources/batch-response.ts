/**
 * The identifiers that a function's answer to a batch names as failed, or undefined when the answer is not of the form
 * that `ReportBatchItemFailures` asks for, which makes the whole batch a failure.
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
