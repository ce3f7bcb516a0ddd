/** The JSON Schema of experiments, asked by the path of a key. */

/** The words of JSON Schema that the schema of experiments uses and editors can show. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: SchemaNode;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly then?: SchemaNode;
  readonly else?: SchemaNode;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
}

/** Keys of maps and places in lists, from the outermost. */
export type Path = readonly (string | number)[];

/** A chain of references longer than this goes in a circle. */
const MOST_REFERENCES = 16;

export class ExperimentSchema {
  constructor(private readonly root: SchemaNode) {}

  /** Every schema that what stands at a path may keep to; none for a path that no experiment has. */
  at(path: Path): readonly SchemaNode[] {
    return path.reduce<readonly SchemaNode[]>((nodes, key) => nodes.flatMap((node) => this.below(node, key)), this.branches(this.root));
  }

  /** The keys that a map at a path may have by name, with their schemas. */
  keys(path: Path): ReadonlyMap<string, readonly SchemaNode[]> {
    const names = new Set(this.at(path).flatMap(({ properties }) => Object.keys(properties ?? {})));
    return new Map([...names].map((name) => [name, this.at([...path, name])]));
  }

  private below(node: SchemaNode, key: string | number): readonly SchemaNode[] {
    if (typeof key === 'number') return node.items === undefined ? [] : this.branches(node.items);
    const { properties = {}, additionalProperties } = node;
    // A key such as `constructor` is none of the schema's.
    const named = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (named !== undefined) return this.branches(named);
    return typeof additionalProperties === 'object' ? this.branches(additionalProperties) : [];
  }

  /** A schema, and those that it leaves the choice of. */
  private branches(node: SchemaNode, depth = 0): readonly SchemaNode[] {
    if (depth > MOST_REFERENCES) return [];
    const { $ref, anyOf = [], then, else: otherwise } = node;
    const name = $ref?.replace(/^#\/definitions\//, '');
    const target = name === undefined ? undefined : this.root.definitions?.[name];
    const others = [target, ...anyOf, then, otherwise].filter((each) => each !== undefined);
    return [node, ...others.flatMap((each) => this.branches(each, depth + 1))];
  }
}

export function isMapSchema({ properties, additionalProperties }: SchemaNode): boolean {
  return properties !== undefined || typeof additionalProperties === 'object';
}

export function isListSchema({ items }: SchemaNode): boolean {
  return items !== undefined;
}
