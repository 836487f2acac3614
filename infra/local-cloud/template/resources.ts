import type { RawResource, RawStack } from './assembly.ts';
import type { Values } from './values.ts';

/** A resource of the app, and its name on this machine. */
export interface Resource {
  readonly stack: RawStack;
  /** The logical id. */
  readonly id: string;
  /** The logical id without the hash that the CDK appends. */
  readonly readableId: string;
  readonly type: string;
  /** The name in the template, or else one made of the stack's name and the logical id. */
  readonly name: string;
  readonly where: string;
}

const NAME_PROPERTIES = ['TableName', 'QueueName', 'BucketName', 'FunctionName', 'StageName'];

const unhashed = (id: string): string => id.replace(/[0-9A-F]{8}$/, '') || id;

/** Returns all resources of all stacks. */
export function listResources(stacks: readonly RawStack[]): Resource[] {
  const names = new Set<string>();
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources ?? {}).map(([id, raw]) => {
      const readable = `${stack.name}-${unhashed(id)}`;
      const name = explicitName(raw) ?? (names.has(readable) ? `${stack.name}-${id}` : readable);
      names.add(name);
      const where = `stack ${stack.name}, resource ${id}`;
      return { stack, id, readableId: unhashed(id), type: raw.Type, name, where };
    }),
  );
}

function explicitName({ Properties = {} }: RawResource): string | undefined {
  const given = NAME_PROPERTIES.map((property) => Properties[property]);
  return given.find((name) => typeof name === 'string');
}

/** Returns the resources of one type with their properties resolved to `T`, whose form `supportedStack` has checked. */
export function resourcesOfType<T>(
  resources: readonly Resource[],
  type: string,
  values: Values,
): (Resource & T)[] {
  return resources
    .filter((resource) => resource.type === type)
    .map((resource) => {
      const raw = resource.stack.template.Resources?.[resource.id]?.Properties ?? {};
      return { ...resource, ...(values.resolve(raw, resource.stack, resource.where) as T) };
    });
}
