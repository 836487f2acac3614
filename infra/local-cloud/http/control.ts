import type { IncomingMessage } from 'node:http';
import { ControlRefused } from '../clock/control-refused.ts';
import type { CloudClock } from '../clock/time-travel.ts';

/** Where the controls of the cloud are: beside the API's own paths, which must not begin so. */
export const CONTROL_PREFIX = '/_control/';

/** What a control is asked: the method, the query, and the body, an object that came as JSON. */
export interface ControlRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Handles requests to one path and returns what is sent as JSON.
 *
 * @throws ControlRefused when it cannot do what it is asked
 */
export type Control = (request: ControlRequest) => Promise<object>;

/** Controls by the path after the prefix: `clock`. */
export type Controls = Readonly<Record<string, Control>>;

/** The controls of every cloud: its clock, and whether it is ready. */
export function cloudControls(clock: CloudClock, offsetMs: () => number): Controls {
  const time = () => ({
    now: new Date(clock.now()).toISOString(),
    epochMs: clock.now(),
    offsetMs: offsetMs(),
  });
  return {
    ready: async () => ({ ready: true }),
    clock: async ({ method, body: { advance, set, settle } }) => {
      if (method === 'GET') return time();
      if (advance !== undefined) await clock.advance(advance as string);
      else if (set !== undefined) await clock.set(set as string);
      else if (settle === true) await clock.settle();
      else
        throw new ControlRefused(
          'NOTHING_TO_DO',
          'the body is {"advance":"28h"}, {"set":"2030-01-31T12:00:00Z"} or {"settle":true}',
        );
      return time();
    },
  };
}

/** A control's answer. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: object;
}

/** Handles a request to a control. `path` is what follows the prefix. */
export async function answerControl(
  controls: Controls,
  path: string,
  request: IncomingMessage,
  body: string,
): Promise<ControlAnswer> {
  const control = Object.hasOwn(controls, path) ? controls[path] : undefined;
  if (!isFromThisMachine(request)) return refusal(403, 'NOT_LOCAL', 'controls are for this machine only');
  if (!control)
    return refusal(404, 'NO_SUCH_CONTROL', `there is no ${path}, only ${Object.keys(controls).join(', ')}`);
  try {
    const query = new URL(request.url ?? '/', 'http://local').searchParams;
    return { status: 200, body: await control({ method: request.method ?? '', query, body: parse(body) }) };
  } catch (error) {
    if (error instanceof ControlRefused) return refusal(400, error.code, error.message);
    return refusal(500, 'CONTROL_FAILED', String(error));
  }
}

const refusal = (status: number, code: string, message: string): ControlAnswer => ({
  status,
  body: { error: code, message },
});

/** Web pages of others could post here too, and make a name of theirs resolve to this machine. */
function isFromThisMachine({ headers: { host = '', origin } }: IncomingMessage): boolean {
  const isLocal = (name: string) => /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(name);
  return isLocal(host) && (origin === undefined || isLocal(origin.replace(/^https?:\/\//, '')));
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text || '{}');
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Refused below.
  }
  throw new ControlRefused('BODY_INVALID', 'the body is not a JSON object');
}
