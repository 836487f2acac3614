import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { redact } from './log-redaction.ts';

/** A line with what is known: no places for a Lambda context and a sampling rate that nobody sets. */
class LineFormatter extends LogFormatter {
  formatAttributes(line: UnformattedAttributes, more: LogAttributes): LogItem {
    const { logLevel: level, message, timestamp, serviceName: service, xRayTraceId } = line;
    const traced = xRayTraceId !== undefined && { xray_trace_id: xRayTraceId };
    return new LogItem({
      attributes: { level, message, timestamp: timestamp.toISOString(), service, ...traced, ...more },
    });
  }
}

/** Structured logs, one JSON line each, in which card data, keys and ciphertext never appear. */
export const logger = new Logger({ jsonReplacerFn: redact, logFormatter: new LineFormatter() });
