import { fileURLToPath } from 'node:url';
import { type CloudOptions, type LocalCloud, startCloud } from '../local-cloud/cloud.ts';
import { Provocations } from '../sandbox/provocations.ts';
import { signInHint } from './sign-in-hint.ts';

const PROJECT = new URL('../../', import.meta.url);
const inProject = (path: string): string => fileURLToPath(new URL(path, PROJECT));

const APP = inProject('infra/app.ts');

/** What bundles and templates are made of: the sources, the packages, and what says how to read them. */
const SOURCES = [
  ...[
    'functions',
    'shared',
    'infra',
    'stages',
    'cdk.json',
    'tsconfig.json',
    'package.json',
    'package-lock.json',
  ],
  // The packages that are installed, should they not be those of the lock file.
  'node_modules/.package-lock.json',
].map(inProject);

/** The variable with the URL of the API in the environment of a running local cloud. */
export const API_VARIABLE = 'ISSUARY_API';

/** Settings for one machine: merchants' endpoints are on it too, and it may be busy. */
const LOCAL_CONTEXT = {
  notifyAllowLoopbackHttp: 'true',
  callTimeoutMs: '15000',
  authorizeCallTimeoutMs: '15000',
  authorizeTimeoutSeconds: '15',
};

/** Starts Issuary as a sandbox on a local cloud: requests may ask for failures, and so may `/_control/failures`. */
export function startIssuarySandbox(options: Omit<CloudOptions, 'app' | 'sources'>): Promise<LocalCloud> {
  const provocations = new Provocations();
  return startIssuary({
    ...options,
    context: { ...options.context, sandbox: 'true' },
    addedRequestHeaders: provocations.headersFor,
    controls: { failures: provocations.control },
  });
}

/**
 * Starts Issuary on a local cloud. `context` adds settings to those for one machine.
 *
 * @throws LocalCloudError when something must be done first
 */
export const startIssuary = (options: Omit<CloudOptions, 'app' | 'sources'>): Promise<LocalCloud> =>
  startCloud({
    ...options,
    app: APP,
    sources: SOURCES,
    context: { ...LOCAL_CONTEXT, ...options.context },
    dueIndex: 'due',
    apiUrlVariable: API_VARIABLE,
    addedHeaders: signInHint,
    site: {
      path: '/docs',
      folder: inProject('docs/.vitepress/dist'),
      ifMissing:
        'The documentation is not built yet. Build it with `npm run docs:build`, and reload this page.',
    },
  });
