import { clearView, loadTool } from './tools.ts';

/** What is used of a page of playwright-core. */
interface ViewerPage {
  goto(url: string): Promise<unknown>;
  on(event: 'pageerror', handler: (error: Error) => void): void;
  route(pattern: string, handler: (route: Route) => Promise<void>): Promise<void>;
  waitForFunction(expression: string, argument: undefined, options: { timeout: number }): Promise<unknown>;
  evaluate<Result>(expression: string): Promise<Result>;
}

interface Route {
  request(): { url(): string };
  fulfill(response: { contentType: string; body: string }): Promise<void>;
  abort(): Promise<void>;
}

/** What is used of a browser of playwright-core. */
export interface ViewerBrowser {
  newPage(options: { viewport: { width: number; height: number } }): Promise<ViewerPage>;
  close(): Promise<void>;
}

interface Playwright {
  readonly chromium: {
    launch(options: { executablePath: string; args: string[] }): Promise<ViewerBrowser>;
  };
}

/** Starts the browser that comes as a package. It needs no installed libraries, and runs as root. */
export async function openBrowser(): Promise<ViewerBrowser> {
  const { default: binary } = loadTool<{ default: { executablePath(): Promise<string> } }>(
    '@sparticuz/chromium',
  );
  const { chromium } = loadTool<Playwright>('playwright-core');
  return chromium.launch({
    executablePath: await binary.executablePath(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

/** A viewer of OpenAPI documents: its script, and the script that starts it in the element `#app`. */
export interface Viewer {
  readonly script: string;
  readonly start: string;
}

/** Nothing is served there: every request of the page is answered by this file. */
const SITE = 'http://reference.test';

/** A page that a viewer shows the clear view on, and what went wrong on it. */
export interface ViewerSession {
  readonly page: ViewerPage;
  readonly problems: readonly string[];
}

/** Opens the clear view in a viewer, and waits for the text that it begins with. */
export async function openViewer(browser: ViewerBrowser, viewer: Viewer): Promise<ViewerSession> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const problems: string[] = [];
  const files: Readonly<Record<string, readonly [string, string]>> = {
    '/': ['text/html', htmlOf(viewer)],
    '/viewer.js': ['text/javascript', viewer.script],
    '/openapi.yaml': ['text/yaml', clearView],
  };
  page.on('pageerror', ({ message }) => problems.push(message));
  await page.route('**/*', async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const [type, body] = (origin === SITE && files[pathname]) || [];
    if (type === undefined || body === undefined) return route.abort();
    return route.fulfill({ contentType: `${type}; charset=utf-8`, body });
  });
  await page.goto(`${SITE}/`);
  await page.waitForFunction('document.body.innerText.includes("Conventions")', undefined, {
    timeout: 120_000,
  });
  return { page, problems };
}

const htmlOf = ({ start }: Viewer): string =>
  `<!doctype html><meta charset="utf-8"><title>Reference</title><div id="app"></div>` +
  `<script src="/viewer.js"></script><script>${start}</script>`;
