import { readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';

/** A folder of files that the gateway serves beside the API: for development only. */
export interface LocalSite {
  /** The first part of its paths: `/docs`. */
  readonly path: string;
  readonly folder: string;
  /** What a caller reads while the folder does not exist. */
  readonly ifMissing: string;
}

/** A response with a file's contents in Base64, or with a sentence. */
interface SiteResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Responds with a file of the site, or returns undefined if the path is not below the site's. */
export function answerFromSite(
  { path, folder, ifMissing }: LocalSite,
  url: string,
): SiteResponse | undefined {
  if (url === path) return { ...sentence(302, ''), headers: { location: `${path}/` } };
  if (!url.startsWith(`${path}/`)) return undefined;
  const file = fileOf(folder, url.slice(path.length));
  if (file === undefined) return sentence(404, 'There is no such page.');
  if (!isFile(join(folder, 'index.html'))) return sentence(404, ifMissing);
  const found = [file, `${file}.html`, join(file, 'index.html')].find(isFile);
  if (found === undefined) return sentence(404, 'There is no such page.');
  return {
    statusCode: 200,
    headers: { 'content-type': TYPES[extname(found)] ?? 'application/octet-stream' },
    body: readFileSync(found).toString('base64'),
    isBase64Encoded: true,
  };
}

/** The file of a path below the folder; undefined for a path that leads out of it or does not decode. */
function fileOf(folder: string, path: string): string | undefined {
  try {
    // `normalize` cannot go above the root.
    return join(folder, normalize(`/${decodeURIComponent(path)}`).replaceAll('\0', ''));
  } catch {
    return undefined;
  }
}

const sentence = (statusCode: number, text: string): SiteResponse => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: `${text}\n`,
  isBase64Encoded: false,
});
