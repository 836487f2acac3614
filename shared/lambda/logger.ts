import { Logger } from '@aws-lambda-powertools/logger';
import { redact } from './redact.ts';

/** Structured logs, one JSON line each, in which card data, keys and ciphertext never appear. */
export const logger = new Logger({ jsonReplacerFn: redact });
