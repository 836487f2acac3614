import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { redact } from './log-redaction.ts';

/** Formats a log line without the Lambda context and the sampling rate, which are never set. */
class LineFormatter extends LogFormatter {
  formatAttributes(line: UnformattedAttributes, more: LogAttributes): LogItem {
    const { logLevel: level, message, timestamp, serviceName: service, xRayTraceId } = line;
    const traced = xRayTraceId !== undefined && { xray_trace_id: xRayTraceId };
    return new LogItem({
      attributes: { level, message, timestamp: timestamp.toISOString(), service, ...traced, ...more },
    });
  }
}

/** Structured logger with one JSON line per entry. Redacts card data, keys and ciphertext. */
export const logger = new Logger({ jsonReplacerFn: redact, logFormatter: new LineFormatter() });
