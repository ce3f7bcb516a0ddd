/** The styles in words. */
import type { StyleName } from '../evaluate/styles.ts';
import { both, type Text } from './text.ts';

const TITLES: Readonly<Record<StyleName, Text>> = {
  reversal: both('Reversal', '反转'),
  size: both('Size', '市值'),
  amount: both('Amount', '成交额'),
  turnover: both('Turnover', '换手率'),
  beta: both('Beta', '贝塔'),
};

export function styleTitle(name: StyleName): Text {
  return TITLES[name];
}
