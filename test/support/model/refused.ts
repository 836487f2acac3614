/** What DynamoDB refuses whatever stands in its tables: a defect of the writer, never a condition of business. */
export class TableRefused extends Error {
  override readonly name = 'TableRefused';
}
