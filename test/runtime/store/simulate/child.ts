/** Simulates a market until it is killed. Arguments: store, stocks, days, seed. */
import { simulateMarket } from '../../../../src/runtime/store/simulate/simulate.ts';
import { smallMarket } from './markets.ts';

const [store = '', stocks = '', days = '', seed = ''] = process.argv.slice(2);
await simulateMarket(smallMarket(store, { stocks: Number(stocks), days: Number(days), seed: Number(seed) }));
