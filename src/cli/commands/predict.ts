import { Option } from 'commander';
import { UsageError } from '../exit.ts';
import { given, parseDate, required, storeOption, wholeNumber } from '../options.ts';
import { plural } from '../../runtime/plural.ts';
import { type Register, type Session, examples } from '../session.ts';

interface PredictFlags {
  readonly store: string;
  readonly date: string;
  readonly values?: string;
  readonly seeds?: number;
  readonly epochs?: number;
}

export const registerPredict: Register = (program, session) => {
  program
    .command('predict')
    .summary('score one day with a trained model')
    .description('Scores the stocks of a day with the weights of the last refit up to it, which `fullband train` has left in the store, and prints them as CSV.')
    .argument('<MODEL[#NAME]>', 'a file of models; #NAME takes one of several')
    .addOption(storeOption())
    .addOption(required(new Option('--date <D>', 'the day, such as 2023-02-01').argParser(parseDate)))
    .addOption(new Option('--values <FILE>', 'values of the factors that the model reads (default: computed from the store)'))
    .addOption(new Option('--seeds <N>', 'as the training was given').argParser(wholeNumber(1)))
    .addOption(new Option('--epochs <N>', 'as the training was given').argParser(wholeNumber(1)))
    .addHelpText('after', examples(['fullband predict models/lf_multitask.model --store store --date 2023-02-01', 'scores of all stocks, by symbol']))
    .action((model: string, flags: PredictFlags) => runPredict(model, flags, session));
};

async function runPredict(target: string, { store, date, values, seeds, epochs }: PredictFlags, session: Session): Promise<void> {
  const { requireModelsOf } = await import('./explain-models.ts');
  const models = requireModelsOf(target, session);
  const [model] = models;
  if (model === undefined || models.length > 1) throw new UsageError(`${target} holds ${models.map(({ name }) => name).join(', ')}; one is asked at a time: ${target}#${model?.name ?? 'NAME'}`);
  const { predictWithFactors } = await import('../../runtime/model/signal/with-factors.ts');
  const { refit, scores, seeds: used } = await predictWithFactors({ store, model, date, values: values ?? null, ...given({ seeds, epochs }) });
  session.terminal.print([`date,symbol,${model.name}`, ...scores.map(({ symbol, score }) => `${date},${symbol},${String(Number(score.toPrecision(9)))}`)].join('\n'));
  session.terminal.say(`${plural(scores.length, 'stock')}, weights of the refit of ${refit}, ${plural(used, 'seed')}.`);
}
