import { type IncomingMessage, request } from 'node:http';
import type { Answer } from './judge.ts';

/**
 * Posts bytes unchanged on a new connection, because a reused one may be closed while the next body is sealed. Several
 * pieces are sent as chunks.
 */
export function postBytes(
  url: string,
  headers: Readonly<Record<string, string>>,
  ...pieces: readonly Buffer[]
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const length = pieces.length === 1 ? { 'content-length': String(pieces[0]?.length) } : {};
  const posting = request(
    url,
    { method: 'POST', headers: { ...headers, ...length }, agent: false },
    (response) => answerOf(response).then(resolve, reject),
  );
  posting.on('error', reject);
  for (const piece of pieces) posting.write(piece);
  posting.end();
  return promise;
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  const { statusCode = 0, headers } = response;
  return {
    status: statusCode,
    contentType: headers['content-type'] ?? '',
    headers,
    body: Buffer.concat(parts).toString(),
  };
}
