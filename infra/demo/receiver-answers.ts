import type { ServerResponse } from 'node:http';
import { HOST, isForThisMachine, type ReceiverResponse, readBody } from './receiver-http.ts';

/** An answer of the receiver other than SUCCESS. */
export interface PlannedAnswer {
  /** The HTTP status; 200 by default. */
  readonly status: number;
  readonly body: string;
  /** Seconds in the header Retry-After. */
  readonly retryAfter?: number;
  /** The connection stays open without an answer. */
  readonly hang: boolean;
  /** How many notifications are left. */
  readonly times: number;
}

/** What the receiver answers the next notifications, in place of SUCCESS. */
export class ReceiverAnswers {
  readonly #planned: PlannedAnswer[] = [];

  list(): readonly PlannedAnswer[] {
    return this.#planned;
  }

  /** Plans the answers to the next notifications. Returns what is wrong with the plan, if anything. */
  plan(asked: Readonly<Record<string, unknown>>): string | undefined {
    const { status = 200, body = '', retryAfter, hang = false, times = 1 } = asked;
    if (!isWhole(status, 200, 599)) return 'status is an HTTP status from 200 to 599';
    if (!isWhole(times, 1, 1_000_000)) return 'times is a whole number from 1';
    if (retryAfter !== undefined && !isWhole(retryAfter, 0, 1_000_000))
      return 'retryAfter is in whole seconds';
    this.#planned.push({
      status,
      body: String(body),
      ...(retryAfter !== undefined && { retryAfter }),
      hang: hang === true,
      times,
    });
    return undefined;
  }

  clear(): void {
    this.#planned.length = 0;
  }

  /** Takes the answer to a notification; undefined when it is SUCCESS. */
  take(): PlannedAnswer | undefined {
    const [next] = this.#planned;
    if (!next) return undefined;
    if (next.times > 1) this.#planned[0] = { ...next, times: next.times - 1 };
    else this.#planned.shift();
    return next;
  }
}

const isWhole = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

/** Sends a planned answer; one that hangs is never sent. */
export function sendPlanned(
  response: ServerResponse,
  { status, body, retryAfter, hang }: PlannedAnswer,
): void {
  if (hang) return;
  response.writeHead(status, {
    'content-type': 'text/plain',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...(status >= 300 && status < 400 && { location: `http://${HOST}/elsewhere` }),
  });
  response.end(body);
}

/** Handles `GET`, `POST` and `DELETE` of `/_control/answers`. */
export async function controlAnswers(
  request: Parameters<typeof readBody>[0],
  answers: ReceiverAnswers,
): Promise<ReceiverResponse> {
  if (!isForThisMachine(request) || request.headers.origin !== undefined)
    return { status: 403, body: 'controls are for programs on this machine' };
  if (request.method === 'DELETE') answers.clear();
  if (request.method === 'POST') {
    const problem = answers.plan(parse(await readBody(request)));
    if (problem) return { status: 400, body: { error: 'ANSWER_INVALID', message: problem } };
  }
  return { status: 200, body: { answers: answers.list() } };
}

function parse(text = ''): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { status: 'no JSON' };
  }
}
