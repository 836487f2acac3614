import { TemplateUnsupported } from '../errors.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import { findFunction } from '../sources/mappings.ts';
import { type Resource, resourcesOfType } from '../template/resources.ts';
import type { Values } from '../template/values.ts';
import { type GatewayResponses, readGatewayResponses } from './gateway-responses.ts';

/** A method of the API and the function behind it. */
export interface Route {
  readonly resourceId: string;
  readonly path: string;
  readonly lambda: LambdaFunction;
}

/** A REST API as the template describes it. */
export interface RestApi {
  readonly id: string;
  readonly stage: string;
  /** By method and path: `POST /items/list`. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly responses: GatewayResponses;
}

interface ResourceProperties {
  readonly ParentId: string;
  readonly PathPart: string;
}

interface MethodProperties {
  readonly HttpMethod: string;
  readonly ResourceId: string;
  readonly Integration: { readonly Uri: string };
}

const API = 'AWS::ApiGateway::RestApi';
const RESOURCE = 'AWS::ApiGateway::Resource';
const INVOCATION_URI = /\/functions\/(arn:[^/]+)\/invocations$/;

/** Defines the API and its parts for references in the templates. */
export function defineApi(resources: readonly Resource[], values: Values): void {
  for (const resource of resources) {
    if (resource.type === API)
      values.define(resource, { Ref: resource.name, RootResourceId: `${resource.name}/` });
    if (resource.type === RESOURCE || resource.type === 'AWS::ApiGateway::Stage')
      values.define(resource, { Ref: resource.name });
  }
}

/**
 * Reads the one REST API of the app.
 *
 * @throws TemplateUnsupported when there is none or a second one, or a path with parameters
 */
export function readApi(
  resources: readonly Resource[],
  values: Values,
  functions: readonly LambdaFunction[],
): RestApi {
  const [api, another] = resources.filter(({ type }) => type === API);
  if (!api) throw new TemplateUnsupported('the app', 'an app without a REST API');
  if (another) throw new TemplateUnsupported(another.where, 'a second REST API');
  const paths = readPaths(resources, values, `${api.name}/`);
  const routes = new Map<string, Route>();
  for (const method of resourcesOfType<MethodProperties>(resources, 'AWS::ApiGateway::Method', values)) {
    const { HttpMethod, ResourceId, Integration, where } = method;
    const arn = INVOCATION_URI.exec(Integration.Uri)?.[1];
    if (!arn || HttpMethod === 'ANY')
      throw new TemplateUnsupported(where, `${HttpMethod} on ${Integration.Uri}`);
    const path = paths.get(ResourceId) ?? '/';
    const lambda = findFunction(functions, arn, where);
    routes.set(`${HttpMethod} ${path}`, { resourceId: ResourceId, path, lambda });
  }
  const stage = resources.find(({ type }) => type === 'AWS::ApiGateway::Stage')?.name ?? '';
  return { id: api.name, stage, routes, responses: readGatewayResponses(resources, values) };
}

function readPaths(resources: readonly Resource[], values: Values, root: string): Map<string, string> {
  const parts = new Map(
    resourcesOfType<ResourceProperties>(resources, RESOURCE, values).map((part) => [part.name, part]),
  );
  const pathOf = (id: string): string => {
    const part = parts.get(id);
    if (!part) return '';
    if (part.PathPart.startsWith('{'))
      throw new TemplateUnsupported(part.where, `the path part ${part.PathPart}`);
    return `${pathOf(part.ParentId)}/${part.PathPart}`;
  };
  return new Map([[root, '/'], ...[...parts.keys()].map((id) => [id, pathOf(id)] as const)]);
}
