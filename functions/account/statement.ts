import { pageStatement } from '../../shared/domain/money/statements/statement-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { accountStatement } from '../../shared/wire/contract/operations/statement.ts';

/** Account Statement. */
export const handler = merchantOperation(accountStatement, pageStatement);
