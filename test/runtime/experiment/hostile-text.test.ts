import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseExperiment } from '../../../src/runtime/experiment/document.ts';
import { edited, load, saidOf, SMALL, smallProject } from '../../support/experiments.ts';

let project: string;
beforeAll(async () => {
  project = await smallProject(0);
  mkdirSync(join(project, 'market/daily'), { recursive: true });
});

const laughs = (levels: number): string => `${SMALL}x0: &x0 [ha, ha]\n${Array.from({ length: levels }, (_, i) => `x${i + 1}: &x${i + 1} [${Array.from({ length: 9 }, () => `*x${i}`).join(', ')}]\n`).join('')}`;
const deep = (opening: string, closing: string, count: number): string => `${SMALL}title: ${opening.repeat(count)}${closing.repeat(count)}\n`;

describe('a hostile text is a finding', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['a billion laughs', laughs(9), /FB902 found aliases that stand for more and more text; expected at most 100/],
    ['two hundred aliases of one word', `${SMALL}title: &t x\nx: [${'*t,'.repeat(200)}]\n`, /FB902 found aliases/],
    ['a line of a megabyte', `${SMALL}title: ${'x'.repeat(1 << 20)}\n`, /^1:1 FB900 the file has [\d,]+ bytes; at most 262,144 are read$/],
    ['three hundred kilobytes of lines', SMALL + '# nothing\n'.repeat(30_000), /^1:1 FB900 /],
    ['binary bytes', Uint8Array.of(0x50, 0x41, 0x52, 0x31, 0xff, 0xfe, 0, 1, 2), /^1:1 FB901 the file is not text in UTF-8$/],
    ['zeros', new Uint8Array(100), /^1:1 FB901/],
    ['UTF-16', Buffer.from(`\ufeff${SMALL}`, 'utf16le'), /^1:1 FB901/],
    ['an empty file', '', /^1:1 FB902 found nothing; expected an experiment/],
    ['a comment', '# later\n', /FB902 found nothing; expected an experiment/],
    ['null', '~\n', /^1:1 FB902 found nothing/],
    ['a list at the top', '- data\n- factors\n', /^1:1 FB902 found \["data","factors"\]; expected an experiment/],
    ['a word', 'experiment\n', /^1:1 FB902 found "experiment"; expected an experiment/],
    ['keys twice', edited('engine:', 'data: { store: other }\nengine:'), /^3:1 FB902 found Map keys must be unique/],
    ['two documents', `${SMALL}---\n${SMALL}`, /FB902 found Source contains multiple documents/],
    ['a function', edited('name: small', 'title: !!js/function "function () { return 1 }"'), /^1:8 FB902 found Unresolved tag: \S*js\/function/],
    ['a tag of Python', edited('name: small', 'title: !!python/object/apply:os.system ["id"]'), /^1:8 FB902 found Unresolved tag/],
    ['a tag of its own', edited('name: small', 'title: !mine x'), /^1:8 FB902 found Unresolved tag/],
    ['__proto__', `${SMALL}__proto__: { polluted: 1 }\n`, /^11:1 FB903 __proto__: found the key __proto__; expected one of name,/],
    ['constructor', `${SMALL}constructor: { prototype: { polluted: 1 } }\n`, /^11:1 FB903 constructor: found the key constructor; expected one of name,/],
    ['__proto__ below', edited('store: market', 'store: market, __proto__: { to: 2022-01-04 }'), /^2:24 FB903 data\.__proto__: found the key __proto__/],
    ['a list as a key', `${SMALL}? [a, b]\n: c\n`, /FB902 found With stringKeys, all keys must be strings/],
    ['ten thousand brackets', deep('[', ']', 10_000), /FB902 /],
    ['ten thousand brackets that stay open', deep('[', '', 10_000), /FB902 /],
    ['ten thousand braces', deep('{ a: ', '}', 10_000), /FB902 /],
    ['ten thousand dashes', `${'- '.repeat(10_000)}x\n`, /FB902 /],
    ['a tab for an indentation', `${SMALL}training:\n\tseeds: 1\n`, /FB902 /],
    ['no end of a text', `${SMALL}title: "never\n`, /FB902 /],
    ['a timestamp', edited('store: market', 'store: market, to: !!timestamp 2022-01-04'), /FB90[23] /],
    ['another version of YAML', `%YAML 1.1\n---\n${edited('store: market', 'store: market, to: 2022-01-04')}`, /FB90[23] /],
    ['a merge of what is no map', `<<: 1\n${SMALL}`, /FB90[23] /],
    ['an alias of nothing', edited('name: small', 'title: *nobody'), /FB902 .*\bnobody\b/],
    ['an alias of what is around it, for a factor', edited('[factors/small.factor]', '&self [*self]'), /FB90[23] /],
    ['an alias of what is around it, for a page', `${SMALL}report: &self { pages: *self }\n`, /FB90[23] /],
    ['an alias of what is around it, twice', edited('[factors/small.factor]', '&self [[*self], [*self]]'), /FB90[23] /],
    ['an alias of all of it', `--- &self\n${SMALL}title: *self\n`, /FB90[23] /],
    ['a pattern of many folders', edited('factors/small.factor', `"${'**/'.repeat(20_000)}*.factor"`), /FB9\d\d /],
  ])('%s', async (_, text, expected) => {
    const found = await saidOf(project, text);
    expect(found.some((each) => expected.test(each)), found.join('\n').slice(0, 1000)).toBe(true);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('of thousands of unknown keys the first hundred are findings', () => {
    const text = SMALL + Array.from({ length: 4_000 }, (_, i) => `k${i}: 1\n`).join('');
    expect(parseExperiment('trial.yaml', text).findings).toHaveLength(100);
  });

  test('a message is no longer than a person reads, however long a value is', async () => {
    const found = await saidOf(project, edited('name: small', `name: ${'x'.repeat(200_000)}`));
    expect(found).toHaveLength(1);
    expect(found[0]?.length).toBeLessThan(2_000);
  });
});

describe('what looks strange and is right', () => {
  test.each([
    ['anchors', edited('{ layers: 3 }, signals: { layers: 3 }', '&three { layers: 3 }, signals: *three')],
    ['an anchor of a word', edited('name: small', 'name: &n small\ntitle: *n')],
    ['an alias in another place', edited('name: small', 'title: &t none').replace('[30%, 60%]', '[*t]')],
    ['a mark of the byte order', `\ufeff${SMALL}`],
    ['line ends of Windows', SMALL.replaceAll('\n', '\r\n')],
    ['JSON', JSON.stringify({ data: { store: 'market' }, factors: ['factors/small.factor'] })],
    ['an end mark', `---\n${SMALL}...\n`],
    ['keys in quotes', edited('engine:', '"engine":')],
    ['a title in Chinese', edited('name: small', 'title: 指数增强 🚀')],
    ['a long block', edited('name: small', 'title: >-\n  one\n  two\n')],
  ])('%s', async (_, text) => {
    expect(await saidOf(project, text)).toEqual([]);
    expect(load(project, [], 'trial.yaml').loaded).not.toBeNull();
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])('a portfolio by the name of %s is a portfolio, or a finding', async (name) => {
    const found = await saidOf(project, edited('  big: {', `  ${name}: {`));
    const portfolios = load(project, [], 'trial.yaml').loaded?.experiment.portfolios.map((portfolio) => portfolio.name);
    expect(portfolios ?? found.map((each) => each.includes(name))).toEqual(portfolios === undefined ? [true] : [name]);
  });
});
