import { CONTROL_PREFIX } from '../local-cloud/http/control.ts';

/** Returns the clock of the platform at this URL: the local cloud's may have been moved, any other is this machine's. */
export async function platformClock(apiUrl: string): Promise<() => number> {
  const offset = await fetch(`${apiUrl}${CONTROL_PREFIX}clock`)
    .then(async (response) => (response.ok ? ((await response.json()) as { offsetMs?: number }).offsetMs : 0))
    .catch(() => 0);
  return () => Date.now() + Math.floor(Number(offset ?? 0));
}
