/** The `train` clause: settings, and defaults for those that are left out. */
import { LEARNING_RATE, TRAINING_SETTINGS, type TrainingSetting } from '../../catalogue/model/training.ts';
import { models } from '../../messages/models.ts';
import { types } from '../../messages/types.ts';
import { nearest } from '../../nearest.ts';
import type { CallExpression, Expression, ModelClause, TrainSetting } from '../../syntax.ts';
import type { ModelTraining } from '../../typed-model.ts';
import { write, writeNearest } from '../fixes.ts';
import { textAt } from '../scope.ts';
import { match } from './arguments.ts';
import type { ModelBuilder } from './builder.ts';
import type { ModelScope } from './scope.ts';

type TrainClause = Extract<ModelClause, { readonly kind: 'train' }>;
type Open = { -readonly [K in keyof ModelTraining]: ModelTraining[K] };

const DEFAULTS: ModelTraining = { optimizer: { kind: 'adam', learningRate: LEARNING_RATE.default }, batch: 5000, epochs: 100, patience: 10, every: 5, split: 0.8, refitMonths: 6, seeds: 3 };

/** What the clause says, and what holds where it says nothing. */
export function readTraining(clause: TrainClause | null, scope: ModelScope, model: ModelBuilder): ModelTraining {
  const training: Open = { ...DEFAULTS };
  if (clause === null) return training;
  const seen = new Set<string>();
  for (const setting of clause.settings) {
    const { text, span } = setting.name;
    const entry = TRAINING_SETTINGS.find(({ name }) => name === text);
    if (entry === undefined) {
      const known = TRAINING_SETTINGS.map(({ name }) => name);
      const near = nearest(text, known);
      model.state.report(scope, span, models.unknownSetting(text, near, known), writeNearest(near, span));
    } else if (seen.has(text)) model.state.report(scope, setting.span, models.duplicateSetting(text));
    else readSetting(entry, setting, training, scope, model);
    seen.add(text);
  }
  const patience = clause.settings.find(({ name }) => name.text === 'patience');
  if (patience !== undefined && training.patience >= training.epochs) model.state.report(scope, patience.value.span, models.patienceWithoutEffect(training.patience, training.epochs));
  return training;
}

const FORMS: Readonly<Record<TrainingSetting['form'], string>> = {
  optimizer: 'adam(learning_rate=0.005)',
  batch: 'a number of samples such as 5000, or date',
  count: 'a whole number',
  days: 'a number of trading days such as 5d',
  share: 'a share such as 80%',
  months: 'a number of months such as 6mo',
};

function readSetting(entry: TrainingSetting, { value }: TrainSetting, into: Open, scope: ModelScope, model: ModelBuilder): void {
  if (value.kind === 'error') return;
  if (entry.form === 'optimizer') {
    into.optimizer = readOptimizer(value, scope, model) ?? into.optimizer;
    return;
  }
  if (entry.form === 'batch' && value.kind === 'name' && value.name.text === 'date') {
    into.batch = 'date';
    return;
  }
  const number = numberOf(entry, value, scope, model);
  if (number === null) return;
  switch (entry.name) {
    case 'refit':
      into.refitMonths = number;
      break;
    case 'batch':
    case 'epochs':
    case 'patience':
    case 'every':
    case 'split':
    case 'seeds':
      into[entry.name] = number;
      break;
  }
}

/** The number of a setting in its form and range; null after a finding. */
function numberOf(entry: TrainingSetting, value: Expression, scope: ModelScope, model: ModelBuilder): number | null {
  const { name, form, range: [low, high], only } = entry;
  const { span } = value;
  const unit = form === 'days' ? 'd' : form === 'months' ? 'mo' : null;
  const found = textAt(scope, span);
  const number = unit === null ? (value.kind === 'number' ? value.value : null) : value.kind === 'duration' && value.unit === unit ? value.count : null;
  if (number === null || (form !== 'share' && !Number.isInteger(number))) {
    const meant = unit !== null && value.kind === 'number' && Number.isInteger(value.value) && value.value >= low && value.value <= high ? `${String(value.value)}${unit}` : null;
    return model.state.report(scope, span, models.trainForm(name, found, FORMS[form], entry.default), meant === null ? null : write(meant, span));
  }
  if (number >= low && number <= high && (only === undefined || only.includes(number))) return number;
  const written = (each: number): string => (form === 'share' ? `${String(each * 100)}%` : `${each.toLocaleString('en')}${unit ?? ''}`);
  const allowed = only === undefined ? `from ${written(low)} to ${written(high)}` : `one of ${only.map(written).join(', ')}`;
  const percent = form === 'share' && number > 1 && number <= 100 && Number.isInteger(number) ? `${String(number)}%` : null;
  return model.state.report(scope, span, models.trainRange(name, found, allowed, entry.default), percent === null ? null : write(percent, span));
}

function readOptimizer(value: Expression, scope: ModelScope, model: ModelBuilder): ModelTraining['optimizer'] | null {
  const name = value.kind === 'call' ? value.callee : value.kind === 'name' ? value.name : null;
  if (name === null) return model.state.report(scope, value.span, models.trainForm('optimizer', textAt(scope, value.span), FORMS.optimizer, FORMS.optimizer));
  if (name.text !== 'adam') return model.state.report(scope, name.span, models.unknownOptimizer(name.text), write('adam', name.span));
  const learningRate = value.kind === 'call' ? readRate(value, scope, model) : LEARNING_RATE.default;
  return learningRate === null ? null : { kind: 'adam', learningRate };
}

function readRate(call: CallExpression, scope: ModelScope, model: ModelBuilder): number | null {
  const matched = match({ callee: 'adam', names: ['learning_rate'], text: 'adam(learning_rate=0.005)' }, call, scope, model);
  if (matched === null) return null;
  const argument = matched.byName.get('learning_rate');
  if (argument === undefined) return LEARNING_RATE.default;
  const { value } = argument;
  if (value.kind === 'error') return null;
  if (value.kind !== 'number') return model.state.report(scope, value.span, types.literalNeeded('adam', 'learning_rate', 'a number'));
  const [low, high] = LEARNING_RATE.range;
  return value.value >= low && value.value <= high ? value.value : model.state.report(scope, value.span, types.literalRange('adam', 'learning_rate', value.value, low, high, null));
}
