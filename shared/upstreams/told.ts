import type { Platform } from '../platform/platform.ts';
import type { Upstream } from './upstream.ts';

/** One message of an upstream that was authenticated. */
export interface Told {
  readonly platform: Platform;
  readonly upstream: Upstream;
  /** The same for the same message and nothing of its content: for types whose content has no id. */
  readonly messageId: string;
  /** Follows the message through queues and notifications in every log line. */
  readonly correlationId: string;
}
