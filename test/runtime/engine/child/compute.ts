/** Computes the minute factors of a store on webasm. Arguments: store, output. */
import { computeFactors } from '../../../../src/runtime/engine/compute.ts';
import { minuteFactors } from '../../../support/programs.ts';

const [store = '', out = ''] = process.argv.slice(2);
const { computed, cached } = await computeFactors({ store, factors: minuteFactors(), out, engine: 'webasm' });
process.stdout.write(JSON.stringify({ computed, cached }));
