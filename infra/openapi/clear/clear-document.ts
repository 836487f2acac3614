import { stringifyYaml } from '@redocly/openapi-core';
import { CLEAR_GATEWAY_PORT } from '../../../clients/cli/common/port.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { conventions } from '../envelope.ts';
import { requestIdComponent, sharedParameters } from '../headers.ts';
import { sorted } from '../schemas.ts';
import { clearWebhooks } from './clear-notifications.ts';
import { type ClearView, clearPaths, clearResponses } from './clear-operations.ts';
import { clearTags } from './clear-tags.ts';
import { inRepository, type LinkTo } from './links.ts';

/** Where `issuary serve --clear` listens by default. */
const CLEAR_GATEWAY = `http://127.0.0.1:${CLEAR_GATEWAY_PORT}`;

const introduction = (
  linkTo: LinkTo,
) => `Cards, accounts and coins for merchants, and the notifications about them, **in clear**: what a request says, not how it is sealed.

On the wire every request is a POST of this JSON, sealed in an envelope and signed; so are results and notifications. The client libraries do that. So does the clear gateway on your own machine, \`issuary serve --clear\`: it takes this JSON, seals and signs it for the platform, and answers the opened result. The examples here run against it.

- The wire itself: \`openapi.yaml\`, and [how requests are sealed and signed](${linkTo('calling-the-api')})
- [Error codes](${linkTo('errors')}) with causes and what to do · [Declined purchases](${linkTo('declines')}) with what to tell the cardholder
- [Receiving notifications](${linkTo('delivery')}) · [The life of an order](${linkTo('orders')}) · [Glossary](${linkTo('glossary')})

# Conventions

${conventions}`;

/** Returns the clear view of the contract as an OpenAPI document: every operation and notification in clear. */
export function clearDocument(linkTo: LinkTo = inRepository) {
  const view: ClearView = { components: {}, linkTo };
  const paths = clearPaths(view);
  const webhooks = clearWebhooks(view);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Issuary Merchant API',
      version: manifest.version,
      description: introduction(linkTo),
      license: { name: manifest.license, identifier: manifest.license },
    },
    servers: [
      { url: CLEAR_GATEWAY, description: 'The clear gateway on your machine: issuary serve --clear.' },
    ],
    // The clear gateway is on the loopback interface and has the merchant's keys.
    security: [],
    tags: Object.entries(clearTags).map(([name, description]) => ({ name, description })),
    paths,
    webhooks,
    components: {
      schemas: sorted(view.components),
      parameters: sharedParameters,
      responses: clearResponses,
      headers: requestIdComponent,
    },
  };
}

/** Returns the clear view as it is checked in. */
export const clearText = (): string =>
  `# Generated from shared/wire/contract by npm run reference. Do not edit.\n${stringifyYaml(clearDocument(), { lineWidth: -1, noRefs: true })}`;
