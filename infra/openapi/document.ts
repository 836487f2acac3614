import { stringifyYaml } from '@redocly/openapi-core';
import manifest from '../../package.json' with { type: 'json' };
import { appendicesText } from './appendices.ts';
import { envelopes, introduction } from './envelope.ts';
import { sharedHeaders, sharedParameters } from './headers.ts';
import { notificationWebhooks } from './notifications.ts';
import { operationPaths, sharedResponses } from './operations.ts';
import { type Components, sorted } from './schemas.ts';
import { tags } from './tags.ts';
import { webhookPaths, webhookResponses } from './webhooks.ts';

const servers = [
  { url: 'http://127.0.0.1:8080', description: 'npm start' },
  {
    url: 'https://{api}.execute-api.{region}.amazonaws.com/live',
    description: 'A deployment.',
    variables: { api: { default: 'api' }, region: { default: 'ap-southeast-1' } },
  },
];

/** Returns the OpenAPI document of the contract, generated from the catalogues and schemas. */
export function openApiDocument() {
  const components: Components = { ...envelopes };
  const paths = { ...operationPaths(components), ...webhookPaths(components) };
  const webhooks = notificationWebhooks(components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Issuary Merchant API',
      version: manifest.version,
      description: introduction,
      license: { name: manifest.license, identifier: manifest.license },
    },
    servers,
    // The seal of the envelope authenticates the sender, and OpenAPI has no scheme for that.
    security: [],
    tags: [
      ...Object.entries(tags).map(([name, description]) => ({ name, description })),
      { name: 'appendix', description: `The lists that fields choose from.\n\n${appendicesText()}` },
    ],
    paths,
    webhooks,
    components: {
      schemas: sorted(components),
      responses: { ...sharedResponses, ...webhookResponses },
      parameters: sharedParameters,
      headers: sharedHeaders,
    },
  };
}

/** Returns the document as it is checked in. */
export const openApiText = (): string =>
  `# Generated from shared/wire/contract by npm run reference. Do not edit.\n${stringifyYaml(openApiDocument(), { lineWidth: -1, noRefs: true })}`;
