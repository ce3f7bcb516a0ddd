/** How findings name rows and types. */
import type { ElementType, Rows, Typed } from '../typed.ts';
import { unitText } from '../units.ts';

export function rowsText(rows: Rows): string {
  switch (rows.kind) {
    case 'one':
      return 'one value per stock and day';
    case 'table':
      return rows.table === 'minute' ? 'the 240 minutes' : rows.table === 'daily' ? 'the days' : `the rows of ${rows.table}`;
    case 'groups':
      return `one row per ${rows.key} of ${rows.table}`;
    case 'pool':
      return 'pooled rows';
  }
}

export function typeText(type: ElementType): string {
  switch (type.kind) {
    case 'number': {
      const unit = unitText(type.unit);
      return unit === '1' ? 'a number' : `a number in ${unit}`;
    }
    case 'boolean':
      return 'a condition';
    case 'time':
      return 'a time';
    case 'enum':
      return type.name === 'order_type' ? 'an order type' : 'a side';
    case 'id':
      return 'an order number';
  }
}

/** `a number in CNY for the 240 minutes`. */
export function valueText(value: Typed): string {
  return value.rows.kind === 'one' ? typeText(value.type) : `${typeText(value.type)} for each of ${rowsText(value.rows)}`;
}
