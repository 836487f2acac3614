import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openViewer, type Viewer, type ViewerBrowser, type ViewerSession } from './browser.ts';
import { fieldNames, type Shown, shownNotifications, shownOperations, toolFile } from './tools.ts';

/** A viewer, with the ids that it gives to the sections of the page. */
interface SectionedViewer extends Viewer {
  readonly sectionOf: (shown: Shown, kind: 'operation' | 'notification') => string;
}

const slug = (words: string): string => words.toLowerCase().replaceAll(/[ _]/g, '-');

const viewers: Readonly<Record<string, SectionedViewer>> = {
  Redoc: {
    script: toolFile('redoc/bundles/redoc.standalone.js'),
    start:
      "Redoc.init('/openapi.yaml', { expandResponses: 'all', schemasExpansionLevel: 'all' }, document.getElementById('app'))",
    sectionOf: ({ operationId }) => `operation/${operationId}`,
  },
  Scalar: {
    script: toolFile('@scalar/api-reference/dist/browser/standalone.js'),
    start:
      "Scalar.createApiReference('#app', { url: '/openapi.yaml', defaultOpenAllTags: true, expandAllResponses: true, expandAllSchemaProperties: true, telemetry: false, withDefaultFonts: false })",
    sectionOf: ({ path, tag }, kind) =>
      kind === 'operation'
        ? `api-1/tag/${slug(tag)}/POST${path}`
        : `api-1/tag/${slug(tag)}/webhook/POST/${slug(path)}`,
  },
};

/** Scrolls to a section, which some viewers fill only then, and returns its text once it has all that is looked for. */
const sectionText = ({ page }: ViewerSession, id: string, words: readonly string[]): Promise<string> =>
  page.evaluate(`(async () => {
    const words = ${JSON.stringify(words)};
    const text = () => {
      // Redoc gives a section two ids: one for itself and one for its place in the menu.
      const all = [...document.querySelectorAll('[id]')].filter(({ id }) => id === ${JSON.stringify(id)} || id.endsWith('/' + ${JSON.stringify(id)}));
      all.at(0)?.scrollIntoView();
      return all.map(({ innerText }) => innerText).join('\\n');
    };
    for (let frames = 0; frames < 600 && !words.every((word) => text().includes(word)); frames += 1)
      await new Promise(requestAnimationFrame);
    return text();
  })()`);

let browser: ViewerBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(Object.entries(viewers))('%s', (_, viewer) => {
  let session: ViewerSession;
  beforeAll(async () => {
    session = await openViewer(browser, viewer);
  });

  it.each(shownOperations)('shows $path with its title, fields and refusals', async (shown) => {
    const fields = Object.values(shown.contents).flatMap(fieldNames);
    const words = [shown.summary, shown.path, ...fields, ...shown.errorCodes];
    const text = await sectionText(session, viewer.sectionOf(shown, 'operation'), words);
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
  });

  it.each(shownNotifications)('shows $path with its fields and headers', async (shown) => {
    const fields = Object.values(shown.contents).flatMap(fieldNames);
    const words = [shown.path, 'webhook-id', ...fields];
    const text = await sectionText(session, viewer.sectionOf(shown, 'notification'), words);
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
  });

  it('shows nothing of the envelope, and has no error', async () => {
    expect(await session.page.evaluate('document.body.innerText')).not.toMatch(/dataContent|x-sealed/);
    expect(session.problems).toEqual([]);
  });
});
