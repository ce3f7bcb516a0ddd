/** Bodies of requests, checked: what the page sends is as little trusted as what anybody sends. */
import type { SaveRequest, TestRequest, Unsaved, ValuesRequest } from '../api.ts';
import { isDate } from '../../runtime/store/layout.ts';
import { RequestError } from './failure.ts';

/** An object of which values are read by name and kind. */
class Body {
  constructor(private readonly of: unknown) {
    if (typeof of !== 'object' || of === null || Array.isArray(of)) throw new RequestError(400, 'The request is no object.');
  }

  value(name: string): unknown {
    const { of } = this;
    return typeof of === 'object' && of !== null && Object.hasOwn(of, name) ? Reflect.get(of, name) : undefined;
  }

  text(name: string): string {
    const value = this.value(name);
    if (typeof value !== 'string') throw new RequestError(400, `${name}: expected a text.`);
    return value;
  }

  date(name: string): string {
    const value = this.text(name);
    if (!isDate(value)) throw new RequestError(400, `${name}: expected a date such as 2023-02-01.`);
    return value;
  }

  whole(name: string, least: number, most: number): number {
    const value = this.value(name);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) throw new RequestError(400, `${name}: expected a whole number from ${String(least)} to ${String(most)}.`);
    return value;
  }

  unsaved(): readonly Unsaved[] {
    const value = this.value('unsaved');
    if (!Array.isArray(value)) throw new RequestError(400, 'unsaved: expected a list.');
    return value.map((each: unknown) => {
      const body = new Body(each);
      return { path: body.text('path'), text: body.text('text') };
    });
  }
}

export function readSaveRequest(of: unknown): SaveRequest {
  const body = new Body(of);
  return { path: body.text('path'), text: body.text('text'), version: body.value('version') === null ? null : body.text('version') };
}

export function readValuesRequest(of: unknown): ValuesRequest {
  const body = new Body(of);
  return { path: body.text('path'), name: body.text('name'), date: body.date('date'), unsaved: body.unsaved() };
}

export function readTestRequest(of: unknown): TestRequest {
  const body = new Body(of);
  return { path: body.text('path'), name: body.text('name'), unsaved: body.unsaved(), horizon: body.whole('horizon', 1, 60), layers: body.whole('layers', 2, 20) };
}
