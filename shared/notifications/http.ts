import type { Post } from './deliver.ts';

/** How long a merchant has to answer (contract section 4). */
const TIMEOUT_MS = 15_000;
/** The most of an answer that is read. */
const ANSWER_BYTES = 65_536;

/** Posts JSON to a merchant: no redirects, 15 s, and no more of the answer than 64 kB. */
export const postJson: Post = async (url, body) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: answer.status, body: await beginningOf(answer) };
};

async function beginningOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString();
}
