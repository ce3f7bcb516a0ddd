/** What the schema of experiments says of a key and of its values, in words for people. */
import type { SchemaNode } from './schema.ts';

/** A value that fits, and whether it is the one that is meant where the key is left out. */
export interface KnownValue {
  readonly text: string;
  readonly isDefault: boolean;
  readonly kind: 'enum' | 'value';
}

/** Values that the schema names: those of enums, the default, `none`, and those that its description gives as examples. */
export function knownValues(nodes: readonly SchemaNode[]): readonly KnownValue[] {
  const usual = nodes.flatMap(({ default: value }) => (isPlain(value) ? [String(value)] : []));
  const enums = nodes.flatMap((node) => [...(node.enum ?? []), ...(typesOf(node).includes('boolean') ? ['true', 'false'] : []), ...(node.pattern?.includes('none') === true ? ['none'] : [])]);
  const examples = nodes.flatMap(({ description }) => examplesIn(description ?? ''));
  return [...new Set([...enums, ...usual, ...examples])].map((text) => ({ text, isDefault: usual.includes(text), kind: enums.includes(text) ? 'enum' : 'value' }));
}

/** One short line: the default, or what kind of value it is. */
export function detailOf(nodes: readonly SchemaNode[]): string {
  const [usual] = nodes.flatMap(({ default: value }) => (value === undefined ? [] : [shown(value)]));
  const kinds = [...new Set(nodes.flatMap(kindsOf))].join(' or ');
  return usual === undefined ? kinds : `${kinds}${kinds === '' ? '' : ', '}usually ${usual}`;
}

/** Markdown: what it is, in which unit, what is meant without it, and what it may be. */
export function documentationOf(nodes: readonly SchemaNode[]): string {
  const described = [...new Set(nodes.flatMap(({ description, title }) => [description ?? title ?? '']).filter((text) => text !== ''))].map(sentence);
  const usual = nodes.flatMap(({ default: value }) => (value === undefined ? [] : [`Default: \`${shown(value)}\``]));
  const choices = [...new Set(nodes.flatMap((node) => node.enum ?? []))];
  const keys = [...new Set(nodes.flatMap(({ properties }) => Object.keys(properties ?? {})))];
  const needed = [...new Set(nodes.flatMap(({ required }) => required ?? []))];
  return [
    ...described,
    ...usual.slice(0, 1),
    ...boundsOf(nodes),
    ...(choices.length === 0 ? [] : [`One of ${listed(choices)}`]),
    ...(keys.length === 0 ? [] : [`Keys: ${listed(keys)}${needed.length === 0 ? '' : `; needed: ${listed(needed)}`}`]),
  ].join('\n\n');
}

function typesOf({ type }: SchemaNode): readonly string[] {
  return type === undefined ? [] : [type].flat();
}

/** How people call what JSON Schema calls types. */
const KINDS: Readonly<Record<string, string>> = { object: 'keys', array: 'a list', string: 'text', integer: 'a whole number', number: 'a number', boolean: 'true or false', null: 'nothing' };

function kindsOf(node: SchemaNode): readonly string[] {
  if (node.enum !== undefined) return ['a choice'];
  return typesOf(node).map((type) => KINDS[type] ?? type);
}

function boundsOf(nodes: readonly SchemaNode[]): readonly string[] {
  const [bounded] = nodes.filter(({ minimum, maximum, exclusiveMinimum }) => minimum !== undefined || maximum !== undefined || exclusiveMinimum !== undefined);
  if (bounded === undefined) return [];
  const { minimum, maximum, exclusiveMinimum } = bounded;
  const least = minimum !== undefined ? `from ${String(minimum)}` : exclusiveMinimum !== undefined ? `above ${String(exclusiveMinimum)}` : '';
  const most = maximum === undefined ? '' : `to ${maximum.toLocaleString('en')}`;
  return [`Numbers ${[least, most].filter((text) => text !== '').join(' ')}`];
}

/** `such as 60% or 0.6` gives both. */
function examplesIn(description: string): readonly string[] {
  return [...description.matchAll(/such as ((?:(?! or )[^,;()])+)(?: or ([^,;()]+))?/g)].flatMap(([, one = '', other = '']) => [one.trim(), other.trim()].filter((text) => /^[\d.]+(?:e\d+)?(?:-\d\d-\d\d)?%?(?: CNY)?$/.test(text)));
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** As YAML has it on one line. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  return isPlain(value) ? String(value) : JSON.stringify(value);
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, '.');
}
