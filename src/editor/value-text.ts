/** Short words for what a value is: unit, rows, and when it is known. */
import { modelValueText, type ModelValue } from '../dsl/check/model/scope.ts';
import { BARS_PER_DAY, clockText, MORNING_OPEN, type Known } from '../dsl/session.ts';
import { shapeText } from '../dsl/shapes.ts';
import type { ElementType, Rows, Typed } from '../dsl/typed.ts';
import { unitText } from '../dsl/units.ts';
import type { Column, Table } from '../dsl/tables.ts';

/** `CNY/share`, `condition`, `side`. */
export function elementText(type: ElementType): string {
  switch (type.kind) {
    case 'number':
      return unitText(type.unit);
    case 'boolean':
      return 'condition';
    case 'time':
      return 'time';
    case 'enum':
      return type.name === 'order_type' ? 'order type' : 'side';
    case 'id':
      return 'order number';
  }
}

/** `240 minutes`, `one per buy_id`. */
export function shortRows(rows: Rows): string {
  switch (rows.kind) {
    case 'one':
      return 'one value';
    case 'table':
      return rows.table === 'minute' ? `${String(BARS_PER_DAY)} minutes` : rows.table === 'daily' ? 'days' : `rows of ${rows.table}`;
    case 'groups':
      return `one per ${rows.key}`;
    case 'pool':
      return 'pooled rows';
  }
}

/** `CNY/share · 240 minutes`. */
export function valueDetail({ type, rows }: Pick<Typed, 'type' | 'rows'>): string {
  return `${elementText(type)} · ${shortRows(rows)}`;
}

export function columnDetail({ type }: Column, table: Table): string {
  return valueDetail({ type, rows: { kind: 'table', table: table.name } });
}

/** `[samples, days 40, features 27]`. */
export function modelDetail(value: ModelValue): string {
  return value.kind === 'node' || value.kind === 'panel' || value.kind === 'bars' ? shapeText(value.shape) : modelValueText(value);
}

/** When a value is known, as half a sentence. */
export function knownText({ rows, known }: Pick<Typed, 'rows' | 'known'>): string {
  const { floor, lag }: Known = known;
  const clock = floor <= 0 ? 'before the day begins' : floor <= MORNING_OPEN ? `at ${clockText(MORNING_OPEN)}` : `at ${clockText(floor)}`;
  if (rows.kind === 'one' || lag <= -BARS_PER_DAY) return clock;
  if (rows.kind === 'table' && rows.table === 'daily') return floor <= 0 ? 'before trading begins' : clock;
  const row = lag < 0 ? (Number.isInteger(lag) ? `${String(-lag)} rows before its own` : 'as it happens') : lag === 0 ? 'at its end' : `${String(Math.ceil(lag))} rows later`;
  return floor > MORNING_OPEN ? `each row ${row}, not before ${clockText(floor)}` : `each row ${row}`;
}
