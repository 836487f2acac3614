import { TemplateUnsupported } from '../errors.ts';
import type { RawStack } from './assembly.ts';

/** The account and region of all resources, as in fauxqs and DynamoDB Local. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** What `Ref` and `Fn::GetAtt` return for a resource. */
export type Attributes = Readonly<Record<string, string>>;

/** The place of a resource in the templates. */
interface ResourceId {
  readonly stack: RawStack;
  /** The logical id. */
  readonly id: string;
}

type Intrinsic = (argument: never, stack: RawStack, where: string) => unknown;

/** Resolves the values in templates, across stacks, from the attributes of the resources on this machine. */
export class Values {
  readonly #defined = new Map<string, Attributes>();
  readonly #exports = new Map<string, { stack: RawStack; value: unknown }>();
  readonly #intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (id: string, stack, where) => this.#ref(id, stack, where),
    'Fn::GetAtt': ([id, attribute]: [string, string], stack, where) =>
      this.#attribute(stack, id, attribute, where),
    'Fn::Join': ([separator, parts]: [string, unknown[]], stack, where) =>
      parts.map((part) => this.resolve(part, stack, where)).join(separator),
    'Fn::Sub': (text: unknown, stack, where) => this.#substitute(text, stack, where),
    'Fn::ImportValue': (name: string, _, where) => this.#import(name, where),
  };

  constructor(stacks: readonly RawStack[]) {
    for (const stack of stacks)
      for (const { Value, Export } of Object.values(stack.template.Outputs ?? {}))
        if (Export) this.#exports.set(Export.Name, { stack, value: Value });
  }

  /** Sets the attributes of a resource on this machine. */
  define({ stack, id }: ResourceId, attributes: Attributes): void {
    this.#defined.set(`${stack.name}/${id}`, attributes);
  }

  /**
   * Resolves a value in a template, at any depth.
   *
   * @throws TemplateUnsupported for an unsupported intrinsic function or attribute
   */
  resolve(value: unknown, stack: RawStack, where: string): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((each) => this.resolve(each, stack, where));
    const entries = Object.entries(value);
    const [[name, argument] = ['', undefined]] = entries;
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::') || name === 'Condition')) {
      const intrinsic = this.#intrinsics[name];
      if (!intrinsic) throw new TemplateUnsupported(where, `the intrinsic function ${name}`);
      return intrinsic(argument as never, stack, where);
    }
    return Object.fromEntries(entries.map(([key, each]) => [key, this.resolve(each, stack, where)]));
  }

  #ref(id: string, stack: RawStack, where: string): string {
    return PSEUDO_PARAMETERS[id] ?? this.#attribute(stack, id, 'Ref', where);
  }

  #attribute(stack: RawStack, id: string, attribute: string, where: string): string {
    const value = this.#defined.get(`${stack.name}/${id}`)?.[attribute];
    if (value === undefined) throw new TemplateUnsupported(where, `the attribute ${attribute} of ${id}`);
    return value;
  }

  #substitute(text: unknown, stack: RawStack, where: string): string {
    if (typeof text !== 'string') throw new TemplateUnsupported(where, 'Fn::Sub with a map');
    return text.replace(/\$\{([^!}.]+)(?:\.([^}]+))?\}/g, (_, id: string, attribute?: string) =>
      attribute ? this.#attribute(stack, id, attribute, where) : this.#ref(id, stack, where),
    );
  }

  #import(name: string, where: string): unknown {
    const exported = this.#exports.get(name);
    if (!exported) throw new TemplateUnsupported(where, `the import ${name}`);
    return this.resolve(exported.value, exported.stack, where);
  }
}
